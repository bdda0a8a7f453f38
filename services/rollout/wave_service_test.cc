// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include "common/resource/type.h"
#include "rollout/testing/rollout_fixture.h"

namespace palier::rollout {
namespace {

using status::ReasonOf;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

constexpr char kOnce[] = "22222222-2222-4222-8222-222222222222";

absl::TimeZone Paris() {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone("Europe/Paris", &zone));
  return zone;
}

class WaveServiceTest : public RolloutFixture {
 protected:
  void CompleteCheckIns(int wave) {
    for (const v1::CheckIn& check_in : CheckIns(wave)) {
      v1::CompleteCheckInRequest request;
      request.set_name(check_in.name());
      request.set_notes("Three questions, one correction.");
      const auto done = Call<v1::CheckIn>("users/carl", "CompleteCheckIn", request);
      ASSERT_TRUE(done.ok()) << done.status();
      EXPECT_EQ(done->state(), v1::CheckIn::DONE);
      EXPECT_EQ(done->recorder(), "users/carl");
    }
  }
};

TEST_F(WaveServiceTest, AStartMakesFourCheckInsAtNineInTheMorningAcrossTheChangeOfClocks) {
  RecordProperty("requirement", "S1-33");
  MakeReady();
  const auto wave = Start("users/abe", 1);
  ASSERT_TRUE(wave.ok()) << wave.status();
  EXPECT_EQ(wave->state(), v1::Wave::ACTIVE);
  EXPECT_EQ(wave->starter(), "users/abe");
  EXPECT_EQ(GetRollout().state(), v1::Rollout::ACTIVE);
  const std::vector<v1::CheckIn> check_ins = CheckIns(1);
  ASSERT_EQ(check_ins.size(), 4u);
  for (int week = 1; week <= 4; ++week) {
    const v1::CheckIn& check_in = check_ins[week - 1];
    EXPECT_EQ(check_in.week(), week);
    EXPECT_EQ(check_in.team(), std::string(kFirm) + "/teams/innovation");
    EXPECT_EQ(check_in.state(), v1::CheckIn::DUE);
    EXPECT_EQ(absl::ToCivilHour(resource::StandardTime(check_in, "due_time"), Paris()),
              absl::CivilHour(absl::CivilDay(2026, 3, 9) + 7 * week) + 9);
  }
  // Clocks go forward on 29 March: nine o'clock is 08:00 UTC before, 07:00 after.
  EXPECT_EQ(check_ins[1].due_time().seconds() % 86400, 8 * 3600);
  EXPECT_EQ(check_ins[2].due_time().seconds() % 86400, 7 * 3600);
}

TEST_F(WaveServiceTest, EachTeamOfAWaveHasItsCheckIns) {
  v1::Rollout rollout = FirmRollout();
  v1::Limits& limits = *rollout.mutable_limits();
  limits.clear_wave_sizes();
  limits.add_wave_sizes(24);
  limits.set_max_wave_permille(250);
  limits.set_users_per_champion(0);
  rollout.mutable_teams(2)->set_pilot(false);
  CreateRollout(rollout);
  ASSERT_TRUE(Plan().ok());
  RecordDrill(absl::CivilDay(2026, 3, 1));
  ASSERT_TRUE(Start("users/abe", 1).ok());
  std::map<std::string, std::vector<int>> weeks;
  for (const v1::CheckIn& check_in : CheckIns(1)) weeks[check_in.team()].push_back(check_in.week());
  ASSERT_EQ(weeks.size(), 3u);
  for (const auto& [team, numbers] : weeks) EXPECT_THAT(numbers, ElementsAre(1, 2, 3, 4)) << team;
}

TEST_F(WaveServiceTest, AMissedCheckInIsOverdueTheNextDay) {
  RecordProperty("requirement", "S1-33");
  MakeReady();
  ASSERT_TRUE(Start("users/abe", 1).ok());
  SetTime(absl::FromCivil(absl::CivilSecond(2026, 3, 16, 23, 59, 59), Paris()));
  EXPECT_EQ(CheckIns(1)[0].state(), v1::CheckIn::DUE);
  SetTime(absl::FromCivil(absl::CivilDay(2026, 3, 17), Paris()));
  EXPECT_EQ(CheckIns(1)[0].state(), v1::CheckIn::OVERDUE);
  EXPECT_EQ(CheckIns(1)[1].state(), v1::CheckIn::DUE);
}

TEST_F(WaveServiceTest, WhoPlannedCannotStart) {
  MakeReady();
  EXPECT_EQ(ReasonOf(Start("users/mia", 1).status()), error::v1::SELF_APPROVAL);
  for (const char* principal : {"users/carl", "users/vic"}) {
    EXPECT_EQ(ReasonOf(Start(principal, 1).status()), error::v1::PERMISSION_DENIED) << principal;
  }
  EXPECT_EQ(GetWave(1)->state(), v1::Wave::PLANNED);
  EXPECT_TRUE(CheckIns(1).empty());
}

TEST_F(WaveServiceTest, ARepeatedRequestStartsOnce) {
  MakeReady();
  const auto first = Start("users/abe", 1, kOnce);
  ASSERT_TRUE(first.ok()) << first.status();
  const auto again = Start("users/abe", 1, kOnce);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(*again, *first))
      << again->ShortDebugString();
  EXPECT_EQ(CheckIns(1).size(), 4u);
  EXPECT_EQ(ReasonOf(Start("users/abe", 2, kOnce).status()), error::v1::REQUEST_ID_REUSED);
  EXPECT_EQ(ReasonOf(Start("users/abe", 1).status()), error::v1::ILLEGAL_TRANSITION);
}

TEST_F(WaveServiceTest, AnOldDrillKeepsAWaveFromStarting) {
  RecordProperty("requirement", "S1-32");
  CreateFirmRollout();
  ASSERT_TRUE(Plan().ok());
  EXPECT_THAT(Violations(Start("users/abe", 1).status()), ElementsAre("FALLBACK_DRILL_MISSING"));
  RecordDrill(absl::CivilDay(2026, 3, 10));
  EXPECT_THAT(Violations(Start("users/abe", 1).status()), ElementsAre("FALLBACK_DRILL_MISSING"));
  RecordDrill(absl::CivilDay(2025, 12, 8));
  const auto stale = Start("users/abe", 1);
  EXPECT_EQ(ReasonOf(stale.status()), error::v1::GATE_NOT_MET);
  EXPECT_THAT(Violations(stale.status()), ElementsAre("FALLBACK_DRILL_STALE"));
  RecordDrill(absl::CivilDay(2025, 12, 9));
  const auto started = Start("users/abe", 1);
  EXPECT_TRUE(started.ok()) << started.status();
}

TEST_F(WaveServiceTest, TheDrillRuleCanBeSwitchedOff) {
  CreateChampion("alix", "innovation", true);
  CreateChampion("basile", "commerce", false);
  v1::Rollout rollout = FirmRollout();
  rollout.mutable_limits()->set_max_drill_age_days(0);
  CreateRollout(rollout);
  ASSERT_TRUE(Plan().ok());
  const auto started = Start("users/abe", 1);
  EXPECT_TRUE(started.ok()) << started.status();
}

TEST_F(WaveServiceTest, WavesStartInOrderThroughTheirGates) {
  RecordProperty("requirement", "S1-30");
  MakeReady();
  EXPECT_THAT(
      Violations(Start("users/abe", 2).status()),
      UnorderedElementsAre("PREVIOUS_WAVE_OPEN", "GATE_DECISION_MISSING", "CHECK_IN_MISSING"));
  ASSERT_TRUE(Start("users/abe", 1).ok());
  EXPECT_THAT(
      Violations(Complete(1, false, "").status()),
      ElementsAre("CHECK_IN_MISSING", "CHECK_IN_MISSING", "CHECK_IN_MISSING", "CHECK_IN_MISSING"));
  CompleteCheckIns(1);
  const auto completed = Complete(1, false, "");
  ASSERT_TRUE(completed.ok()) << completed.status();
  EXPECT_EQ(completed->state(), v1::Wave::COMPLETED);
  EXPECT_EQ(completed->gate().decision(), v1::Wave::CONTINUE);
  EXPECT_EQ(completed->gate().decider(), "users/abe");
  const auto second = Start("users/abe", 2);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->state(), v1::Wave::ACTIVE);
}

TEST_F(WaveServiceTest, AWaiverNeedsAReasonAndIsKept) {
  MakeReady();
  ASSERT_TRUE(Start("users/abe", 1).ok());
  EXPECT_EQ(ReasonOf(Complete(1, true, "").status()), error::v1::INVALID_FIELDS);
  const auto completed = Complete(1, true, "The team met every day.");
  ASSERT_TRUE(completed.ok()) << completed.status();
  EXPECT_EQ(completed->gate().waived_check_ins_size(), 4);
  EXPECT_EQ(completed->gate().waiver_reason(), "The team met every day.");
  const auto second = Start("users/abe", 2);
  EXPECT_TRUE(second.ok()) << second.status();
}

TEST_F(WaveServiceTest, OnlyContinueOpensTheNextWave) {
  MakeReady();
  ASSERT_TRUE(Start("users/abe", 1).ok());
  CompleteCheckIns(1);
  v1::CompleteWaveRequest complete;
  complete.set_name(WaveName(1));
  complete.set_gate_decision(v1::Wave::ADJUST);
  complete.set_reason("Prices are out of date.");
  ASSERT_TRUE(Call<v1::Wave>("users/abe", "CompleteWave", complete).ok());
  EXPECT_THAT(Violations(Start("users/abe", 2).status()), ElementsAre("GATE_DECISION_MISSING"));
  v1::DecideGateRequest decide;
  decide.set_name(WaveName(1));
  decide.set_gate_decision(v1::Wave::CONTINUE);
  decide.set_reason("Prices are right now.");
  decide.set_evidence_waiver("Nobody measures its use.");
  ASSERT_TRUE(Call<v1::Wave>("users/abe", "DecideGate", decide).ok());
  ASSERT_TRUE(Start("users/abe", 2).ok());
  decide.set_gate_decision(v1::Wave::STOP);
  EXPECT_EQ(ReasonOf(Call<v1::Wave>("users/abe", "DecideGate", decide).status()),
            error::v1::ILLEGAL_TRANSITION);
}

TEST_F(WaveServiceTest, AWavePausesResumesAndStops) {
  MakeReady();
  ASSERT_TRUE(Start("users/abe", 1).ok());
  v1::PauseWaveRequest pause;
  pause.set_name(WaveName(1));
  pause.set_reason("The supplier moves.");
  const auto paused = Call<v1::Wave>("users/mia", "PauseWave", pause);
  ASSERT_TRUE(paused.ok()) << paused.status();
  EXPECT_EQ(paused->state(), v1::Wave::PAUSED);
  EXPECT_EQ(paused->state_reason(), "The supplier moves.");
  EXPECT_EQ(ReasonOf(Call<v1::Wave>("users/mia", "PauseWave", pause).status()),
            error::v1::ILLEGAL_TRANSITION);
  v1::ResumeWaveRequest resume;
  resume.set_name(WaveName(1));
  EXPECT_EQ(Call<v1::Wave>("users/mia", "ResumeWave", resume)->state(), v1::Wave::ACTIVE);
  v1::StopWaveRequest stop;
  stop.set_name(WaveName(1));
  stop.set_reason("Nobody uses it.");
  EXPECT_EQ(ReasonOf(Call<v1::Wave>("users/carl", "StopWave", stop).status()),
            error::v1::PERMISSION_DENIED);
  const auto stopped = Call<v1::Wave>("users/abe", "StopWave", stop);
  ASSERT_TRUE(stopped.ok()) << stopped.status();
  EXPECT_EQ(stopped->gate().decision(), v1::Wave::STOP);
  EXPECT_EQ(GetRollout().state(), v1::Rollout::STOPPED);
  EXPECT_FALSE(Start("users/abe", 2).ok());
}

TEST_F(WaveServiceTest, AStartedWaveFreezesThePlan) {
  MakeReady();
  ASSERT_TRUE(Start("users/abe", 1).ok());
  EXPECT_EQ(ReasonOf(Plan().status()), error::v1::ILLEGAL_TRANSITION);
  v1::UpdateRolloutRequest update;
  *update.mutable_rollout() = GetRollout();
  update.mutable_rollout()->mutable_teams(0)->set_people(13);
  update.mutable_update_mask()->add_paths("teams");
  EXPECT_EQ(ReasonOf(Call<v1::Rollout>("users/mia", "UpdateRollout", update).status()),
            error::v1::ILLEGAL_TRANSITION);
  v1::DeleteRolloutRequest remove;
  remove.set_name(kRollout);
  EXPECT_EQ(ReasonOf(Call<v1::Rollout>("users/mia", "DeleteRollout", remove).status()),
            error::v1::ILLEGAL_TRANSITION);
}

TEST_F(WaveServiceTest, ACheckInIsDoneOnce) {
  MakeReady();
  ASSERT_TRUE(Start("users/abe", 1).ok());
  v1::CompleteCheckInRequest request;
  request.set_name(CheckIns(1)[0].name());
  request.set_request_id(kOnce);
  EXPECT_EQ(ReasonOf(Call<v1::CheckIn>("users/vic", "CompleteCheckIn", request).status()),
            error::v1::PERMISSION_DENIED);
  ASSERT_TRUE(Call<v1::CheckIn>("users/carl", "CompleteCheckIn", request).ok());
  ASSERT_TRUE(Call<v1::CheckIn>("users/carl", "CompleteCheckIn", request).ok());
  request.clear_request_id();
  EXPECT_EQ(ReasonOf(Call<v1::CheckIn>("users/carl", "CompleteCheckIn", request).status()),
            error::v1::ILLEGAL_TRANSITION);
}

TEST_F(WaveServiceTest, TheRegistryHearsHowAWaveGoes) {
  MakeReady();
  ASSERT_TRUE(Start("users/abe", 1).ok());
  CompleteCheckIns(1);
  ASSERT_TRUE(Complete(1, false, "").ok());
  registry::v1::ListEvidenceRequest request;
  request.set_parent(kProject);
  request.set_filter(absl::StrCat("source = \"rollout\" AND subject = \"", WaveName(1), "\""));
  const absl::Time deadline = absl::Now() + absl::Seconds(20);
  registry::v1::Evidence evidence;
  while (evidence.wave().state() != "COMPLETED" && absl::Now() < deadline) {
    const auto response =
        Registry<registry::v1::ListEvidenceResponse>("users/vic", "ListEvidence", request);
    ASSERT_TRUE(response.ok()) << response.status();
    if (response->evidence_size() > 0) evidence = response->evidence(0);
  }
  EXPECT_EQ(evidence.source(), "rollout");
  EXPECT_EQ(evidence.subject(), WaveName(1));
  EXPECT_EQ(evidence.wave().state(), "COMPLETED");
  EXPECT_EQ(evidence.wave().headcount(), 4);
  EXPECT_DOUBLE_EQ(evidence.wave().coverage(), 0.029);
}

TEST_F(WaveServiceTest, EveryChangeIsInTheLog) {
  MakeReady();
  ASSERT_TRUE(Start("users/abe", 1).ok());
  v1::ListChangesRequest request;
  request.set_parent(kFirm);
  request.set_resource(WaveName(1));
  EXPECT_EQ(ReasonOf(Call<v1::ListChangesResponse>("users/vic", "ListChanges", request).status()),
            error::v1::PERMISSION_DENIED);
  const auto changes = Call<v1::ListChangesResponse>("users/dev", "ListChanges", request);
  ASSERT_TRUE(changes.ok()) << changes.status();
  ASSERT_EQ(changes->changes_size(), 6);  // planned, four check-ins, started
  EXPECT_EQ(changes->changes(0).actor(), "users/mia");
  EXPECT_EQ(changes->changes(5).actor(), "users/abe");
  EXPECT_EQ(changes->changes(5).resource(), WaveName(1));
}

TEST_F(WaveServiceTest, AWatcherSeesAWaveStart) {
  MakeReady();
  ASSERT_TRUE(Start("users/abe", 1).ok());
  rpc::CallOptions options;
  options.deadline = absl::Now() + absl::Seconds(20);
  const auto stream =
      As("users/dev").Stream("palier.rollout.v1.RolloutService/WatchChanges", options);
  v1::WatchChangesRequest request;
  request.set_parent(kFirm);
  ASSERT_TRUE(stream->Write(request));
  stream->WritesDone();
  bool started = false;
  v1::WatchChangesResponse response;
  while (!started && stream->Read(&response)) {
    for (const api::v1::Change& change : response.changes()) {
      v1::Wave wave;
      started |= change.resource() == WaveName(1) && change.after().UnpackTo(&wave) &&
                 wave.state() == v1::Wave::ACTIVE;
    }
  }
  EXPECT_TRUE(started);
  stream->Cancel();
  stream->Finish().IgnoreError();
}

}  // namespace
}  // namespace palier::rollout
