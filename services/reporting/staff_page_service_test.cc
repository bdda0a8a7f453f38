// SPDX-License-Identifier: Apache-2.0
// The staff page over gRPC: whatever people do, no two of its answers tell of fewer than five.
#include <gmock/gmock.h>

#include <random>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/resource/type.h"
#include "palier/kpi/v1/ingestion_service.pb.h"
#include "palier/kpi/v1/kpi_service.pb.h"
#include "palier/registry/v1/organization_service.pb.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "palier/reporting/v1/staff_service.pb.h"
#include "reporting/testing/services.h"

namespace palier::reporting {
namespace {

constexpr int kWeeks = 6;
constexpr int kDepartments = 4;
constexpr int kSmallestGroup = 5;

class StaffPageServiceTest : public ::testing::Test {
 protected:
  // A project at that stage of the register: nothing else of it matters here.
  std::string ImportTool(const std::string& stage) {
    const std::string file = absl::StrCat(
        "Use Case Name,Agency,Bureau,Stage of Development,Date Initiated,Date Implemented,Date "
        "Retired\nDesk helper,Acme,Ops,",
        stage, ",2/1/2025,2/1/2026,\n");
    registry::v1::ImportProjectsRequest request;
    const auto stream = services_.Stream("users/mia", request, "ImportProjects");
    request.set_parent("organizations/acme");
    request.set_profile("us-ai-inventory-2024");
    request.set_data(file);
    EXPECT_TRUE(stream->Write(request));
    stream->WritesDone();
    registry::v1::ImportProjectsResponse response;
    std::string project;
    while (stream->Read(&response))
      for (const auto& record : response.records()) project = record.project();
    EXPECT_EQ(stream->Finish(), absl::OkStatus());
    EXPECT_FALSE(project.empty());
    return project;
  }

  void CreateDepartment(int number, int headcount) {
    registry::v1::CreateDepartmentRequest department;
    department.set_parent("organizations/acme");
    department.set_department_id(absl::StrCat("d", number));
    department.mutable_department()->set_display_name(absl::StrCat("D", number));
    ASSERT_TRUE(
        services_.Call<registry::v1::Department>("users/dev", "CreateDepartment", department).ok());
    registry::v1::CreateTeamRequest team;
    team.set_parent("organizations/acme");
    team.set_team_id(absl::StrCat("t", number));
    team.mutable_team()->set_display_name(absl::StrCat("T", number));
    team.mutable_team()->set_department(absl::StrCat("organizations/acme/departments/d", number));
    team.mutable_team()->set_headcount(headcount);
    ASSERT_TRUE(services_.Call<registry::v1::Team>("users/dev", "CreateTeam", team).ok());
  }

  void CountUsers(const std::string& project) {
    kpi::v1::CreateKpiRequest request;
    request.set_parent(project);
    request.set_kpi_id("users");
    kpi::v1::Kpi& kpi = *request.mutable_kpi();
    kpi.set_display_name("Users");
    kpi.set_unit("users");
    kpi.set_direction(kpi::v1::Kpi::INCREASE);
    kpi.set_category(kpi::v1::Kpi::ADOPTION);
    kpi.set_aggregation(kpi::v1::Kpi::DISTINCT_USERS);
    kpi.set_cadence(kpi::v1::Kpi::WEEKLY);
    kpi.set_close_days(0);
    const auto made = services_.Call<kpi::v1::Kpi>("users/mia", "CreateKpi", request);
    ASSERT_TRUE(made.ok()) << made.status();
  }

  // So many people of each team use it on one day.
  void Use(const std::string& project, absl::Time day, const std::vector<int>& people) {
    kpi::v1::IngestMeasurementsRequest request;
    request.set_parent(project);
    request.set_source("sso");
    for (size_t team = 0; team < people.size(); ++team) {
      for (int person = 0; person < people[team]; ++person) {
        kpi::v1::Measurement& use = *request.add_measurements();
        use.set_kpi("users");
        use.set_number(1);
        use.set_team(absl::StrCat("t", team));
        use.set_user(absl::StrCat("t", team, "-", person));
        use.set_event_id(absl::StrCat(absl::ToUnixSeconds(day), "-", use.user()));
        resource::SetStandardTime(use, "event_time", day);
      }
    }
    if (request.measurements().empty()) return;
    const auto taken = services_.Call<kpi::v1::IngestMeasurementsResponse>(
        "users/carl", "IngestMeasurements", request);
    ASSERT_TRUE(taken.ok()) << taken.status();
  }

  v1::QueryStaffPageResponse Page(const std::string& principal = "users/mia") {
    v1::QueryStaffPageRequest request;
    request.set_parent("organizations/acme");
    const auto page =
        services_.Call<v1::QueryStaffPageResponse>(principal, "QueryStaffPage", request);
    EXPECT_TRUE(page.ok()) << page.status();
    return page.value_or(v1::QueryStaffPageResponse());
  }

  static v1::StaffTool ToolOf(const v1::QueryStaffPageResponse& page, const std::string& project) {
    for (const v1::StaffTool& tool : page.tools())
      if (tool.project() == project) return tool;
    return {};
  }

  // Every count that the page tells, and every rest that its counts leave.
  static void ExpectNoSmallGroup(const v1::StaffTool& tool) {
    const auto expect = [&](int64_t people, const char* what) {
      EXPECT_TRUE(people == 0 || people >= kSmallestGroup)
          << what << " tells of " << people << ": " << tool.DebugString();
    };
    if (!tool.has_active_user_count()) {
      EXPECT_EQ(tool.departments_size(), 0);
      return;
    }
    expect(tool.active_user_count(), "the whole");
    const int subsets = 1 << tool.departments_size();
    for (int subset = 0; subset < subsets; ++subset) {
      int64_t rest = tool.active_user_count();
      for (int i = 0; i < tool.departments_size(); ++i) {
        if ((subset & (1 << i)) != 0) rest -= tool.departments(i).active_user_count();
      }
      expect(rest, "a difference");
    }
  }

  Services services_;
};

TEST_F(StaffPageServiceTest, NoTwoAnswersRevealAGroupUnderFive) {
  RecordProperty("requirement", "S0-32");
  const std::string tool = ImportTool("Operation and Maintenance");
  for (int i = 0; i < kDepartments; ++i) CreateDepartment(i, 12);
  CountUsers(tool);
  std::mt19937 random(20260309);
  absl::Time week = absl::FromCivil(absl::CivilHour(2026, 3, 9, 12), absl::UTCTimeZone());
  std::map<std::string, std::string> told;
  int shown = 0, hidden = 0;
  for (int i = 0; i < kWeeks; ++i) {
    std::vector<int> people(kDepartments);
    for (int& each : people) each = std::uniform_int_distribution<>(0, 9)(random);
    Use(tool, week, people);
    services_.Advance(absl::Hours(7 * 24));
    const v1::StaffTool first = ToolOf(Page(), tool);
    ExpectNoSmallGroup(first);
    shown += first.departments_size();
    hidden += kDepartments - first.departments_size();
    // Somebody comes late: what was told of the week stays, so that the difference is nobody.
    std::vector<int> late(kDepartments, 0);
    late[i % kDepartments] = people[i % kDepartments] + 1;
    Use(tool, week, late);
    services_.Advance(absl::Minutes(2));
    const v1::StaffTool second = ToolOf(Page(), tool);
    EXPECT_EQ(first.DebugString(), second.DebugString());
    if (first.has_active_user_count()) {
      EXPECT_TRUE(told.emplace(first.period_label(), "").second) << "a week is told once";
    }
    week += absl::Hours(7 * 24);
  }
  EXPECT_GT(shown, 0) << "nothing was told at all";
  EXPECT_GT(hidden, 0) << "nothing had to be hidden";
}

TEST_F(StaffPageServiceTest, EverybodySeesTheSamePageAndTheStageInTheirLanguage) {
  const std::string tool = ImportTool("Implementation and Assessment");
  const v1::QueryStaffPageResponse manager = Page("users/mia");
  EXPECT_EQ(manager.DebugString(), Page("users/carl").DebugString());
  EXPECT_EQ(ToolOf(manager, tool).stage_text(), "Limited production");
  v1::QueryStaffPageRequest request;
  request.set_parent("organizations/acme");
  const auto french =
      services_.Call<v1::QueryStaffPageResponse>("users/mia", "QueryStaffPage", request, "fr");
  ASSERT_TRUE(french.ok()) << french.status();
  EXPECT_EQ(ToolOf(*french, tool).stage_text(), "Production limitée");
  EXPECT_TRUE(absl::IsPermissionDenied(
      services_.Call<v1::QueryStaffPageResponse>("users/stranger", "QueryStaffPage", request)
          .status()));
  services_.Stop("kpi");
  services_.Advance(absl::Minutes(2));
  EXPECT_THAT(Page().unreachable_services(), ::testing::ElementsAre("kpi"));
}

}  // namespace
}  // namespace palier::reporting
