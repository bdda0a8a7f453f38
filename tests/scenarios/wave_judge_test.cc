// SPDX-License-Identifier: Apache-2.0
// The judge must see each fault: a faultless log, and the same log with one thing wrong.
#include "tests/scenarios/wave_judge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "absl/strings/str_cat.h"
#include "tests/scenarios/service_calls.h"

namespace palier::scenarios {
namespace {

using rollout::v1::CheckIn;
using rollout::v1::PlanRevision;
using rollout::v1::Review;
using rollout::v1::Wave;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kRollout[] = "organizations/acme/rollouts/tool";
constexpr char kTeam[] = "organizations/acme/teams/sales";
constexpr char kChampion[] = "organizations/acme/champions/zoe";
const absl::Time kStart = absl::FromUnixSeconds(1772956800);  // 8 March 2026, 08:00 UTC

std::string WaveName(int number) {
  return absl::StrCat(kRollout, "/waves/wave-", number);
}

// What happens in the log, in its parts, so that a case can spoil one of them.
struct Story {
  std::vector<std::pair<absl::CivilDay, absl::Time>> drills = {
      {absl::CivilDay(2026, 3, 1), kStart}};
  rollout::v1::Rollout rollout;
  PlanRevision revision;
  // Of two waves; the first is over before the second starts.
  Wave planned[2], started[2], done;
  std::vector<CheckIn> check_ins;
  Review review;
  int64_t skipped = 0;
  bool unplanned = false, removed = false;
};

Wave WaveOf(int number) {
  Wave wave;
  wave.set_name(WaveName(number));
  wave.set_number(number);
  wave.set_state(Wave::PLANNED);
  wave.set_revision(absl::StrCat(kRollout, "/revisions/1"));
  rollout::v1::WaveTeam& team = *wave.add_teams();
  team.set_team(kTeam);
  team.set_people(2);
  for (const int day : {9, 10}) {
    rollout::v1::TrainingSession& session = *team.add_sessions();
    *session.mutable_date() = DateOf(absl::CivilDay(2026, 3, day));
    session.set_people(1);
    session.set_champion(kChampion);
  }
  rollout::v1::ChampionShare& share = *team.add_champions();
  share.set_champion(kChampion);
  share.set_users(2);
  return wave;
}

void Begin(Wave& wave) {
  wave.set_state(Wave::ACTIVE);
  wave.set_starter("users/abe");
  wave.set_time_zone("Europe/Paris");
}

// One team of ten, two of whom are trained; the first wave was held and decided, then the second
// starts.
Story Faultless() {
  Story story;
  story.rollout.set_name(kRollout);
  rollout::v1::TeamDeployment& team = *story.rollout.add_teams();
  team.set_team(kTeam);
  team.set_people(2);
  story.rollout.mutable_plan()->set_planner("users/max");
  story.revision.set_name(absl::StrCat(kRollout, "/revisions/1"));
  *story.revision.mutable_rollout() = story.rollout;
  for (int n = 0; n < 2; ++n) {
    story.planned[n] = story.started[n] = WaveOf(n + 1);
    Begin(story.started[n]);
  }
  story.done = story.started[0];
  story.done.set_state(Wave::COMPLETED);
  story.done.mutable_gate()->set_decision(Wave::CONTINUE);
  story.done.mutable_gate()->set_verdict(rollout::v1::WaveGateEvaluation::NOT_ENOUGH_DATA);
  story.done.mutable_gate()->set_evidence_waiver("Nobody measures its use.");
  for (int week = 1; week <= 4; ++week) {
    CheckIn check_in;
    check_in.set_name(absl::StrCat(WaveName(1), "/checkIns/sales-", week));
    check_in.mutable_done_time()->set_seconds(1);
    story.check_ins.push_back(check_in);
  }
  story.review.set_name(absl::StrCat(kRollout, "/reviews/monthly-1"));
  story.review.set_kind(Review::MONTHLY_REVIEW);
  *story.review.mutable_due_date() = DateOf(absl::CivilDay(2026, 4, 1));
  story.review.mutable_done_time()->set_seconds(1);
  story.review.set_decision(Review::CONTINUE);
  return story;
}

std::vector<std::string> FaultsOf(const Story& story) {
  // Two sessions of two hours in each wave, all in one week.
  WaveJudge judge({{kTeam, 10}}, {{kChampion, 8}});
  for (const auto& [day, recorded] : story.drills) judge.Drill(day, recorded);
  int64_t sequence = story.skipped;
  const auto see = [&](const google::protobuf::Message* before,
                       const google::protobuf::Message* after, const std::string& name) {
    api::v1::Change change;
    change.set_sequence(++sequence);
    change.mutable_time()->set_seconds(absl::ToUnixSeconds(kStart));
    change.set_resource(name);
    if (before != nullptr) change.mutable_before()->PackFrom(*before);
    if (after != nullptr) change.mutable_after()->PackFrom(*after);
    judge.See(change);
  };
  see(nullptr, &story.rollout, kRollout);
  see(nullptr, &story.revision, story.revision.name());
  see(nullptr, &story.planned[0], WaveName(1));
  if (!story.unplanned) see(nullptr, &story.planned[1], WaveName(2));
  see(&story.planned[0], &story.started[0], WaveName(1));
  for (const CheckIn& check_in : story.check_ins) see(nullptr, &check_in, check_in.name());
  see(nullptr, &story.review, story.review.name());
  see(&story.started[0], &story.done, WaveName(1));
  see(story.unplanned ? nullptr : &story.planned[1], &story.started[1], WaveName(2));
  for (int week = 1; week <= 4; ++week) {
    CheckIn check_in;
    check_in.set_name(absl::StrCat(WaveName(2), "/checkIns/sales-", week));
    see(nullptr, &check_in, check_in.name());
  }
  if (story.removed) see(&story.started[1], nullptr, WaveName(2));
  judge.End();
  EXPECT_EQ(judge.starts(), story.unplanned ? 1 : 2);
  EXPECT_EQ(judge.revisions(), 1);
  return judge.faults();
}

TEST(WaveJudge, FindsNothingWhereNothingIsWrong) {
  EXPECT_THAT(FaultsOf(Faultless()), IsEmpty());
}

struct Fault {
  const char* name;
  std::function<void(Story&)> spoil;
  const char* sentence;
};

class WaveJudgeFault : public ::testing::TestWithParam<Fault> {};

TEST_P(WaveJudgeFault, IsSeen) {
  Story story = Faultless();
  GetParam().spoil(story);
  const std::vector<std::string> faults = FaultsOf(story);
  EXPECT_THAT(faults, Not(IsEmpty()));
  EXPECT_THAT(faults, Each(HasSubstr(GetParam().sentence)));
}

// The team of the second wave, as planned and as started.
void SpoilTeam(Story& story, const std::function<void(rollout::v1::WaveTeam&)>& spoil) {
  spoil(*story.planned[1].mutable_teams(0));
  spoil(*story.started[1].mutable_teams(0));
}

const Fault kFaults[] = {
    {"Gap", [](Story& story) { story.skipped = 1; }, "the log has a gap"},
    {"BornStarted", [](Story& story) { story.unplanned = true; }, "it began as started"},
    {"Removed", [](Story& story) { story.removed = true; }, "a started wave went away"},
    {"LeftForPaused", [](Story& story) { story.started[1].set_state(Wave::PAUSED); },
     "it left PLANNED for another state"},
    {"StartedByPlanner", [](Story& story) { story.started[1].set_starter("users/max"); },
     "who planned it started it"},
    {"StartedWithOtherTeams",
     [](Story& story) { story.started[1].mutable_teams(0)->mutable_go_live_date(); },
     "it started with other teams"},
    {"TeamsChangedLater", [](Story& story) { story.done.mutable_teams(0)->mutable_go_live_date(); },
     "its teams changed after it had started"},
    {"NoDrill", [](Story& story) { story.drills.clear(); }, "not tried out in time"},
    {"DrillOf91DaysAgo",
     [](Story& story) { story.drills[0].first = absl::CivilDay(2026, 3, 8) - 91; },
     "not tried out in time"},
    {"DrillOfTomorrow", [](Story& story) { story.drills[0].first = absl::CivilDay(2026, 3, 9); },
     "not tried out in time"},
    {"DrillRecordedLater", [](Story& story) { story.drills[0].second += absl::Seconds(1); },
     "not tried out in time"},
    {"PreviousNotCompleted", [](Story& story) { story.done.set_state(Wave::PAUSED); },
     "the wave before was not completed"},
    {"GateSaysAdjust", [](Story& story) { story.done.mutable_gate()->set_decision(Wave::ADJUST); },
     "the gate before was not decided CONTINUE"},
    {"GateWithoutFigures", [](Story& story) { story.done.mutable_gate()->clear_evidence_waiver(); },
     "the gate before was decided against its figures"},
    {"GateAgainstStop",
     [](Story& story) {
       story.done.mutable_gate()->set_verdict(rollout::v1::WaveGateEvaluation::STOP);
     },
     "the gate before was decided against its figures"},
    {"CheckInOpen", [](Story& story) { story.check_ins[2].clear_done_time(); },
     "a check-in was open"},
    {"CheckInMissing", [](Story& story) { story.check_ins.pop_back(); }, "3 check-ins, not 4"},
    {"ReviewOverdue",
     [](Story& story) {
       story.review.clear_done_time();
       story.review.mutable_overdue_time()->set_seconds(absl::ToUnixSeconds(kStart));
     },
     "a review was overdue"},
    {"ReviewSaysPause", [](Story& story) { story.review.set_decision(Review::PAUSE); },
     "the last review said to wait"},
    {"SessionTooLarge",
     [](Story& story) {
       rollout::v1::Rollout& rollout = *story.revision.mutable_rollout();
       rollout.mutable_limits()->set_session_size(1);
       rollout.mutable_teams(0)->set_max_training_permille(1000);
       SpoilTeam(story, [](rollout::v1::WaveTeam& team) {
         team.mutable_sessions()->RemoveLast();
         team.mutable_sessions(0)->set_people(2);
       });
     },
     "a session is too large"},
    {"TooManyOnOneDay",
     [](Story& story) {
       SpoilTeam(story, [](rollout::v1::WaveTeam& team) {
         *team.mutable_sessions(1)->mutable_date() = team.sessions(0).date();
       });
     },
     "in training on one day"},
    {"SomebodyIsNotTrained",
     [](Story& story) {
       SpoilTeam(story, [](rollout::v1::WaveTeam& team) { team.mutable_sessions()->RemoveLast(); });
     },
     "not everybody"},
    {"NobodyCarriesOne",
     [](Story& story) {
       SpoilTeam(story,
                 [](rollout::v1::WaveTeam& team) { team.mutable_champions(0)->set_users(1); });
     },
     "champions do not carry"},
    {"ChampionCarriesTooMany",
     [](Story& story) {
       story.revision.mutable_rollout()->mutable_limits()->set_users_per_champion(1);
     },
     "too many users"},
    {"ChampionTrainsTooLong",
     [](Story& story) { story.rollout.mutable_limits()->set_session_minutes(121); },
     "too many sessions a week"},
};

INSTANTIATE_TEST_SUITE_P(All, WaveJudgeFault, ::testing::ValuesIn(kFaults),
                         [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace palier::scenarios
