// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include "rollout/storage/dates.h"
#include "rollout/testing/rollout_fixture.h"

namespace palier::rollout {
namespace {

using status::ReasonOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> RulesOf(
    const google::protobuf::RepeatedPtrField<v1::Explanation>& explanations) {
  std::vector<std::string> rules;
  for (const v1::Explanation& explanation : explanations) rules.push_back(explanation.rule());
  return rules;
}

class PlanningServiceTest : public RolloutFixture {};

TEST_F(PlanningServiceTest, FirmOf140GetsWavesOf4And12And8) {
  RecordProperty("requirement", "S1-35 S1-30");
  CreateFirmRollout();
  const auto plan = Plan();
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(plan->summary().headcount(), 24);
  EXPECT_EQ(plan->summary().coverage_permille(), 171);
  EXPECT_EQ(plan->summary().population(), 140);
  EXPECT_EQ(plan->summary().planner(), "users/mia");

  const std::vector<v1::Wave> waves = Waves();
  ASSERT_EQ(waves.size(), 3u);
  const struct {
    const char* team;
    int people;
    int coverage;
  } expected[] = {{"innovation", 4, 29}, {"commerce", 12, 114}, {"compta", 8, 171}};
  for (int i = 0; i < 3; ++i) {
    SCOPED_TRACE(waves[i].ShortDebugString());
    EXPECT_EQ(waves[i].number(), i + 1);
    EXPECT_EQ(waves[i].state(), v1::Wave::PLANNED);
    EXPECT_EQ(waves[i].headcount(), expected[i].people);
    EXPECT_EQ(waves[i].coverage_permille(), expected[i].coverage);
    ASSERT_EQ(waves[i].teams_size(), 1);
    EXPECT_EQ(waves[i].teams(0).team(), std::string(kFirm) + "/teams/" + expected[i].team);
    EXPECT_FALSE(waves[i].explanations().empty());
    if (i > 0) {
      EXPECT_LT(ToDay(waves[i - 1].gate_date()), ToDay(waves[i].start_date()));
    }
  }
  EXPECT_EQ(ToDay(waves[0].start_date()), absl::CivilDay(2026, 3, 9));
  EXPECT_EQ(waves[0].teams(0).champions(0).champion(), std::string(kFirm) + "/champions/alix");
}

TEST_F(PlanningServiceTest, ARolloutShowsItsPlan) {
  CreateFirmRollout();
  EXPECT_EQ(GetRollout().state(), v1::Rollout::DRAFT);
  EXPECT_FALSE(GetRollout().has_plan());
  ASSERT_TRUE(Plan().ok());
  const v1::Rollout rollout = GetRollout();
  EXPECT_EQ(rollout.state(), v1::Rollout::PLANNED);
  EXPECT_EQ(rollout.plan().wave_count(), 3);
  EXPECT_EQ(rollout.plan().revision(), std::string(kRollout) + "/revisions/revision-1");
}

TEST_F(PlanningServiceTest, APreviewWritesNothing) {
  CreateFirmRollout();
  const auto preview = Plan("", /*validate_only=*/true);
  ASSERT_TRUE(preview.ok()) << preview.status();
  EXPECT_EQ(preview->waves_size(), 3);
  EXPECT_TRUE(Waves().empty());
  EXPECT_EQ(GetRollout().state(), v1::Rollout::DRAFT);
}

TEST_F(PlanningServiceTest, ARepeatedRequestPlansOnce) {
  CreateFirmRollout();
  const auto first = Plan("11111111-1111-4111-8111-111111111111");
  ASSERT_TRUE(first.ok()) << first.status();
  const auto again = Plan("11111111-1111-4111-8111-111111111111");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(*again, *first))
      << again->ShortDebugString();
  EXPECT_EQ(GetRollout().plan().revision(), first->name());
  const auto other = Plan("11111111-1111-4111-8111-111111111111", /*validate_only=*/true);
  EXPECT_EQ(ReasonOf(other.status()), error::v1::REQUEST_ID_REUSED);
}

TEST_F(PlanningServiceTest, ExplanationsSpeakTheCallersLanguage) {
  CreateFirmRollout();
  ASSERT_TRUE(Plan().ok());
  const auto english = GetWave(2, "en");
  const auto french = GetWave(2, "fr");
  ASSERT_TRUE(english.ok() && french.ok()) << english.status() << french.status();
  EXPECT_EQ(english->explanations(0).rule(), "GATE");
  EXPECT_THAT(english->explanations(0).text(), HasSubstr("Wave 1 must first pass its gate"));
  EXPECT_THAT(french->explanations(0).text(),
              HasSubstr("La vague 1 doit d'abord franchir son jalon"));
}

TEST_F(PlanningServiceTest, AnEmptyTeamGetsNoWave) {
  CreateFirmRollout();
  CreateTeam("nobody", "nowhere", 0);
  v1::Rollout rollout = GetRollout();
  rollout.add_teams()->set_team(std::string(kFirm) + "/teams/nobody");
  rollout.mutable_teams(0)->add_prerequisites()->set_team(std::string(kFirm) + "/teams/nobody");
  v1::UpdateRolloutRequest update;
  *update.mutable_rollout() = rollout;
  update.mutable_update_mask()->add_paths("teams");
  const auto updated = Call<v1::Rollout>("users/mia", "UpdateRollout", update);
  ASSERT_TRUE(updated.ok()) << updated.status();
  const auto plan = Plan();
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(plan->summary().team_count(), 3);
  EXPECT_GT(plan->summary().schedule_count(), 0);
  EXPECT_GE(plan->summary().gap_permille(), 0);
  EXPECT_THAT(RulesOf(plan->warnings()), Contains("TEAM_EMPTY"));
}

TEST_F(PlanningServiceTest, AnEarlyStageIsAWarning) {
  CreateFirmRollout();
  const auto plan = Plan();
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_THAT(RulesOf(plan->warnings()), ElementsAre("STAGE_TOO_EARLY"));
  EXPECT_THAT(plan->warnings(0).text(), HasSubstr("IDEA"));
}

TEST_F(PlanningServiceTest, AShortageOfChampionsIsRefusedWithItsNumber) {
  RecordProperty("requirement", "S1-31");
  CreateChampion("basile", "commerce", false);
  CreateRollout();
  const auto plan = Plan();
  EXPECT_EQ(ReasonOf(plan.status()), error::v1::NO_PLAN_FOUND) << plan.status();
  EXPECT_THAT(Violations(plan.status()), Contains("CHAMPION_SHORTAGE"));
  EXPECT_THAT(plan.status().message(), HasSubstr("1 short"));
  EXPECT_TRUE(Waves().empty());
}

TEST_F(PlanningServiceTest, ATeamThatDoesNotExistIsNamed) {
  v1::Rollout rollout = FirmRollout();
  rollout.mutable_teams(1)->set_team(std::string(kFirm) + "/teams/nobody");
  CreateRollout(rollout);
  const auto plan = Plan();
  EXPECT_EQ(ReasonOf(plan.status()), error::v1::INVALID_FIELDS);
  ASSERT_EQ(status::DetailOf(plan.status()).field_violations_size(), 1);
  EXPECT_EQ(status::DetailOf(plan.status()).field_violations(0).subject(), "teams[1].team");
}

TEST_F(PlanningServiceTest, ANewPlanTakesThePlaceOfTheOld) {
  CreateFirmRollout();
  ASSERT_TRUE(Plan().ok());
  ASSERT_TRUE(GetWave(3).ok());
  v1::UpdateRolloutRequest update;
  *update.mutable_rollout() = GetRollout();
  update.mutable_rollout()->mutable_teams()->DeleteSubrange(1, 1);
  update.mutable_update_mask()->add_paths("teams");
  const auto smaller = Call<v1::Rollout>("users/mia", "UpdateRollout", update);
  ASSERT_TRUE(smaller.ok()) << smaller.status();
  const auto second = Plan();
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->number(), 2);
  EXPECT_EQ(second->summary().headcount(), 16);
  EXPECT_EQ(Waves().size(), 2u);
  EXPECT_TRUE(absl::IsNotFound(GetWave(3).status())) << GetWave(3).status();
  v1::ListPlanRevisionsRequest list;
  list.set_parent(kRollout);
  const auto revisions =
      Call<v1::ListPlanRevisionsResponse>("users/vic", "ListPlanRevisions", list);
  ASSERT_TRUE(revisions.ok()) << revisions.status();
  ASSERT_EQ(revisions->plan_revisions_size(), 2);
  EXPECT_EQ(revisions->plan_revisions(0).waves_size(), 3);
}

TEST_F(PlanningServiceTest, OnlyAManagerPlans) {
  CreateFirmRollout();
  v1::PlanWavesRequest request;
  request.set_name(kRollout);
  for (const char* principal : {"users/abe", "users/carl", "users/vic", "users/eve"}) {
    EXPECT_EQ(
        ReasonOf(Call<google::longrunning::Operation>(principal, "PlanWaves", request).status()),
        error::v1::PERMISSION_DENIED)
        << principal;
  }
}

TEST_F(PlanningServiceTest, WhatARolloutNamesIsChecked) {
  const struct {
    const char* path;
    std::function<void(v1::Rollout&)> damage;
  } cases[] = {
      {"rollout.teams[0].team",
       [](v1::Rollout& rollout) {
         rollout.mutable_teams(0)->set_team("organizations/other/teams/commerce");
       }},
      {"rollout.teams[1].team",
       [](v1::Rollout& rollout) { rollout.mutable_teams(1)->set_team(rollout.teams(0).team()); }},
      {"rollout.teams[0].prerequisites[0].team",
       [](v1::Rollout& rollout) {
         rollout.mutable_teams(0)->add_prerequisites()->set_team(std::string(kFirm) +
                                                                 "/teams/nobody");
       }},
      {"rollout.start_date",
       [](v1::Rollout& rollout) { rollout.mutable_start_date()->set_year(2026); }},
      {"rollout.blackouts[0]",
       [](v1::Rollout& rollout) {
         *rollout.add_blackouts()->mutable_start_date() = ToDate(absl::CivilDay(2026, 8, 10));
         *rollout.mutable_blackouts(0)->mutable_end_date() = ToDate(absl::CivilDay(2026, 8, 9));
       }},
      {"rollout.limits.session_size",
       [](v1::Rollout& rollout) { rollout.mutable_limits()->set_session_size(1001); }},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.path);
    v1::CreateRolloutRequest request;
    request.set_parent(kFirm);
    *request.mutable_rollout() = FirmRollout();
    one.damage(*request.mutable_rollout());
    const auto made = Call<v1::Rollout>("users/mia", "CreateRollout", request);
    ASSERT_EQ(ReasonOf(made.status()), error::v1::INVALID_FIELDS) << made.status();
    EXPECT_EQ(status::DetailOf(made.status()).field_violations(0).subject(), one.path);
  }
}

TEST_F(PlanningServiceTest, AProjectMustExist) {
  v1::CreateRolloutRequest request;
  request.set_parent(kFirm);
  *request.mutable_rollout() = FirmRollout();
  request.mutable_rollout()->set_project(std::string(kFirm) + "/projects/nothing");
  const auto made = Call<v1::Rollout>("users/mia", "CreateRollout", request);
  EXPECT_EQ(ReasonOf(made.status()), error::v1::RESOURCE_NOT_FOUND) << made.status();
}

TEST_F(PlanningServiceTest, APersonIsAChampionOnce) {
  CreateChampion("alix", "innovation", true);
  v1::CreateChampionRequest request;
  request.set_parent(kFirm);
  request.mutable_champion()->set_person(std::string(kFirm) + "/people/alix");
  request.mutable_champion()->set_team(std::string(kFirm) + "/teams/commerce");
  const auto made = Call<v1::Champion>("users/mia", "CreateChampion", request);
  EXPECT_EQ(ReasonOf(made.status()), error::v1::RESOURCE_ALREADY_EXISTS) << made.status();
}

}  // namespace
}  // namespace palier::rollout
