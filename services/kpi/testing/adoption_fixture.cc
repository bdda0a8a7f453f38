// SPDX-License-Identifier: Apache-2.0
#include "kpi/testing/adoption_fixture.h"

#include "absl/strings/str_cat.h"
#include "palier/registry/v1/organization_service.pb.h"

namespace palier::kpi {

void AdoptionFixture::SetUp() {
  KpiFixture::SetUp();
  if (HasFatalFailure() || IsSkipped()) return;
  registry::v1::CreateDepartmentRequest owner;
  owner.set_parent(kFirm);
  owner.set_department_id("ops");
  owner.mutable_department()->set_display_name("Operations");
  ASSERT_TRUE(Registry<registry::v1::Department>("users/dev", "CreateDepartment", owner).ok());
  AddTeam("claims", "ops", 10);
  AddTeam("desk", "ops", 12);
  AddTeam("audit", "ops", 3);
  AddTeam("lab", "", 30);
  ASSERT_TRUE(KpiFixture::Create("users", Users(v1::Kpi::WEEKLY)).ok());
}

void AdoptionFixture::AddTeam(const std::string& id, const std::string& department, int headcount) {
  registry::v1::CreateTeamRequest request;
  request.set_parent(kFirm);
  request.set_team_id(id);
  request.mutable_team()->set_display_name(id);
  request.mutable_team()->set_headcount(headcount);
  if (!department.empty())
    request.mutable_team()->set_department(absl::StrCat(kFirm, "/departments/", department));
  const auto made = Registry<registry::v1::Team>("users/dev", "CreateTeam", request);
  ASSERT_TRUE(made.ok()) << made.status();
}

v1::Kpi AdoptionFixture::Users(v1::Kpi::Cadence cadence) {
  v1::Kpi kpi;
  kpi.set_display_name("Users");
  kpi.set_unit("users");
  kpi.set_direction(v1::Kpi::INCREASE);
  kpi.set_category(v1::Kpi::ADOPTION);
  kpi.set_aggregation(v1::Kpi::DISTINCT_USERS);
  kpi.set_cadence(cadence);
  kpi.set_close_days(0);
  return kpi;
}

void AdoptionFixture::Use(const std::string& team, int people, absl::CivilDay first_day, int days) {
  std::vector<v1::Measurement> used;
  for (int person = 0; person < people; ++person) {
    for (int day = 0; day < days; ++day) {
      const std::string user = absl::StrCat(team, "-", person);
      const absl::CivilDay on = first_day + day;
      used.push_back(Of("users", absl::StrCat(user, absl::FormatCivilTime(on)), 1, on));
      used.back().set_user(user);
      used.back().set_team(team);
    }
  }
  const auto taken = Ingest(used);
  ASSERT_TRUE(taken.ok()) << taken.status();
  ASSERT_EQ(taken->counts().accepted_count(), used.size());
}

void AdoptionFixture::UseInWeek10() {
  Use("claims", 8, kWeek10, 4);
  Use("desk", 5, kWeek10, 1);
  Use("audit", 2, kWeek10, 2);
  Use("lab", 6, kWeek10, 3);
}

absl::StatusOr<v1::Adoption> AdoptionFixture::Adoption(const std::string& principal, int periods,
                                                       const std::string& unit) {
  v1::QueryAdoptionRequest request;
  request.set_parent(kProject);
  request.set_period_count(periods);
  request.set_unit(unit);
  return Call<v1::Adoption>(principal, "QueryAdoption", request);
}

absl::StatusOr<v1::Adoption> AdoptionFixture::Full(const std::string& principal) {
  v1::QueryFullAdoptionRequest request;
  request.set_parent(kProject);
  return Call<v1::Adoption>(principal, "QueryFullAdoption", request);
}

std::vector<std::string> AdoptionFixture::Lines(const v1::AdoptionPeriod& period) {
  std::vector<std::string> lines;
  for (const v1::AdoptionUnit& unit : period.units()) {
    std::string line = absl::StrCat(unit.unit().substr(unit.unit().rfind('/') + 1), " ");
    if (unit.hidden()) {
      absl::StrAppend(&line, "hidden");
      EXPECT_EQ(unit.active_user_count() + unit.active_day_count() + unit.headcount(), 0);
    } else {
      absl::StrAppend(&line, unit.active_user_count());
      if (unit.segment() != v1::AdoptionUnit::SEGMENT_UNSPECIFIED)
        absl::StrAppend(&line, " ", v1::AdoptionUnit::Segment_Name(unit.segment()));
    }
    lines.push_back(line);
  }
  return lines;
}

std::vector<std::string> AdoptionFixture::Labels(const v1::Adoption& adoption) {
  std::vector<std::string> labels;
  for (const v1::AdoptionPeriod& period : adoption.periods()) labels.push_back(period.label());
  return labels;
}

}  // namespace palier::kpi
