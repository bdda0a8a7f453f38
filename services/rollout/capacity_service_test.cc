// SPDX-License-Identifier: Apache-2.0
// Hours, money and attention that roll-outs compete for, and where their plans meet.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "palier/rollout/v1/programme_service.pb.h"
#include "rollout/client/operations.h"
#include "rollout/testing/several_rollouts.h"

namespace palier::rollout {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class CapacityTest : public SeveralRolloutsFixture {
 protected:
  void SetUp() override {
    RolloutFixture::SetUp();
    CreateChampion("alix", "innovation", true);
    CreateChampion("basile", "commerce", false);
  }
  // The quotation for 100 euros a team and 10 a person: 3 teams, 24 people, 540 euros.
  void CreateCostly() {
    v1::Rollout rollout = FirmRollout();
    *rollout.mutable_cost_per_team() = Euros(100);
    *rollout.mutable_cost_per_user() = Euros(10);
    CreateRollout(rollout);
  }
  v1::Programme WithQuotation() {
    v1::Programme programme;
    programme.add_rollouts(kRollout);
    return programme;
  }
  void SetCapacity(const v1::ProgrammeCapacity& capacity) {
    v1::UpdateProgrammeRequest request;
    request.mutable_programme()->set_name(absl::StrCat(kFirm, "/programmes/ai"));
    *request.mutable_programme()->mutable_capacity() = capacity;
    request.mutable_update_mask()->add_paths("capacity");
    const auto changed = Call<v1::Programme>("users/mia", "UpdateProgramme", request);
    ASSERT_EQ(changed.status(), absl::OkStatus());
  }
  static v1::ProgrammeCapacity Hours(const std::string& team, int hours) {
    v1::ProgrammeCapacity capacity;
    capacity.add_team_hours()->set_team(TeamName(team));
    capacity.mutable_team_hours(0)->set_hours(hours);
    return capacity;
  }
  static v1::ProgrammeCapacity Budget(int64_t euros) {
    v1::ProgrammeCapacity capacity;
    *capacity.mutable_budget() = Euros(euros);
    return capacity;
  }
  void CarryAtMost(int projects) {
    registry::v1::UpdateOrganizationSettingsRequest request;
    request.mutable_organization_settings()->set_name(absl::StrCat(kFirm, "/settings"));
    request.mutable_organization_settings()->set_sponsor_capacity(projects);
    request.mutable_update_mask()->add_paths("sponsor_capacity");
    ASSERT_EQ(Registry<registry::v1::OrganizationSettings>("users/dev",
                                                           "UpdateOrganizationSettings", request)
                  .status(),
              absl::OkStatus());
  }
  void Sponsor(const std::string& project, const std::string& sponsor) {
    registry::v1::UpdateProjectRequest request;
    request.mutable_project()->set_name(project);
    request.mutable_project()->set_sponsor(sponsor);
    request.mutable_update_mask()->add_paths("sponsor");
    ASSERT_EQ(Registry<registry::v1::Project>("users/mia", "UpdateProject", request).status(),
              absl::OkStatus());
  }
  // A project that takes people's time.
  void CreateActive(const std::string& id, const std::string& sponsor) {
    registry::v1::RequestAdvanceRequest ask;
    ask.set_name(CreateProject(id, sponsor));
    ask.set_target_stage(registry::v1::Project::SCOPING);
    ASSERT_EQ(Registry<registry::v1::Project>("users/mia", "RequestAdvance", ask).status(),
              absl::OkStatus());
    registry::v1::AdvanceProjectRequest advance;
    advance.set_name(ask.name());
    advance.set_target_stage(registry::v1::Project::SCOPING);
    const auto moved = Registry<registry::v1::Project>("users/abe", "AdvanceProject", advance);
    ASSERT_EQ(moved.status(), absl::OkStatus());
  }
  absl::StatusOr<v1::PlanRevision> PlanOther(const std::string& id) {
    v1::PlanWavesRequest request;
    request.set_name(RolloutName(id));
    return PlanWavesAndWait(As("users/mia"), request);
  }
};

TEST_F(CapacityTest, ATeamGivesNoMoreHoursThanItHas) {
  RecordProperty("requirement", "S1-09");
  CreateRollout();
  CreateProgramme(WithQuotation());
  SetCapacity(Hours("commerce", 23));
  const absl::Status refused = Plan().status();
  EXPECT_EQ(status::ReasonOf(refused), error::v1::NO_PLAN_FOUND) << refused;
  EXPECT_EQ(FirstViolation(refused),
            "TEAM_HOURS commerce: Needs 24 hours of training, the team has 23.");
  SetCapacity(Hours("commerce", 24));
  EXPECT_EQ(Plan().status(), absl::OkStatus());
}

TEST_F(CapacityTest, APlanOfTheSameProgrammeTakesItsPart) {
  RecordProperty("requirement", "S1-09");
  CreateCostly();
  v1::Rollout mail = OtherRollout("mail");
  *mail.mutable_cost_per_team() = Euros(200);
  ASSERT_EQ(CreateOther("mail", mail), absl::OkStatus());
  v1::Programme programme = WithQuotation();
  programme.add_rollouts(RolloutName("mail"));
  CreateProgramme(programme);
  SetCapacity(Budget(1000));
  ASSERT_EQ(Plan().status(), absl::OkStatus()) << "540 of 1000";
  const absl::Status refused = PlanOther("mail").status();
  EXPECT_EQ(FirstViolation(refused), "BUDGET budget: Costs 600.00, the budget is 460.00.");
  SetCapacity(Budget(1140));
  EXPECT_EQ(PlanOther("mail").status(), absl::OkStatus());
  EXPECT_EQ(Plan().status(), absl::OkStatus()) << "its own plan does not stand in its way";
}

TEST_F(CapacityTest, ASponsorCarriesNoMoreThanOneCan) {
  RecordProperty("requirement", "S1-09");
  CreateRollout();
  const std::string anne = CreatePerson("anne");
  Sponsor(kProject, anne);
  CarryAtMost(2);
  CreateActive("chat", anne);
  EXPECT_EQ(Plan().status(), absl::OkStatus());
  CreateActive("vision", anne);
  const absl::Status refused = Plan().status();
  EXPECT_EQ(FirstViolation(refused),
            "SPONSOR_LOAD anne: The sponsor would carry 3 initiatives, at most 2 are allowed.");
  CarryAtMost(3);
  EXPECT_EQ(Plan().status(), absl::OkStatus());
}

TEST_F(CapacityTest, ProgrammesKeepToAllThree) {
  RecordProperty("requirement", "S1-09");
  CreateCostly();
  ASSERT_EQ(CreateOther("mail", OtherRollout("mail")), absl::OkStatus());
  const std::string anne = CreatePerson("anne");
  Sponsor(kProject, anne);
  CarryAtMost(1);
  v1::Programme programme = WithQuotation();
  programme.add_rollouts(RolloutName("mail"));
  const std::string name = CreateProgramme(programme);
  v1::ProgrammeCapacity capacity = Hours("commerce", 40);
  *capacity.mutable_budget() = Euros(500);
  SetCapacity(capacity);
  v1::PlanProgrammeRequest request;
  request.set_parent(kFirm);
  request.set_programme(name);
  request.set_schedule_count(100);
  for (const char* id : {"quotation", "mail"}) request.add_tools()->set_rollout(RolloutName(id));
  const auto plan = [&] {
    return Call<v1::PlanProgrammeResponse>("users/mia", "PlanProgramme", request);
  };
  EXPECT_THAT(Violations(plan().status()), ElementsAre("BUDGET", "TEAM_HOURS", "SPONSOR_LOAD"));
  CarryAtMost(2);
  capacity.mutable_team_hours(0)->set_hours(48);
  *capacity.mutable_budget() = Euros(540);
  SetCapacity(capacity);
  EXPECT_EQ(plan().status(), absl::OkStatus());
  *request.mutable_tools(1)->mutable_cost_per_team() = Euros(1);
  EXPECT_THAT(Violations(plan().status()), ElementsAre("BUDGET"));
  request.mutable_tools(1)->mutable_cost_per_team()->set_currency_code("CHF");
  EXPECT_EQ(status::DetailOf(plan().status()).field_violations(0).subject(),
            "tools[1].cost_per_team");
  request.set_programme("organizations/other/programmes/ai");
  EXPECT_EQ(status::DetailOf(plan().status()).field_violations(0).subject(), "programme");
}

TEST_F(CapacityTest, WherePlansMeetIsListed) {
  RecordProperty("requirement", "S0-15");
  CreateRollout();
  ASSERT_EQ(CreateOther("mail", OtherRollout("mail")), absl::OkStatus());
  v1::Programme programme = WithQuotation();
  programme.add_rollouts(RolloutName("mail"));
  v1::QueryConflictsRequest request;
  request.set_name(CreateProgramme(programme));
  const auto ask = [&](const std::string& language = "en") {
    const auto answer =
        Call<v1::QueryConflictsResponse>("users/vic", "QueryConflicts", request, language);
    EXPECT_EQ(answer.status(), absl::OkStatus());
    return answer.ok() ? *answer : v1::QueryConflictsResponse();
  };
  ASSERT_EQ(Plan().status(), absl::OkStatus());
  EXPECT_THAT(ask().conflicts(), IsEmpty()) << "one plan alone";
  ASSERT_EQ(PlanOther("mail").status(), absl::OkStatus());
  const v1::QueryConflictsResponse met = ask();
  std::map<v1::PlanConflict::Kind, std::vector<std::string>> subjects;
  for (const v1::PlanConflict& conflict : met.conflicts()) {
    subjects[conflict.kind()].push_back(conflict.subject());
    EXPECT_THAT(conflict.rollouts(), ElementsAre(RolloutName("mail"), kRollout));
    EXPECT_LE(ToDay(conflict.start_date()), ToDay(conflict.end_date()));
  }
  EXPECT_THAT(subjects[v1::PlanConflict::SAME_TEAM],
              ElementsAre(TeamName("commerce"), TeamName("compta"), TeamName("innovation")));
  EXPECT_THAT(subjects[v1::PlanConflict::SAME_CHAMPION],
              Contains(absl::StrCat(kFirm, "/champions/alix")));
  EXPECT_THAT(subjects[v1::PlanConflict::SAME_SPONSOR], IsEmpty());
  EXPECT_EQ(met.total_count(), met.conflicts_size());
  EXPECT_THAT(ask("fr").conflicts(0).text(), HasSubstr("commerce vit plusieurs déploiements du"));

  const std::string anne = CreatePerson("anne");
  Sponsor(kProject, anne);
  CarryAtMost(1);
  const v1::QueryConflictsResponse carried = ask();
  const v1::PlanConflict& last = carried.conflicts(carried.conflicts_size() - 1);
  EXPECT_EQ(last.kind(), v1::PlanConflict::SAME_SPONSOR);
  EXPECT_EQ(last.subject(), anne);
}

TEST_F(CapacityTest, CapacitiesAreChecked) {
  CreateRollout();
  v1::Programme programme;
  programme.set_display_name("x");
  *programme.mutable_capacity() = Hours("commerce", 1);
  *programme.mutable_capacity()->add_team_hours() = programme.capacity().team_hours(0);
  v1::CreateProgrammeRequest request;
  request.set_parent(kFirm);
  *request.mutable_programme() = programme;
  EXPECT_EQ(status::DetailOf(Call<v1::Programme>("users/mia", "CreateProgramme", request).status())
                .field_violations(0)
                .subject(),
            "programme.capacity.team_hours[1].team");
  v1::Rollout rollout;
  *rollout.mutable_cost_per_team() = Euros(20'000'000);
  EXPECT_EQ(
      status::DetailOf(Update(rollout, "cost_per_team").status()).field_violations(0).subject(),
      "rollout.cost_per_team");
}

}  // namespace
}  // namespace palier::rollout
