// SPDX-License-Identifier: Apache-2.0
// Figures that come from kpi and rollout, over gRPC, also while one of them is away.
#include <gmock/gmock.h>

#include "absl/time/clock.h"
#include "palier/registry/v1/organization_service.pb.h"
#include "palier/registry/v1/promise_service.pb.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "palier/reporting/v1/figure_service.pb.h"
#include "palier/reporting/v1/monitoring_service.pb.h"
#include "reporting/testing/services.h"

namespace palier::reporting {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class PeerFigureServiceTest : public ::testing::Test {
 protected:
  v1::Figure Get(const std::string& id, const std::string& language = "en") {
    v1::GetFigureRequest request;
    request.set_name("organizations/acme/figures/" + id);
    const auto figure = services_.Call<v1::Figure>("users/mia", "GetFigure", request, language);
    EXPECT_TRUE(figure.ok()) << figure.status();
    return figure.value_or(v1::Figure());
  }

  v1::ListFiguresResponse List() {
    v1::ListFiguresRequest request;
    request.set_parent("organizations/acme");
    request.set_page_size(100);
    const auto list = services_.Call<v1::ListFiguresResponse>("users/mia", "ListFigures", request);
    EXPECT_TRUE(list.ok()) << list.status();
    return list.value_or(v1::ListFiguresResponse());
  }

  Services services_;
};

TEST_F(PeerFigureServiceTest, MeasuredFiguresFollowWithinAMinute) {
  RecordProperty("requirement", "S1-42");
  EXPECT_FALSE(Get("hours-saved").value().has_number());
  services_.SaveHours(12.5);
  services_.Advance(absl::Seconds(61));
  const v1::Figure figure = Get("hours-saved", "fr");
  EXPECT_EQ(figure.value().unit(), v1::FigureValue::HOURS);
  EXPECT_EQ(figure.value().number(), 12'500);
  EXPECT_EQ(figure.value().text(), "12,5\u00a0h");
  EXPECT_EQ(figure.topic(), v1::Figure::USE);
  EXPECT_EQ(figure.quality(), v1::Figure::MEASURED);
  EXPECT_TRUE(figure.has_newest_record_time());
  EXPECT_THAT(figure.unreachable_services(), IsEmpty());
  v1::ListFigureItemsRequest request;
  request.set_parent("organizations/acme/figures/hours-saved-by-team");
  const auto teams =
      services_.Call<v1::ListFigureItemsResponse>("users/mia", "ListFigureItems", request);
  ASSERT_TRUE(teams.ok()) << teams.status();
  ASSERT_EQ(teams->items_size(), 1);
  EXPECT_EQ(teams->items(0).resource(), "organizations/acme/teams/desk");
}

TEST_F(PeerFigureServiceTest, AnAnswerIsPartialWhileAServiceIsAway) {
  services_.SaveHours(12.5);
  EXPECT_EQ(Get("hours-saved").value().number(), 12'500);
  EXPECT_THAT(List().unreachable_services(), IsEmpty());
  services_.Stop("kpi");
  services_.Advance(absl::Seconds(61));
  // What it told before, and that it is silent.
  const v1::Figure old = Get("hours-saved");
  EXPECT_EQ(old.value().number(), 12'500);
  EXPECT_THAT(old.unreachable_services(), ElementsAre("kpi"));
  EXPECT_THAT(List().unreachable_services(), ElementsAre("kpi"));
  // The others are as they were.
  EXPECT_THAT(Get("showcases").unreachable_services(), IsEmpty());
  EXPECT_EQ(Get("showcases").value().number(), 1000);
  EXPECT_THAT(Get("remarks-answered").unreachable_services(), IsEmpty());

  // One that has heard nothing yet knows nothing.
  services_.Stop("reporting");
  services_.Start("reporting");
  const v1::Figure unknown = Get("hours-saved");
  EXPECT_FALSE(unknown.value().has_number());
  EXPECT_EQ(unknown.value().text(), "unknown");
  EXPECT_THAT(unknown.unreachable_services(), ElementsAre("kpi"));
  EXPECT_EQ(Get("showcases").value().number(), 1000);

  // It is asked again every ten seconds; how soon its connection is tried again is gRPC's affair.
  services_.Start("kpi");
  const absl::Time deadline = absl::Now() + absl::Seconds(30);
  v1::Figure back;
  do {
    services_.Advance(absl::Seconds(11));
    back = Get("hours-saved");
  } while (back.unreachable_services_size() > 0 && absl::Now() < deadline);
  EXPECT_EQ(back.value().number(), 12'500);
  EXPECT_THAT(back.unreachable_services(), IsEmpty());
}

// What is not there any more does not make its service silent.
TEST_F(PeerFigureServiceTest, ADeletedProjectKeepsNobodyFromTheOthers) {
  services_.SaveHours(12.5);
  registry::v1::DeleteProjectRequest remove;
  remove.set_name("organizations/acme/projects/assistant");
  ASSERT_TRUE(services_.Call<registry::v1::Project>("users/dev", "DeleteProject", remove).ok());
  EXPECT_FALSE(Get("hours-saved").value().has_number());
  EXPECT_THAT(List().unreachable_services(), IsEmpty());
}

// The service may read every organisation; a case must not make it tell of another one.
TEST_F(PeerFigureServiceTest, ACaseThatNamesAnotherOrganisationsKpiLearnsNothing) {
  RecordProperty("requirement", "S0-31");
  services_.SaveHours(12.5);
  registry::v1::CreateOrganizationRequest other;
  other.set_organization_id("spy");
  other.mutable_organization()->set_display_name("Spy");
  ASSERT_TRUE(
      services_.Call<registry::v1::Organization>("users/dev", "CreateOrganization", other).ok());
  registry::v1::CreateRoleBindingRequest bind;
  bind.set_parent("organizations/spy");
  bind.mutable_role_binding()->set_principal("users/eve");
  bind.mutable_role_binding()->set_role(api::v1::APPROVER);
  ASSERT_TRUE(
      services_.Call<registry::v1::RoleBinding>("users/dev", "CreateRoleBinding", bind).ok());
  registry::v1::CreateProjectRequest project;
  project.set_parent("organizations/spy");
  project.set_project_id("p");
  project.mutable_project()->set_display_name("P");
  ASSERT_TRUE(services_.Call<registry::v1::Project>("users/dev", "CreateProject", project).ok());
  registry::v1::CreateBusinessCaseRequest create;
  create.set_parent("organizations/spy/projects/p");
  create.set_business_case_id("c");
  registry::v1::BusinessCase& spying = *create.mutable_business_case();
  spying.set_display_name("C");
  spying.mutable_start_date()->set_year(2026);
  spying.mutable_start_date()->set_month(1);
  spying.mutable_start_date()->set_day(1);
  spying.set_horizon_years(3);
  for (int year = 1; year <= 3; ++year) {
    registry::v1::CaseGain& gain = *spying.add_gains();
    gain.set_kpi("organizations/acme/projects/assistant/kpis/hours");
    gain.set_year(year);
    gain.mutable_amount()->set_currency_code("EUR");
    gain.mutable_amount()->set_units(1);
    for (const auto category :
         {registry::v1::CostLine::SERVING, registry::v1::CostLine::MONITORING,
          registry::v1::CostLine::RETRAINING, registry::v1::CostLine::MAINTENANCE}) {
      registry::v1::CaseCost& cost = *spying.add_costs();
      cost.set_category(category);
      cost.set_year(year);
      cost.mutable_amount()->set_currency_code("EUR");
    }
  }
  const auto made =
      services_.Call<registry::v1::BusinessCase>("users/dev", "CreateBusinessCase", create);
  // Refused at once is as good.
  if (!made.ok()) {
    EXPECT_TRUE(absl::IsInvalidArgument(made.status())) << made.status();
    return;
  }
  registry::v1::ApproveBusinessCaseRequest approve;
  approve.set_name(made->name());
  approve.set_content_hash(made->content_hash());
  const auto approved =
      services_.Call<registry::v1::BusinessCase>("users/eve", "ApproveBusinessCase", approve);
  ASSERT_TRUE(approved.ok()) << approved.status();
  v1::GetFigureRequest request;
  request.set_name("organizations/spy/figures/promises-kept");
  const auto figure = services_.Call<v1::Figure>("users/dev", "GetFigure", request);
  ASSERT_TRUE(figure.ok()) << figure.status();
  EXPECT_THAT(figure->unreachable_services(), IsEmpty());
  for (const v1::FigurePart& part : figure->parts())
    EXPECT_EQ(part.value().number(), part.key() == "NO_KPI" ? 1 : 0) << part.key();
}

TEST_F(PeerFigureServiceTest, PanelsByDepartmentNameWhoIsSilent) {
  RecordProperty("requirement", "S1-37");
  services_.SaveHours(12.5);
  v1::QueryMonitoringRequest request;
  request.set_parent("organizations/acme");
  request.set_grouping(v1::QueryMonitoringRequest::DEPARTMENT);
  const auto all =
      services_.Call<v1::QueryMonitoringResponse>("users/mia", "QueryMonitoring", request);
  ASSERT_TRUE(all.ok()) << all.status();
  ASSERT_EQ(all->groups_size(), 1);
  EXPECT_THAT(all->groups(0).projects(), ElementsAre("organizations/acme/projects/assistant"));
  EXPECT_FALSE(all->groups(0).use().has_active_user_count()) << "nobody counts them";
  EXPECT_THAT(all->unreachable_services(), IsEmpty());
  request.set_group("organizations/acme/departments/none");
  EXPECT_TRUE(absl::IsNotFound(
      services_.Call<v1::QueryMonitoringResponse>("users/mia", "QueryMonitoring", request)
          .status()));
  request.clear_group();
  services_.Stop("rollout");
  services_.Advance(absl::Seconds(61));
  EXPECT_THAT(services_.Call<v1::QueryMonitoringResponse>("users/mia", "QueryMonitoring", request)
                  ->unreachable_services(),
              ElementsAre("rollout"));
}

TEST_F(PeerFigureServiceTest, WithoutTheRegistryThereIsNoAnswer) {
  services_.Stop("registry");
  v1::ListFiguresRequest request;
  request.set_parent("organizations/acme");
  EXPECT_TRUE(absl::IsUnavailable(
      services_.Call<v1::ListFiguresResponse>("users/mia", "ListFigures", request).status()));
}

}  // namespace
}  // namespace palier::reporting
