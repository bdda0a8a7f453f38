// SPDX-License-Identifier: Apache-2.0
// Plans that change while a roll-out runs.
#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <thread>

#include "absl/strings/str_cat.h"
#include "palier/rollout/v1/replan_service.pb.h"
#include "rollout/storage/dates.h"
#include "rollout/testing/rollout_fixture.h"

namespace palier::rollout {
namespace {

using status::ReasonOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kOnce[] = "33333333-3333-4333-8333-333333333333";

v1::ReplanWavesRequest Replan(v1::Replanning::Choice choice, int notice_days = 7) {
  v1::ReplanWavesRequest request;
  request.set_name(kRollout);
  request.set_choice(choice);
  request.set_notice_days(notice_days);
  return request;
}

// To the last byte, whatever the order of maps.
bool Same(const google::protobuf::Message& a, const google::protobuf::Message& b) {
  return google::protobuf::util::MessageDifferencer::Equals(a, b);
}

std::vector<std::string> TeamsOf(const v1::PlanAlternative& alternative) {
  std::vector<std::string> teams;
  for (const v1::TeamMove& move : alternative.moves()) {
    teams.push_back(move.team().substr(move.team().rfind('/') + 1));
  }
  return teams;
}

class ReplanServiceTest : public RolloutFixture {
 protected:
  absl::StatusOr<v1::PlanRevision> Ask(const v1::ReplanWavesRequest& request,
                                       const std::string& principal = "users/mia",
                                       const std::string& language = "en") {
    return Call<v1::PlanRevision>(principal, "ReplanWaves", request, language);
  }
  absl::StatusOr<v1::PlanRevision> RollBackTo(const std::string& revision,
                                              const std::string& request_id = "") {
    v1::RollbackPlanRequest request;
    request.set_name(kRollout);
    request.set_revision(revision);
    request.set_request_id(request_id);
    return Call<v1::PlanRevision>("users/mia", "RollbackPlan", request);
  }
  // The second wave waits: commerce is away for `days` from its first session on.
  void SendCommerceAway(int days) {
    v1::UpdateRolloutRequest update;
    *update.mutable_rollout() = GetRollout();
    const auto second = GetWave(2);
    ASSERT_TRUE(second.ok()) << second.status();
    for (v1::TeamDeployment& team : *update.mutable_rollout()->mutable_teams()) {
      if (team.team() != second->teams(0).team()) continue;
      v1::DateRange& away = *team.add_blackouts();
      *away.mutable_start_date() = second->teams(0).start_date();
      *away.mutable_end_date() = ToDate(ToDay(second->teams(0).start_date()) + days - 1);
    }
    update.mutable_update_mask()->add_paths("teams");
    const auto updated = Call<v1::Rollout>("users/mia", "UpdateRollout", update);
    ASSERT_TRUE(updated.ok()) << updated.status();
  }
  void DeleteChampion(const std::string& champion) {
    v1::DeleteChampionRequest request;
    request.set_name(absl::StrCat(kFirm, "/champions/", champion));
    ASSERT_TRUE(Call<google::protobuf::Empty>("users/mia", "DeleteChampion", request).ok());
  }
  void SetToday(absl::CivilDay day) {
    SetTime(absl::FromCivil(absl::CivilSecond(day) + 8 * 3600, absl::UTCTimeZone()));
  }
};

TEST_F(ReplanServiceTest, WithoutAPlanOrWithAllUnderWayThereIsNothingToDo) {
  CreateFirmRollout();
  const auto early = Ask(Replan(v1::Replanning::LEAST_CHANGE));
  EXPECT_EQ(ReasonOf(early.status()), error::v1::ILLEGAL_TRANSITION) << early.status();
  ASSERT_TRUE(Plan().ok());
  const auto all = Ask(Replan(v1::Replanning::LEAST_CHANGE, 365));
  EXPECT_EQ(ReasonOf(all.status()), error::v1::ILLEGAL_TRANSITION) << all.status();
  EXPECT_THAT(all.status().message(), HasSubstr("starts within the notice"));
  const auto choice = Ask(Replan(v1::Replanning::ROLLBACK));
  EXPECT_EQ(ReasonOf(choice.status()), error::v1::INVALID_FIELDS) << choice.status();
  EXPECT_EQ(ReasonOf(Ask(Replan(v1::Replanning::CHOICE_UNSPECIFIED)).status()),
            error::v1::INVALID_FIELDS);
}

TEST_F(ReplanServiceTest, WhatHasStartedStaysByteForByteAndTheOthersMove) {
  RecordProperty("requirement", "S1-35");
  MakeReady();
  ASSERT_TRUE(Start("users/abe", 1).ok());
  const v1::Wave first = *GetWave(1);
  const auto unchanged = Ask(Replan(v1::Replanning::LEAST_CHANGE));
  ASSERT_TRUE(unchanged.ok()) << unchanged.status();
  EXPECT_THAT(TeamsOf(unchanged->replanning().alternatives(0)), IsEmpty());

  const std::string before_start = GetWave(2)->start_date().ShortDebugString();
  SendCommerceAway(21);
  v1::ReplanWavesRequest preview = Replan(v1::Replanning::CHOICE_UNSPECIFIED);
  preview.set_validate_only(true);
  const auto shown = Ask(preview);
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_EQ(GetWave(2)->start_date().ShortDebugString(), before_start) << "nothing was written";

  const auto made = Ask(Replan(v1::Replanning::LEAST_CHANGE));
  ASSERT_TRUE(made.ok()) << made.status();
  const v1::Replanning& replanning = made->replanning();
  EXPECT_EQ(replanning.choice(), v1::Replanning::LEAST_CHANGE);
  EXPECT_EQ(replanning.frozen_wave_count(), 1);
  EXPECT_EQ(replanning.previous(), absl::StrCat(kRollout, "/revisions/revision-2"));
  ASSERT_EQ(replanning.alternatives_size(), 2);
  const v1::PlanAlternative& least = replanning.alternatives(0);
  const v1::PlanAlternative& best = replanning.alternatives(1);
  EXPECT_THAT(TeamsOf(least), Contains("commerce"));
  for (const v1::TeamMove& move : least.moves()) {
    if (move.team() != std::string(kFirm) + "/teams/commerce") continue;
    EXPECT_LT(ToDay(move.before().start_date()), ToDay(move.after().start_date()));
    EXPECT_EQ(move.reason().rule(), "CALENDAR") << move.ShortDebugString();
    EXPECT_THAT(move.reason().text(), HasSubstr("is closed"));
  }
  EXPECT_LE(least.moved_team_count(), best.moved_team_count());
  EXPECT_LE(least.user_days(), best.user_days());
  EXPECT_GE(least.previous_user_days(), best.user_days());

  EXPECT_TRUE(Same(*GetWave(1), first));
  EXPECT_TRUE(Same(made->waves(0), first));
  EXPECT_EQ(GetWave(2)->revision(), made->name());
  const v1::Rollout rollout = GetRollout();
  EXPECT_EQ(rollout.state(), v1::Rollout::ACTIVE);
  EXPECT_EQ(rollout.plan().revision(), made->name());
  EXPECT_EQ(rollout.plan().wave_count(), static_cast<int>(Waves().size()));
  EXPECT_EQ(rollout.plan().headcount(), 24);

  v1::ReplanWavesRequest brief = Replan(v1::Replanning::BEST_VALUE);
  brief.set_validate_only(true);
  const auto searched = Ask(brief);
  brief.set_schedule_count(1);
  const auto glanced = Ask(brief);
  ASSERT_TRUE(glanced.ok()) << glanced.status();
  ASSERT_TRUE(searched.ok()) << searched.status();
  EXPECT_LT(glanced->summary().schedule_count(), searched->summary().schedule_count());
}

TEST_F(ReplanServiceTest, ALostChampionIsNamed) {
  MakeReady();
  ASSERT_TRUE(Start("users/abe", 1).ok());
  DeleteChampion("alix");
  const auto none = Ask(Replan(v1::Replanning::LEAST_CHANGE));
  EXPECT_EQ(ReasonOf(none.status()), error::v1::NO_PLAN_FOUND) << none.status();
  EXPECT_THAT(Violations(none.status()), Contains("CHAMPION_SHORTAGE"));
  EXPECT_EQ(GetRollout().plan().revision(), absl::StrCat(kRollout, "/revisions/revision-1"));
  // Another one of the same team takes the place; the dates stay.
  CreateChampion("nora", "innovation", true);
  const auto made = Ask(Replan(v1::Replanning::LEAST_CHANGE));
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_THAT(made->waves(1).teams(0).champions(0).champion(), HasSubstr("/champions/nora"));
  EXPECT_EQ(made->replanning().alternatives(0).moved_team_count(), 0);
}

TEST_F(ReplanServiceTest, AGateThatSaysAdjustGivesTheNextWaveFree) {
  MakeReady();
  ASSERT_TRUE(Start("users/abe", 1).ok());
  const auto second = GetWave(2);
  ASSERT_TRUE(second.ok());
  const absl::CivilDay planned = ToDay(second->start_date());
  SetToday(planned - 3);
  const auto noticed = Ask(Replan(v1::Replanning::LEAST_CHANGE, 5));
  ASSERT_TRUE(noticed.ok()) << noticed.status();
  EXPECT_EQ(noticed->replanning().frozen_wave_count(), 2) << "it starts in three days";

  v1::CompleteWaveRequest complete;
  complete.set_name(WaveName(1));
  complete.set_gate_decision(v1::Wave::ADJUST);
  complete.set_reason("Half of the quotations were corrected by hand.");
  complete.set_waive_check_ins(true);
  complete.set_waiver_reason("Held by phone.");
  const auto completed = Call<v1::Wave>("users/abe", "CompleteWave", complete);
  ASSERT_TRUE(completed.ok()) << completed.status();
  const auto made = Ask(Replan(v1::Replanning::LEAST_CHANGE, 5));
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->replanning().frozen_wave_count(), 1);
  EXPECT_GT(ToDay(made->waves(1).start_date()), planned + 2);
  EXPECT_EQ(made->waves(1).explanations(0).rule(), "NOTICE");
  EXPECT_THAT(made->waves(1).explanations(0).text(), HasSubstr("at the earliest"));
}

TEST_F(ReplanServiceTest, AWaveThatStartedLateHasALateGate) {
  MakeReady();
  SetToday(absl::CivilDay(2026, 3, 20));
  const auto first = Start("users/abe", 1);
  ASSERT_TRUE(first.ok()) << first.status();
  const absl::CivilDay gate = ToDay(first->gate_date()) + 11;
  const auto made = Ask(Replan(v1::Replanning::LEAST_CHANGE, 3));
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_GT(ToDay(made->waves(1).start_date()), gate);
  EXPECT_EQ(made->waves(1).explanations(0).rule(), "GATE");
  EXPECT_EQ(made->waves(1).explanations(0).numbers().at("gate_day"), absl::FormatCivilTime(gate));
}

TEST_F(ReplanServiceTest, WhoPlansAnewCannotStart) {
  MakeReady();
  SendCommerceAway(21);
  ASSERT_TRUE(Ask(Replan(v1::Replanning::BEST_VALUE, 0)).ok());
  EXPECT_EQ(ReasonOf(Start("users/mia", 1).status()), error::v1::SELF_APPROVAL);
  EXPECT_EQ(ReasonOf(Ask(Replan(v1::Replanning::BEST_VALUE), "users/abe").status()),
            error::v1::PERMISSION_DENIED);
}

TEST_F(ReplanServiceTest, ARepeatedRequestPlansOnceAndAnOldEtagNotAtAll) {
  MakeReady();
  v1::ReplanWavesRequest request = Replan(v1::Replanning::LEAST_CHANGE, 0);
  request.set_request_id(kOnce);
  request.set_etag(GetRollout().etag());
  const auto made = Ask(request);
  ASSERT_TRUE(made.ok()) << made.status();
  const auto again = Ask(request);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(Same(*again, *made));
  EXPECT_EQ(GetRollout().plan().revision(), made->name());
  request.set_request_id("");
  const auto late = Ask(request);
  EXPECT_EQ(ReasonOf(late.status()), error::v1::ETAG_MISMATCH) << late.status();
  EXPECT_TRUE(absl::IsAborted(late.status()));
}

TEST_F(ReplanServiceTest, OfSeveralAtOnceOneEtagLetsOneThrough) {
  MakeReady();
  v1::ReplanWavesRequest request = Replan(v1::Replanning::LEAST_CHANGE, 0);
  request.set_etag(GetRollout().etag());
  const rpc::Client& client = As("users/mia");
  std::vector<absl::Status> answers(4);
  std::vector<std::thread> callers;
  for (absl::Status& answer : answers) {
    callers.emplace_back([&client, &request, &answer] {
      answer =
          client.Unary<v1::PlanRevision>(rpc::MethodPath("ReplanWaves", request), request).status();
    });
  }
  for (std::thread& caller : callers) caller.join();
  int made = 0;
  for (const absl::Status& answer : answers) {
    if (answer.ok()) {
      ++made;
    } else {
      EXPECT_TRUE(absl::IsAborted(answer)) << answer;
    }
  }
  EXPECT_EQ(made, 1);
  EXPECT_EQ(GetRollout().plan().revision(), absl::StrCat(kRollout, "/revisions/revision-2"));
}

TEST_F(ReplanServiceTest, AnEarlierPlanComesBack) {
  MakeReady();
  ASSERT_TRUE(Start("users/abe", 1).ok());
  const v1::Wave first = *GetWave(1);
  const auto before = GetWave(2);
  SendCommerceAway(21);
  ASSERT_TRUE(Ask(Replan(v1::Replanning::LEAST_CHANGE)).ok());
  ASSERT_NE(GetWave(2)->teams(0).SerializeAsString(), before->teams(0).SerializeAsString());
  const auto refused = RollBackTo("revision-1");
  EXPECT_EQ(ReasonOf(refused.status()), error::v1::NO_PLAN_FOUND) << refused.status();
  EXPECT_THAT(Violations(refused.status()), Contains("CALENDAR"));
  EXPECT_THAT(refused.status().message(), HasSubstr("revision-1 no longer fits"));

  v1::UpdateRolloutRequest update;
  *update.mutable_rollout() = GetRollout();
  for (auto& team : *update.mutable_rollout()->mutable_teams()) team.clear_blackouts();
  update.mutable_update_mask()->add_paths("teams");
  ASSERT_TRUE(Call<v1::Rollout>("users/mia", "UpdateRollout", update).ok());
  const auto back = RollBackTo(absl::StrCat(kRollout, "/revisions/revision-1"), kOnce);
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(back->number(), 3);
  EXPECT_EQ(back->replanning().choice(), v1::Replanning::ROLLBACK);
  EXPECT_EQ(back->replanning().restored(), absl::StrCat(kRollout, "/revisions/revision-1"));
  EXPECT_THAT(TeamsOf(back->replanning().alternatives(0)), Contains("commerce"));
  EXPECT_TRUE(Same(*GetWave(1), first));
  const auto after = GetWave(2);
  EXPECT_EQ(after->start_date().ShortDebugString(), before->start_date().ShortDebugString());
  EXPECT_EQ(after->teams(0).SerializeAsString(), before->teams(0).SerializeAsString());
  EXPECT_EQ(after->revision(), back->name());
  EXPECT_EQ(GetRollout().plan().revision(), back->name());
  const auto again = RollBackTo(absl::StrCat(kRollout, "/revisions/revision-1"), kOnce);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->name(), back->name());
}

TEST_F(ReplanServiceTest, WhatIsOverDoesNotComeBack) {
  MakeReady();
  ASSERT_TRUE(Start("users/abe", 1).ok());
  SetToday(ToDay(GetWave(2)->start_date()) + 10);
  const auto refused = RollBackTo("revision-1");
  EXPECT_EQ(ReasonOf(refused.status()), error::v1::NO_PLAN_FOUND) << refused.status();
  EXPECT_THAT(Violations(refused.status()), Contains("NOTICE"));
  EXPECT_TRUE(absl::IsNotFound(RollBackTo("revision-9").status()));
  EXPECT_EQ(ReasonOf(RollBackTo("organizations/firm/rollouts/other/revisions/revision-1").status()),
            error::v1::INVALID_FIELDS);
}

}  // namespace
}  // namespace palier::rollout
