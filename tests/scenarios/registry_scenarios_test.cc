// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "common/testing/temp_dir.h"
#include "palier/registry/v1/organization_service.pb.h"
#include "tests/scenarios/registry_calls.h"
#include "tests/scenarios/world.h"

namespace palier::scenarios {
namespace {

using namespace registry::v1;  // NOLINT(google-build-using-namespace): messages of one service

class RegistryScenario : public ScenarioTest {
 protected:
  void SetUp() override {
    ScenarioTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    MakeOrganization(As("registry", "users/dev"), "acme",
                     {{"users/lea", api::v1::MANAGER},
                      {"users/marc", api::v1::APPROVER},
                      {"users/vic", api::v1::VIEWER}});
  }
  const rpc::Client& Lea() { return As("registry", "users/lea"); }
  const rpc::Client& Marc() { return As("registry", "users/marc"); }

  absl::Status Advance(const std::string& project, Project::Stage stage,
                       const rpc::Client& approver) {
    AdvanceProjectRequest request;
    request.set_name(project);
    request.set_target_stage(stage);
    return Unary<Project>(approver, "AdvanceProject", request).status();
  }
  absl::Status Ask(const std::string& project, Project::Stage stage) {
    RequestAdvanceRequest request;
    request.set_name(project);
    request.set_target_stage(stage);
    return Unary<Project>(Lea(), "RequestAdvance", request).status();
  }
  std::vector<api::v1::Change> Changes(const std::string& organization) {
    ListChangesRequest request;
    request.set_parent("organizations/" + organization);
    request.set_page_size(1000);
    std::vector<api::v1::Change> changes;
    do {
      const auto page =
          Unary<ListChangesResponse>(As("registry", "users/dev"), "ListChanges", request);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      changes.insert(changes.end(), page->changes().begin(), page->changes().end());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return changes;
  }
};

Project NewProject(const std::string& display_name) {
  Project project;
  project.set_display_name(display_name);
  return project;
}

TEST_P(RegistryScenario, StandardMethodsKeepTheirPromises) {
  const Project made = MakeProject(Lea(), "acme", "devis", NewProject("Assistant de devis"));
  EXPECT_EQ(made.name(), "organizations/acme/projects/devis");
  EXPECT_EQ(made.stage(), Project::IDEA);
  EXPECT_EQ(made.etag(), "\"1\"");

  UpdateProjectRequest update;
  update.mutable_project()->set_name(made.name());
  update.mutable_project()->set_etag(made.etag());
  update.mutable_project()->set_topic("ventes");
  update.mutable_update_mask()->add_paths("topic");
  const auto updated = Unary<Project>(Lea(), "UpdateProject", update);
  ASSERT_TRUE(updated.ok()) << updated.status();
  EXPECT_EQ(updated->topic(), "ventes");
  EXPECT_EQ(updated->display_name(), "Assistant de devis");
  const auto stale = Unary<Project>(Lea(), "UpdateProject", update);
  EXPECT_EQ(stale.status().code(), absl::StatusCode::kAborted);
  EXPECT_EQ(status::ReasonOf(stale.status()), error::v1::ETAG_MISMATCH);

  GetProjectRequest get;
  get.set_name(made.name());
  EXPECT_EQ(Unary<Project>(Lea(), "GetProject", get)->topic(), "ventes");

  DeleteProjectRequest remove;
  remove.set_name(made.name());
  const auto removed = Unary<Project>(Lea(), "DeleteProject", remove);
  ASSERT_TRUE(removed.ok()) << removed.status();
  EXPECT_TRUE(removed->has_purge_time());
  ListProjectsRequest list;
  list.set_parent("organizations/acme");
  EXPECT_EQ(Unary<ListProjectsResponse>(Lea(), "ListProjects", list)->projects_size(), 0);
  list.set_show_deleted(true);
  EXPECT_EQ(Unary<ListProjectsResponse>(Lea(), "ListProjects", list)->projects_size(), 1);
  UndeleteProjectRequest undelete;
  undelete.set_name(made.name());
  EXPECT_TRUE(Unary<Project>(Lea(), "UndeleteProject", undelete).ok());
}

TEST_P(RegistryScenario, RequestIdDoesTheSameOnce) {
  CreateProjectRequest request;
  request.set_parent("organizations/acme");
  request.set_project_id("once");
  request.mutable_project()->set_display_name("Once");
  request.set_request_id("7b0f6e0e-6c0a-4a0e-9a53-000000000001");
  ASSERT_TRUE(Unary<Project>(Lea(), "CreateProject", request).ok());
  const size_t changes = Changes("acme").size();
  const auto again = Unary<Project>(Lea(), "CreateProject", request);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->name(), "organizations/acme/projects/once");
  EXPECT_EQ(Changes("acme").size(), changes);
  request.mutable_project()->set_display_name("Other");
  EXPECT_EQ(status::ReasonOf(Unary<Project>(Lea(), "CreateProject", request).status()),
            error::v1::REQUEST_ID_REUSED);
}

TEST_P(RegistryScenario, ListsFilterOrderAndPage) {
  for (int i = 0; i < 7; ++i) {
    Project project = NewProject(absl::StrCat(i % 2 == 0 ? "Énergie " : "Vente ", i));
    project.set_topic(i % 2 == 0 ? "energie" : "vente");
    MakeProject(Lea(), "acme", absl::StrCat("p", i), project);
  }
  ListProjectsRequest request;
  request.set_parent("organizations/acme");
  request.set_filter("display_name = \"energie*\"");  // without the accent
  request.set_order_by("display_name desc");
  request.set_page_size(3);
  const auto first = Unary<ListProjectsResponse>(Lea(), "ListProjects", request);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(first->projects_size(), 3);
  EXPECT_EQ(first->projects(0).display_name(), "Énergie 6");
  request.set_page_token(first->next_page_token());
  const auto second = Unary<ListProjectsResponse>(Lea(), "ListProjects", request);
  ASSERT_TRUE(second.ok()) << second.status();
  ASSERT_EQ(second->projects_size(), 1);
  EXPECT_EQ(second->projects(0).display_name(), "Énergie 0");
  EXPECT_TRUE(second->next_page_token().empty());
  request.set_filter("topic = vente");
  EXPECT_EQ(status::ReasonOf(Unary<ListProjectsResponse>(Lea(), "ListProjects", request).status()),
            error::v1::INVALID_PAGE_TOKEN);
  request.clear_page_token();
  request.set_filter("colour = red");
  EXPECT_EQ(status::ReasonOf(Unary<ListProjectsResponse>(Lea(), "ListProjects", request).status()),
            error::v1::INVALID_FILTER);
}

TEST_P(RegistryScenario, GateRefusesWithTheWholeListAndOpensWhenMet) {
  const Project made = MakeProject(Lea(), "acme", "devis", NewProject("Assistant de devis"));
  ASSERT_TRUE(Advance(made.name(), Project::SCOPING, Marc()).ok());
  ASSERT_TRUE(Ask(made.name(), Project::POC).ok());
  const absl::Status refused = Advance(made.name(), Project::POC, Marc());
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  const error::v1::ErrorDetail detail = status::DetailOf(refused);
  EXPECT_EQ(detail.reason(), error::v1::GATE_NOT_MET);
  std::vector<std::string> rules;
  for (const auto& violation : detail.precondition_violations()) rules.push_back(violation.type());
  EXPECT_THAT(rules, ::testing::UnorderedElementsAre(
                         "NO_EXIT_CRITERIA", "NO_QUANTIFIED_KPI", "NO_ENGINEERING",
                         "TEAM_NOT_MIXED", "NO_TARGET_POPULATION", "NO_FRICTION", "NO_OWNER"));

  EvaluateGateRequest evaluate;
  evaluate.set_name(made.name());
  const auto french =
      Unary<EvaluateGateResponse>(As("registry", "users/vic", "fr"), "EvaluateGate", evaluate);
  ASSERT_TRUE(french.ok()) << french.status();
  EXPECT_FALSE(french->met());
  EXPECT_EQ(french->target_stage(), Project::POC);
  EXPECT_THAT(french->results(0).explanation(), ::testing::HasSubstr("critère"));

  CreatePersonRequest person;
  person.set_parent("organizations/acme");
  person.mutable_person()->set_display_name("Ines Roy");
  const auto ines = Unary<Person>(As("registry", "users/dev"), "CreatePerson", person);
  ASSERT_TRUE(ines.ok()) << ines.status();
  UpdateProjectRequest update;
  Project& facets = *update.mutable_project();
  facets.set_name(made.name());
  for (const auto function : {TeamMember::DATA, TeamMember::ENGINEERING, TeamMember::PRODUCT}) {
    TeamMember& member = *facets.add_team_members();
    member.set_person(ines->name());
    member.set_function(function);
  }
  ExitCriterion& criterion = *facets.add_exit_criteria();
  criterion.set_id("accuracy");
  criterion.set_metric("accuracy");
  criterion.set_dataset("devis-2025");
  criterion.set_operator_(ExitCriterion::AT_LEAST);
  criterion.set_value(0.92);
  criterion.set_unit("1");
  facets.mutable_population()->set_headcount(24);
  facets.mutable_population()->add_systems("ERP");
  facets.mutable_population()->add_data_classes("INTERNAL");
  facets.set_owner(ines->name());
  facets.set_sandbox(true);  // an experiment need not start from a friction
  ASSERT_TRUE(Unary<Project>(Lea(), "UpdateProject", update).ok());
  RecordEvidenceRequest evidence;
  evidence.set_parent(made.name());
  Evidence& fact = *evidence.mutable_evidence();
  fact.set_source("kpi");
  fact.set_subject(made.name() + "/kpis/lead-time");
  fact.set_grade(Evidence::REAL);
  fact.mutable_as_of_time()->set_seconds(absl::ToUnixSeconds(absl::Now()));
  fact.mutable_valid_until_time()->set_seconds(absl::ToUnixSeconds(absl::Now() + absl::Hours(24)));
  fact.mutable_kpi()->set_quantified(true);
  EXPECT_EQ(Unary<Evidence>(Lea(), "RecordEvidence", evidence).status().code(),
            absl::StatusCode::kPermissionDenied);
  ASSERT_TRUE(Unary<Evidence>(As("registry", "services/kpi"), "RecordEvidence", evidence).ok());

  EXPECT_EQ(status::ReasonOf(Advance(made.name(), Project::POC, As("registry", "users/lea"))),
            error::v1::PERMISSION_DENIED);
  // What was asked for before the promise was written is not what would be approved now.
  EXPECT_EQ(status::ReasonOf(Advance(made.name(), Project::POC, Marc())),
            error::v1::APPROVAL_STALE);
  ASSERT_TRUE(Ask(made.name(), Project::POC).ok());
  const absl::Status advanced = Advance(made.name(), Project::POC, Marc());
  EXPECT_TRUE(advanced.ok()) << advanced;
  // The promise is sealed now.
  update.mutable_project()->mutable_exit_criteria(0)->set_value(0.8);
  EXPECT_EQ(status::ReasonOf(Unary<Project>(Lea(), "UpdateProject", update).status()),
            error::v1::PROMISE_SEALED);
  EXPECT_EQ(status::ReasonOf(Advance(made.name(), Project::RUN, Marc())),
            error::v1::ILLEGAL_TRANSITION);
}

TEST_P(RegistryScenario, NobodyApprovesTheirOwnRequest) {
  const auto& dev = As("registry", "users/dev");  // MANAGER and APPROVER both
  const Project made = MakeProject(dev, "acme", "solo", NewProject("Solo"));
  RequestAdvanceRequest ask;
  ask.set_name(made.name());
  ask.set_target_stage(Project::STOPPED);
  ASSERT_TRUE(Unary<Project>(dev, "RequestAdvance", ask).ok());
  EXPECT_EQ(status::ReasonOf(Advance(made.name(), Project::STOPPED, dev)),
            error::v1::SELF_APPROVAL);
  const absl::Status other = Advance(made.name(), Project::STOPPED, Marc());
  ASSERT_EQ(status::DetailOf(other).precondition_violations_size(), 1) << other;
  EXPECT_EQ(status::DetailOf(other).precondition_violations(0).type(), "NO_LESSONS");
}

TEST_P(RegistryScenario, SeventyUnmetRulesArriveWholeAndSmall) {
  const Project made = MakeProject(Lea(), "acme", "many", NewProject("Many"));
  UpdateProjectRequest update;
  update.mutable_project()->set_name(made.name());
  for (int i = 0; i < 70; ++i)
    update.mutable_project()->add_exit_criteria()->set_id(absl::StrCat("criterion-", i));
  ASSERT_TRUE(Unary<Project>(Lea(), "UpdateProject", update).ok());
  ASSERT_TRUE(Advance(made.name(), Project::SCOPING, Marc()).ok());
  ASSERT_TRUE(Ask(made.name(), Project::POC).ok());
  const error::v1::ErrorDetail detail =
      status::DetailOf(Advance(made.name(), Project::POC, Marc()));
  EXPECT_EQ(detail.reason(), error::v1::GATE_NOT_MET);
  EXPECT_EQ(detail.metadata().at("unmet"), "76");  // 70 criteria and 6 other rules
  EXPECT_GT(detail.precondition_violations_size(), 10);
  EXPECT_LT(detail.precondition_violations_size(), 76);
  EvaluateGateRequest evaluate;
  evaluate.set_name(made.name());
  const auto all = Unary<EvaluateGateResponse>(Lea(), "EvaluateGate", evaluate);
  ASSERT_TRUE(all.ok()) << all.status();
  int unmet = 0;
  for (const RuleResult& result : all->results())
    unmet += result.verdict() == RuleResult::UNMET && result.severity() == RuleResult::GATE;
  EXPECT_EQ(unmet, 76);
}

TEST_P(RegistryScenario, OneOrganisationSeesNothingOfAnother) {
  const Project made = MakeProject(Lea(), "acme", "secret", NewProject("Secret"));
  MakeOrganization(As("registry", "users/dev"), "rival",
                   {{"users/eve", api::v1::ADMIN}, {"users/eve", api::v1::MANAGER}});
  const auto& eve = As("registry", "users/eve");
  GetProjectRequest get;
  get.set_name(made.name());
  const absl::Status existing = Unary<Project>(eve, "GetProject", get).status();
  EXPECT_EQ(status::ReasonOf(existing), error::v1::PERMISSION_DENIED);
  get.set_name("organizations/acme/projects/none");
  EXPECT_EQ(Unary<Project>(eve, "GetProject", get).status().code(), existing.code());
  get.set_name("organizations/nowhere/projects/none");
  EXPECT_EQ(Unary<Project>(eve, "GetProject", get).status().code(), existing.code());
  ListOrganizationsRequest list;
  const auto seen = Unary<ListOrganizationsResponse>(eve, "ListOrganizations", list);
  ASSERT_TRUE(seen.ok()) << seen.status();
  ASSERT_EQ(seen->organizations_size(), 1);
  EXPECT_EQ(seen->organizations(0).name(), "organizations/rival");
  CreateOrganizationRequest create;
  create.set_organization_id("third");
  create.mutable_organization()->set_display_name("Third");
  EXPECT_EQ(status::ReasonOf(Unary<Organization>(eve, "CreateOrganization", create).status()),
            error::v1::PERMISSION_DENIED);
}

TEST_P(RegistryScenario, WatchMissesNothingAfterAList) {
  ListProjectsRequest list;
  list.set_parent("organizations/acme");
  const auto page = Unary<ListProjectsResponse>(Lea(), "ListProjects", list);
  ASSERT_TRUE(page.ok()) << page.status();
  const auto watch = As("registry", "users/dev").Stream(absl::StrCat(kRegistry, "WatchChanges"));
  WatchChangesRequest request;
  request.set_parent("organizations/acme");
  request.set_cursor(page->cursor());
  ASSERT_TRUE(watch->Write(request));
  watch->WritesDone();
  for (int i = 0; i < 3; ++i) MakeProject(Lea(), "acme", absl::StrCat("w", i), NewProject("W"));
  std::vector<std::string> seen;
  WatchChangesResponse response;
  while (seen.size() < 3 && watch->Read(&response)) {
    for (const auto& change : response.changes()) seen.push_back(change.resource());
  }
  EXPECT_THAT(seen, ::testing::ElementsAre("organizations/acme/projects/w0",
                                           "organizations/acme/projects/w1",
                                           "organizations/acme/projects/w2"));
  watch->Cancel();
}

class ImportScenario : public RegistryScenario {
 protected:
  void SetUp() override {
    if (!testing::TestDataDir().has_value()) GTEST_SKIP() << "PALIER_TEST_DATA is absent";
    RegistryScenario::SetUp();
  }
  std::string Data(const std::string& file) {
    return ReadFileOrEmpty(*testing::TestDataDir() + "/" + file);
  }
  Imported Import(const std::string& profile, const std::string& file) {
    Imported imported = ImportFile(Lea(), "acme", profile, Data(file));
    EXPECT_TRUE(imported.status.ok()) << imported.status;
    return imported;
  }
  std::map<std::string, int> Funnel() {
    std::map<std::string, int> funnel;
    ListProjectsRequest request;
    request.set_parent("organizations/acme");
    request.set_page_size(1000);
    do {
      const auto page = Unary<ListProjectsResponse>(Lea(), "ListProjects", request);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      for (const Project& project : page->projects())
        ++funnel[Project::Stage_Name(project.stage())];
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return funnel;
  }
};

TEST_P(ImportScenario, UsInventory2024LosesNothingAndTheSecondTimeWritesNothing) {
  const char* const file = "us-ai-inventory/2024_consolidated_ai_inventory_raw_v2.csv";
  const ImportSummary first = Import("us-ai-inventory-2024", file).summary;
  EXPECT_EQ(first.record_count(), 2133);
  EXPECT_EQ(first.created_count(), 2133);
  EXPECT_EQ(first.doubtful_count(), 50);
  EXPECT_EQ(first.rejected_count(), 0);
  EXPECT_EQ(first.department_count(), 41);
  EXPECT_THAT(Funnel(), ::testing::UnorderedElementsAre(
                            ::testing::Pair("IDEA", 399), ::testing::Pair("POC", 404),
                            ::testing::Pair("LIMITED", 287), ::testing::Pair("RUN", 892),
                            ::testing::Pair("RETIRED", 142), ::testing::Pair("STOPPED", 5),
                            ::testing::Pair("STAGE_UNKNOWN", 4)));
  const size_t changes = Changes("acme").size();
  const ImportSummary second = Import("us-ai-inventory-2024", file).summary;
  EXPECT_EQ(second.unchanged_count(), 2133);
  EXPECT_EQ(second.created_count() + second.updated_count(), 0);
  EXPECT_EQ(Changes("acme").size(), changes);
}

TEST_P(ImportScenario, UsInventory2023) {
  const ImportSummary summary =
      Import("us-ai-inventory-2023", "us-ai-inventory/2023_consolidated_ai_inventory_raw.csv")
          .summary;
  EXPECT_EQ(summary.record_count(), 710);
  EXPECT_EQ(summary.created_count(), 710);
}

TEST_P(ImportScenario, DutchSnapshotsWriteOnlyBusinessChanges) {
  const ImportSummary first =
      Import("nl-algoritmeregister", "nl-algoritmeregister/register_2026-05-13.json").summary;
  EXPECT_EQ(first.created_count(), 1431);
  const size_t before = Changes("acme").size();
  const ImportSummary second =
      Import("nl-algoritmeregister", "nl-algoritmeregister/register_2026-06-09.json").summary;
  EXPECT_EQ(second.created_count(), 29);
  EXPECT_EQ(second.updated_count(), 24);
  int stage_changes = 0;
  const auto changes = Changes("acme");
  for (size_t i = before; i < changes.size(); ++i) {
    Project old, current;
    if (changes[i].before().UnpackTo(&old) && changes[i].after().UnpackTo(&current)) {
      stage_changes += old.stage() != current.stage();
    }
  }
  EXPECT_EQ(stage_changes, 2);
  const size_t after = changes.size();
  const ImportSummary third =
      Import("nl-algoritmeregister", "nl-algoritmeregister/register_2026-06-09.json").summary;
  EXPECT_EQ(third.unchanged_count(), 1460);
  EXPECT_EQ(Changes("acme").size(), after);
}

TEST_P(RegistryScenario, UnreadableFilesAreRefusedAsAWhole) {
  const struct {
    const char* profile;
    std::string bytes;
    error::v1::ErrorReason reason;
  } cases[] = {
      {"us-ai-inventory-2024", "", error::v1::UNREADABLE_FILE},
      {"us-ai-inventory-2024", "a,b,c\n1,2,3\n", error::v1::UNREADABLE_FILE},
      {"nl-algoritmeregister", "{\"algoritmes\":[{\"id\":", error::v1::UNREADABLE_FILE},
      {"no-such-profile", "x", error::v1::UNKNOWN_PROFILE},
  };
  for (const auto& test : cases) {
    const Imported imported = ImportFile(Lea(), "acme", test.profile, test.bytes);
    EXPECT_EQ(status::ReasonOf(imported.status), test.reason)
        << test.profile << ": " << imported.status;
  }
  EXPECT_EQ(ImportFile(Lea(), "nowhere", "us-ai-inventory-2024", "x").status.code(),
            absl::StatusCode::kPermissionDenied);
}

INSTANTIATE_TEST_SUITE_P(Worlds, RegistryScenario, ::testing::ValuesIn(AllWorlds()), WorldName);
INSTANTIATE_TEST_SUITE_P(Worlds, ImportScenario, ::testing::ValuesIn(AllWorlds()), WorldName);

}  // namespace
}  // namespace palier::scenarios
