// SPDX-License-Identifier: Apache-2.0
// The records of the map over a running registry: what each refuses, shows and leaves behind.
#include <gmock/gmock.h>
#include <google/protobuf/empty.pb.h>
#include <gtest/gtest.h>

#include "registry/api/testing/landscape_fixture.h"

namespace palier::registry {
namespace {

using google::protobuf::Empty;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class LandscapeRecordsTest : public LandscapeFixture {};

TEST_F(LandscapeRecordsTest, AnOrganisationBeginsWithTheThreeFunctions) {
  RecordProperty("requirement", "S1-65");
  v1::ListAiFunctionsRequest request;
  request.set_parent(kFirm);
  request.set_order_by("display_name");
  const auto list = Call<v1::ListAiFunctionsResponse>(request, "vic");
  ASSERT_EQ(list.status(), absl::OkStatus());
  std::vector<std::string> names, titles;
  for (const v1::AiFunction& function : list->ai_functions()) {
    names.push_back(function.name());
    titles.push_back(function.display_name());
  }
  EXPECT_THAT(names,
              ElementsAre(Firm("aiFunctions/data-analysis"), Firm("aiFunctions/document-creation"),
                          Firm("aiFunctions/text-generation")));
  EXPECT_THAT(titles,
              ElementsAre("Analyse de données", "Création de documents", "Génération de texte"));
}

TEST_F(LandscapeRecordsTest, VendorsAreKept) {
  RecordProperty("requirement", "S1-72");
  v1::Vendor vendor;
  vendor.set_data_location("Paris");
  vendor.set_exit_plan("CSV of all prompts");
  vendor.mutable_contract_end_date()->set_year(2027);
  vendor.mutable_contract_end_date()->set_month(6);
  vendor.mutable_contract_end_date()->set_day(30);
  *vendor.mutable_next_review_date() = vendor.contract_end_date();
  ASSERT_EQ(Add("acme", vendor).status(), absl::OkStatus());
  v1::Application bought = Tool();
  bought.set_vendor(Firm("vendors/acme"));
  ASSERT_EQ(Add("bought", bought).status(), absl::OkStatus());
  ASSERT_EQ(Add("made", Tool()).status(), absl::OkStatus());
  v1::ListApplicationsRequest list;
  list.set_parent(kFirm);
  list.set_filter("vendor = \"organizations/firm/vendors/acme\"");
  const auto page = Call<v1::ListApplicationsResponse>(list, "vic");
  ASSERT_EQ(page.status(), absl::OkStatus());
  ASSERT_EQ(page->applications_size(), 1);
  EXPECT_EQ(page->applications(0).name(), Firm("applications/bought"));

  v1::DeleteVendorRequest deletion;
  deletion.set_name(Firm("vendors/acme"));
  EXPECT_EQ(status::ReasonOf(Call<Empty>(deletion).status()), error::v1::RESOURCE_HAS_CHILDREN);
  deletion.set_force(true);
  EXPECT_EQ(Call<Empty>(deletion).status(), absl::OkStatus());
  v1::GetApplicationRequest get;
  get.set_name(Firm("applications/bought"));
  EXPECT_EQ(Call<v1::Application>(get)->vendor(), "");
}

TEST_F(LandscapeRecordsTest, WhatIsNamedExistsInTheOrganisation) {
  v1::Application application = Tool();
  application.set_owner(Firm("people/nobody"));
  EXPECT_EQ(FirstField(Add("a", application).status()), "application.owner");
  application = Tool("marketing");
  EXPECT_EQ(FirstField(Add("a", application).status()), "application.department");
  application = Tool("sales", "text-generation");
  application.add_ai_functions(Firm("aiFunctions/none"));
  EXPECT_EQ(FirstField(Add("a", application).status()), "application.ai_functions[1]");
  application = Tool("sales", "text-generation");
  application.add_ai_functions(Firm("aiFunctions/text-generation"));
  EXPECT_EQ(FirstField(Add("a", application).status()), "application.ai_functions[1]");
  application = Tool();
  application.add_data_sources("");
  EXPECT_EQ(FirstField(Add("a", application).status()), "application.data_sources[0]");

  v1::DataSource source;
  source.set_owner(Firm("departments/sales"));
  source.add_consumers(Firm("departments/sales"));
  source.add_requesters(Firm("people/ann"));
  EXPECT_EQ(FirstField(Add("d", source).status()), "data_source.requesters[0]");
  source.set_requesters(0, Firm("departments/sales"));
  EXPECT_EQ(FirstField(Add("d", source).status()), "data_source.requesters[0]");
  source.set_requesters(0, Firm("departments/legal"));
  EXPECT_EQ(Add("d", source).status(), absl::OkStatus());

  v1::Process process;
  process.add_chain()->set_description("read");
  process.mutable_chain(0)->set_application(Firm("applications/none"));
  EXPECT_EQ(FirstField(Add("p", process).status()), "process.chain[0].application");

  v1::Friction friction;
  EXPECT_EQ(FirstField(Add("f", friction).status()), "friction");
  friction.set_monthly_hours_hundredths(1250);
  friction.set_reporter(Firm("people/nobody"));
  EXPECT_EQ(FirstField(Add("f", friction).status()), "friction.reporter");
  friction.set_reporter(Firm("people/ann"));
  EXPECT_EQ(Add("f", friction).status(), absl::OkStatus());

  v1::Objective objective;
  objective.add_cites("organizations/rival/applications/spy");
  EXPECT_EQ(FirstField(Add("o", objective).status()), "objective.cites[0]");
  objective.set_cites(0, Firm("frictions/gone"));
  EXPECT_EQ(FirstField(Add("o", objective).status()), "objective.cites[0]");
  objective.set_cites(0, Firm("frictions/f"));
  objective.add_cites(Firm("rollouts/r/feedback/one"));  // kept by another service
  EXPECT_EQ(Add("o", objective).status(), absl::OkStatus());
}

TEST_F(LandscapeRecordsTest, ProcessesShowCostAndAutomation) {
  RecordProperty("requirement", "S1-16 S1-66");
  ASSERT_EQ(Add("scan", Tool()).status(), absl::OkStatus());
  v1::Process process;
  process.set_monthly_volume(400);
  process.set_unit_minutes_hundredths(750);
  *process.mutable_hourly_cost() = Euros(42);
  *process.mutable_yearly_cost() = Euros(1);  // the server's, not the client's
  for (int i = 0; i < 3; ++i) process.add_chain()->set_description(absl::StrCat("step ", i + 1));
  process.mutable_chain(0)->set_application(Firm("applications/scan"));
  process.mutable_chain(0)->set_automated(true);
  process.mutable_chain(0)->set_handover_automated(true);
  const auto made = Add("invoices", process);
  ASSERT_EQ(made.status(), absl::OkStatus());
  v1::GetProcessRequest get;
  get.set_name(made->name());
  const auto read = Call<v1::Process>(get, "vic");
  ASSERT_EQ(read.status(), absl::OkStatus());
  for (const v1::Process& shown : {*made, *read}) {
    EXPECT_EQ(shown.yearly_cost().units(), 25'200);
    EXPECT_EQ(shown.automation().automated_steps_permille(), 333);
    EXPECT_EQ(shown.automation().automated_handovers_permille(), 500);
    ASSERT_EQ(shown.automation().gaps_size(), 3);
    EXPECT_EQ(shown.automation().gaps(1).kind(), v1::ChainGap::MANUAL_HANDOVER);
    EXPECT_EQ(shown.automation().gaps(1).step(), 2);
  }
  v1::UpdateProcessRequest update;
  update.mutable_process()->set_name(made->name());
  update.mutable_process()->set_monthly_volume(800);
  const auto changed = Call<v1::Process>(update, "carl");
  ASSERT_EQ(changed.status(), absl::OkStatus());
  EXPECT_EQ(changed->yearly_cost().units(), 50'400);
  EXPECT_EQ(Call<v1::Process>(get)->yearly_cost().units(), 50'400);
}

TEST_F(LandscapeRecordsTest, SynergiesJoinTwoThingsOnce) {
  RecordProperty("requirement", "S1-14");
  for (const char* id : {"a", "b"}) ASSERT_EQ(Add(id, Tool()).status(), absl::OkStatus());
  ASSERT_EQ(Add("p", v1::Project()).status(), absl::OkStatus());
  const v1::Synergy edge = Edge("applications/a", "applications/b", v1::Synergy::WORKFLOW, 100);
  ASSERT_EQ(Add("first", edge).status(), absl::OkStatus());
  EXPECT_EQ(FirstField(Add("again", edge).status()), "synergy.target");
  EXPECT_EQ(FirstField(Add("self", Edge("applications/a", "applications/a")).status()),
            "synergy.target");
  EXPECT_EQ(FirstField(Add("none", Edge("applications/a", "applications/c")).status()),
            "synergy.target");
  EXPECT_EQ(FirstField(Add("dept", Edge("departments/sales", "applications/a")).status()),
            "synergy.source");
  v1::Synergy across = edge;
  across.set_type(v1::Synergy::DATA);
  across.set_target("organizations/rival/applications/spy");
  EXPECT_EQ(FirstField(Add("across", across).status()), "synergy.target");
  EXPECT_EQ(Add("back", Edge("applications/b", "applications/a")).status(), absl::OkStatus());
  EXPECT_EQ(Add("data", Edge("applications/a", "projects/p")).status(), absl::OkStatus());

  v1::ListSynergiesRequest list;
  list.set_parent(kFirm);
  list.set_filter("type = WORKFLOW");
  const auto workflows = Call<v1::ListSynergiesResponse>(list, "vic");
  ASSERT_EQ(workflows.status(), absl::OkStatus());
  ASSERT_EQ(workflows->synergies_size(), 1);
  EXPECT_EQ(workflows->synergies(0).name(), Firm("synergies/first"));
  // What measures it need not be there yet, but is a KPI of this organisation.
  for (const char* wrong : {"organizations/rival/projects/p/kpis/k", "projects/p/kpis/k",
                            "organizations/firm/projects/p", "organizations/firm/kpis/k"}) {
    v1::UpdateSynergyRequest measured;
    measured.mutable_synergy()->set_name(Firm("synergies/first"));
    measured.mutable_synergy()->set_kpi(wrong);
    EXPECT_EQ(FirstField(Call<v1::Synergy>(measured).status()), "synergy.kpi") << wrong;
  }
  v1::UpdateSynergyRequest measured;
  measured.mutable_synergy()->set_name(Firm("synergies/first"));
  measured.mutable_synergy()->set_kpi(Firm("projects/p/kpis/k"));
  EXPECT_EQ(Call<v1::Synergy>(measured).status(), absl::OkStatus());
  // An edge may be changed without being compared with itself.
  v1::UpdateSynergyRequest update;
  update.mutable_synergy()->set_name(Firm("synergies/first"));
  update.mutable_synergy()->set_description("two tools, one hand-over");
  EXPECT_EQ(Call<v1::Synergy>(update).status(), absl::OkStatus());
}

TEST_F(LandscapeRecordsTest, ADependencyThatClosesACycleIsRefused) {
  for (const char* id : {"a", "b", "c"})
    ASSERT_EQ(Add(id, v1::Project()).status(), absl::OkStatus());
  const auto needs = [](const std::string& target, const std::string& source) {
    v1::Synergy edge = Edge("projects/" + source, "projects/" + target);
    edge.set_dependency(true);
    return edge;
  };
  ASSERT_EQ(Add("one", needs("b", "a")).status(), absl::OkStatus());
  ASSERT_EQ(Add("two", needs("c", "b")).status(), absl::OkStatus());
  const absl::Status refused = Add("three", needs("a", "c")).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(status::ReasonOf(refused), error::v1::DEPENDENCY_CYCLE);
  EXPECT_EQ(status::DetailOf(refused).metadata().at("cycle"),
            absl::StrCat(Firm("projects/c"), " -> ", Firm("projects/a"), " -> ", Firm("projects/b"),
                         " -> ", Firm("projects/c")));
  EXPECT_THAT(std::string(refused.message()), HasSubstr(Firm("projects/b")));
  // Nor by making one of an edge that was none.
  v1::Synergy harmless = needs("a", "c");
  harmless.set_dependency(false);
  ASSERT_EQ(Add("three", harmless).status(), absl::OkStatus());
  v1::UpdateSynergyRequest update;
  update.mutable_synergy()->set_name(Firm("synergies/three"));
  update.mutable_synergy()->set_dependency(true);
  EXPECT_EQ(status::ReasonOf(Call<v1::Synergy>(update).status()), error::v1::DEPENDENCY_CYCLE);
  v1::DeleteSynergyRequest deletion;
  deletion.set_name(Firm("synergies/one"));
  ASSERT_EQ(Call<Empty>(deletion).status(), absl::OkStatus());
  EXPECT_EQ(Call<v1::Synergy>(update).status(), absl::OkStatus());
}

TEST_F(LandscapeRecordsTest, NothingIsDeletedFromUnderAnEdge) {
  for (const char* id : {"a", "b"})
    ASSERT_EQ(Add(id, Tool("", "text-generation")).status(), absl::OkStatus());
  ASSERT_EQ(Add("edge", Edge("applications/a", "applications/b")).status(), absl::OkStatus());
  v1::DeleteApplicationRequest deletion;
  deletion.set_name(Firm("applications/b"));
  EXPECT_EQ(status::ReasonOf(Call<Empty>(deletion).status()), error::v1::RESOURCE_HAS_CHILDREN);
  deletion.set_force(true);
  EXPECT_EQ(Call<Empty>(deletion).status(), absl::OkStatus());
  v1::GetSynergyRequest get;
  get.set_name(Firm("synergies/edge"));
  EXPECT_EQ(status::ReasonOf(Call<v1::Synergy>(get).status()), error::v1::RESOURCE_NOT_FOUND);

  v1::DeleteAiFunctionRequest function;
  function.set_name(Firm("aiFunctions/text-generation"));
  EXPECT_EQ(status::ReasonOf(Call<Empty>(function).status()), error::v1::RESOURCE_HAS_CHILDREN);
  function.set_force(true);
  EXPECT_EQ(Call<Empty>(function).status(), absl::OkStatus());
  v1::GetApplicationRequest application;
  application.set_name(Firm("applications/a"));
  EXPECT_EQ(Call<v1::Application>(application)->ai_functions_size(), 0);
}

TEST_F(LandscapeRecordsTest, RolesHold) {
  EXPECT_EQ(Create<v1::CreateFrictionRequest>("f", v1::Friction(), "vic").status().code(),
            absl::StatusCode::kPermissionDenied);
  v1::Friction friction;
  friction.set_errors_per_thousand(12);
  EXPECT_EQ(Create<v1::CreateFrictionRequest>("f", friction, "carl").status(), absl::OkStatus());
  EXPECT_EQ(Create<v1::CreateVendorRequest>("v", v1::Vendor(), "carl").status().code(),
            absl::StatusCode::kPermissionDenied);
  v1::GetFrictionRequest get;
  get.set_name(Firm("frictions/f"));
  EXPECT_EQ(Call<v1::Friction>(get, "vic").status(), absl::OkStatus());
  EXPECT_EQ(Call<v1::Friction>(get, "eve").status().code(), absl::StatusCode::kPermissionDenied);
}

}  // namespace
}  // namespace palier::registry
