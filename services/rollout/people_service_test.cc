// SPDX-License-Identifier: Apache-2.0
// The people of a roll-out over gRPC, with what the registry holds of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <thread>

#include "absl/strings/str_cat.h"
#include "palier/rollout/v1/people_service.pb.h"
#include "palier/rollout/v1/training_service.pb.h"
#include "palier/rollout/v1/use_service.pb.h"
#include "rollout/storage/dates.h"
#include "rollout/testing/rollout_fixture.h"

namespace palier::rollout {
namespace {

using registry::v1::Entry;
using status::ReasonOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kAlix[] = "organizations/firm/champions/alix";
constexpr char kInnovation[] = "organizations/firm/teams/innovation";
constexpr char kOnce[] = "22222222-2222-4222-8222-222222222222";
constexpr absl::CivilDay kMonday(2026, 3, 9);

class PeopleServiceTest : public RolloutFixture {
 protected:
  void Record(const std::string& id, const std::function<void(Entry&)>& fill) {
    registry::v1::CreateEntryRequest request;
    request.set_parent(kProject);
    request.set_entry_id(id);
    request.mutable_entry()->set_display_name(id);
    fill(*request.mutable_entry());
    const auto made = Registry<Entry>("users/carl", "CreateEntry", request);
    ASSERT_TRUE(made.ok()) << made.status();
  }
  v1::QueryWavePeopleResponse People(int wave, const std::string& language = "en") {
    v1::QueryWavePeopleRequest request;
    request.set_name(WaveName(wave));
    const auto people =
        Call<v1::QueryWavePeopleResponse>("users/vic", "QueryWavePeople", request, language);
    EXPECT_TRUE(people.ok()) << people.status();
    return people.ok() ? *people : v1::QueryWavePeopleResponse();
  }
  v1::QuerySuccessesResponse Successes(const std::string& language = "en") {
    v1::QuerySuccessesRequest request;
    request.set_parent(kRollout);
    const auto successes =
        Call<v1::QuerySuccessesResponse>("users/vic", "QuerySuccesses", request, language);
    EXPECT_TRUE(successes.ok()) << successes.status();
    return successes.ok() ? *successes : v1::QuerySuccessesResponse();
  }
  absl::StatusOr<v1::SessionAttendance> Attend(int session, int people,
                                               const std::string& request_id = "") {
    v1::RecordAttendanceRequest request;
    request.set_parent(WaveName(1));
    request.set_team(kInnovation);
    request.set_session_number(session);
    request.set_attended_count(people);
    request.set_request_id(request_id);
    return Call<v1::SessionAttendance>("users/carl", "RecordAttendance", request);
  }
  v1::QueryTrainingLoadResponse Load(int weeks = 0) {
    v1::QueryTrainingLoadRequest request;
    request.set_parent(kFirm);
    request.set_week_count(weeks);
    const auto load =
        Call<v1::QueryTrainingLoadResponse>("users/vic", "QueryTrainingLoad", request);
    EXPECT_TRUE(load.ok()) << load.status();
    return load.ok() ? *load : v1::QueryTrainingLoadResponse();
  }
};

std::vector<std::string> RulesOf(const google::protobuf::RepeatedPtrField<v1::Explanation>& all) {
  std::vector<std::string> rules;
  for (const v1::Explanation& one : all) rules.push_back(one.rule());
  return rules;
}

TEST_F(PeopleServiceTest, TheRegistryIsAskedAboutThePeopleOfAWave) {
  RecordProperty("requirement", "S0-11 S0-12 S0-19 S0-26 S0-28 S1-07");
  MakeReady();
  EXPECT_THAT(RulesOf(People(1).findings()), ElementsAre("TEAM_NOT_INVOLVED", "ROLE_CHANGE_MISSING",
                                                         "WORKSHOP_MISSING", "DIAGNOSTIC_MISSING"));
  Record("workshop", [](Entry& entry) {
    entry.mutable_involvement()->set_type(registry::v1::Involvement::WORKSHOP);
    entry.mutable_involvement()->add_teams(kInnovation);
    *entry.mutable_event_date() = ToDate(kMonday - 10);
  });
  Record("later", [](Entry& entry) {
    entry.mutable_involvement()->set_type(registry::v1::Involvement::INTERVIEW);
    entry.mutable_involvement()->add_teams(kInnovation);
    *entry.mutable_event_date() = ToDate(kMonday + 10);
  });
  Record("fear", [](Entry& entry) {
    entry.mutable_concern()->set_category(registry::v1::Concern::JOB);
    entry.mutable_concern()->set_team(kInnovation);
    *entry.mutable_event_date() = ToDate(kMonday - 20);
  });
  Record("job", [](Entry& entry) {
    entry.mutable_role_change()->set_team(kInnovation);
    entry.mutable_role_change()->add_created_tasks("Checks what the assistant drafts.");
  });
  Record("diagnostic", [](Entry& entry) {
    entry.mutable_diagnostic()->set_human(registry::v1::Diagnostic::YES);
  });
  const v1::QueryWavePeopleResponse people = People(1, "fr");
  ASSERT_EQ(people.teams_size(), 1);
  EXPECT_EQ(people.teams(0).people_count(), 4);
  EXPECT_EQ(people.teams(0).workshop_count(), 1);
  EXPECT_EQ(people.teams(0).interview_count(), 0);
  EXPECT_EQ(people.teams(0).role_change_count(), 1);
  EXPECT_EQ(people.involved_permille(), 1000);
  EXPECT_EQ(people.human_answer(), v1::HUMAN_YES);
  ASSERT_EQ(people.concern_months_size(), 1);
  EXPECT_EQ(people.concern_months(0).month_date().month(), 2);
  EXPECT_THAT(RulesOf(people.findings()), ElementsAre("CONCERN_OPEN", "ROLE_CHANGE_UNSIGNED"));
  EXPECT_EQ(people.findings(0).text(), "Craintes ouvertes : 1 sur 1.");
}

TEST_F(PeopleServiceTest, AWaveWaitsForTheInvolvementThatItsLimitsAskFor) {
  RecordProperty("requirement", "S0-11 S0-28");
  CreateChampion("alix", "innovation", true);
  CreateChampion("basile", "commerce", false);
  v1::Rollout rollout = FirmRollout();
  rollout.mutable_limits()->set_min_involved_permille(500);
  rollout.mutable_limits()->set_min_workshops(1);
  CreateRollout(rollout);
  ASSERT_TRUE(Plan().ok());
  RecordDrill(absl::CivilDay(2026, 3, 1));
  EXPECT_THAT(Violations(Start("users/abe", 1).status()),
              ElementsAre("INVOLVEMENT_TOO_LOW", "WORKSHOPS_TOO_FEW"));
  Record("workshop", [](Entry& entry) {
    entry.mutable_involvement()->set_type(registry::v1::Involvement::WORKSHOP);
    *entry.mutable_event_date() = ToDate(kMonday);
    entry.mutable_involvement()->add_teams(kInnovation);
  });
  const auto started = Start("users/abe", 1);
  EXPECT_TRUE(started.ok()) << started.status();
}

TEST_F(PeopleServiceTest, SessionsAreRecordedOnceAndCountForWhoHeldThem) {
  RecordProperty("requirement", "S1-31");
  MakeReady();
  EXPECT_EQ(ReasonOf(Attend(1, 4).status()), error::v1::ILLEGAL_TRANSITION);
  ASSERT_TRUE(Start("users/abe", 1).ok());
  const v1::WaveTeam team = GetWave(1)->teams(0);
  ASSERT_EQ(team.sessions_size(), 1);
  SetTime(
      absl::FromCivil(absl::CivilHour(ToDay(team.sessions(0).date())) - 24, absl::UTCTimeZone()));
  EXPECT_EQ(ReasonOf(Attend(1, 4).status()), error::v1::INVALID_FIELDS);
  SetTime(
      absl::FromCivil(absl::CivilHour(ToDay(team.sessions(0).date())) + 18, absl::UTCTimeZone()));
  EXPECT_EQ(ReasonOf(Attend(2, 4).status()), error::v1::INVALID_FIELDS);
  const auto first = Attend(1, 4, kOnce);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->champion(), kAlix);
  EXPECT_EQ(first->planned_count(), 4);
  EXPECT_EQ(first->minutes(), 120);
  EXPECT_EQ(Attend(1, 4, kOnce)->etag(), first->etag());
  EXPECT_EQ(Attend(1, 4)->etag(), first->etag());
  const auto fewer = Attend(1, 3);
  ASSERT_TRUE(fewer.ok()) << fewer.status();
  EXPECT_EQ(fewer->attended_count(), 3);
  v1::RecordAttendanceRequest stranger;
  stranger.set_parent(WaveName(1));
  stranger.set_team(kInnovation);
  stranger.set_session_number(1);
  stranger.set_champion("organizations/other/champions/alix");
  EXPECT_EQ(
      ReasonOf(Call<v1::SessionAttendance>("users/carl", "RecordAttendance", stranger).status()),
      error::v1::INVALID_FIELDS);

  v1::QueryAmbassadorsRequest request;
  request.set_parent(kRollout);
  const auto ambassadors =
      Call<v1::QueryAmbassadorsResponse>("users/vic", "QueryAmbassadors", request);
  ASSERT_TRUE(ambassadors.ok()) << ambassadors.status();
  ASSERT_EQ(ambassadors->ambassadors_size(), 2);
  EXPECT_EQ(ambassadors->ambassadors(0).champion(), kAlix);
  EXPECT_TRUE(ambassadors->ambassadors(0).certified());
  EXPECT_EQ(ambassadors->ambassadors(0).held_session_count(), 1);
  EXPECT_EQ(ambassadors->ambassadors(0).trained_count(), 3);
  EXPECT_EQ(ambassadors->ambassadors(0).held_minutes(), 120);
}

TEST_F(PeopleServiceTest, ASessionThatManyRecordAtOnceIsOneSession) {
  RecordProperty("requirement", "S1-31");
  MakeReady();
  ASSERT_TRUE(Start("users/abe", 1).ok());
  SetTime(absl::FromCivil(absl::CivilHour(2026, 3, 14, 8), absl::UTCTimeZone()));
  const rpc::Client& carl = As("users/carl");
  std::vector<std::thread> threads;
  std::array<absl::Status, 8> ends;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      v1::RecordAttendanceRequest request;
      request.set_parent(WaveName(1));
      request.set_team(kInnovation);
      request.set_session_number(1);
      request.set_attended_count(i % 5);
      ends[i] =
          carl.Unary<v1::SessionAttendance>(rpc::MethodPath("RecordAttendance", request), request)
              .status();
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const absl::Status& end : ends) EXPECT_TRUE(end.ok()) << end;
  v1::ListSessionAttendancesRequest list;
  list.set_parent(WaveName(1));
  const auto listed =
      Call<v1::ListSessionAttendancesResponse>("users/vic", "ListSessionAttendances", list);
  ASSERT_TRUE(listed.ok()) << listed.status();
  ASSERT_EQ(listed->session_attendances_size(), 1);
  EXPECT_LT(listed->session_attendances(0).attended_count(), 5);
}

TEST_F(PeopleServiceTest, TheLoadOfEveryWeekIsSeenOverAllRollouts) {
  RecordProperty("requirement", "S1-31 S1-09");
  MakeReady();
  const v1::QueryTrainingLoadResponse load = Load(30);
  int seats = 0, sessions = 0;
  for (const v1::TeamWeekLoad& week : load.teams()) {
    seats += week.people_count();
    EXPECT_LE(week.saturation_permille(), 1000) << week.team();
    EXPECT_THAT(week.rollouts(), ElementsAre(kRollout));
  }
  EXPECT_EQ(seats, 24);
  for (const v1::ChampionWeekLoad& week : load.champions()) {
    sessions += week.session_count();
    EXPECT_EQ(week.available_minutes(), 480);
    EXPECT_EQ(week.session_minutes(), 120 * week.session_count());
    EXPECT_EQ(week.saturation_permille(), 250 * week.session_count());
    EXPECT_EQ(week.held_session_count(), 0);
  }
  int planned = 0;
  for (const v1::Wave& wave : Waves()) {
    for (const v1::WaveTeam& team : wave.teams()) planned += team.sessions_size();
  }
  EXPECT_EQ(sessions, planned);
  EXPECT_LT(Load(1).teams_size(), load.teams_size());

  ASSERT_TRUE(Start("users/abe", 1).ok());
  SetTime(absl::FromCivil(absl::CivilHour(2026, 3, 14, 8), absl::UTCTimeZone()));
  ASSERT_TRUE(Attend(1, 2).ok());
  const v1::QueryTrainingLoadResponse after = Load(30);
  EXPECT_EQ(after.champions(0).champion(), kAlix);
  EXPECT_EQ(after.champions(0).held_session_count(), 1);
}

TEST_F(PeopleServiceTest, ADraftTakesNoRoomFromWhatIsPlanned) {
  RecordProperty("requirement", "S1-09");
  MakeReady();
  const auto saturations = [this] {
    std::vector<int> all;
    const v1::QueryTrainingLoadResponse load = Load(30);
    for (const v1::TeamWeekLoad& week : load.teams()) all.push_back(week.saturation_permille());
    return all;
  };
  const std::vector<int> before = saturations();
  v1::CreateRolloutRequest draft;
  draft.set_parent(kFirm);
  draft.set_rollout_id("mail");
  *draft.mutable_rollout() = FirmRollout();
  for (v1::TeamDeployment& team : *draft.mutable_rollout()->mutable_teams()) {
    team.set_max_training_permille(1);
  }
  const auto made = Call<v1::Rollout>("users/mia", "CreateRollout", draft);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(saturations(), before);
}

TEST_F(PeopleServiceTest, WhatWasNotHeldInAStoppedRolloutIsNoLoad) {
  RecordProperty("requirement", "S1-09");
  MakeReady();
  ASSERT_TRUE(Start("users/abe", 1).ok());
  SetTime(absl::FromCivil(absl::CivilHour(2026, 3, 14, 8), absl::UTCTimeZone()));
  v1::CompleteWaveRequest stop;
  stop.set_name(WaveName(1));
  stop.set_gate_decision(v1::Wave::STOP);
  stop.set_reason("Nobody uses it.");
  stop.set_waive_check_ins(true);
  stop.set_waiver_reason("Held.");
  const auto stopped = Call<v1::Wave>("users/abe", "CompleteWave", stop);
  ASSERT_TRUE(stopped.ok()) << stopped.status();
  ASSERT_EQ(GetRollout().state(), v1::Rollout::STOPPED);
  EXPECT_THAT(Load(30).teams(), IsEmpty());
  ASSERT_TRUE(Attend(1, 3).ok());
  const v1::QueryTrainingLoadResponse held = Load(30);
  ASSERT_EQ(held.teams_size(), 1);
  EXPECT_EQ(held.teams(0).people_count(), 3);
}

TEST_F(PeopleServiceTest, OnlyThoseWhoWantToBeNamedAreThanked) {
  RecordProperty("requirement", "S0-30 S4-11");
  CreateFirmRollout();
  v1::CreateDemonstrationRequest shown;
  shown.set_parent(kRollout);
  shown.mutable_demonstration()->set_display_name("Demonstration");
  shown.mutable_demonstration()->set_use_case("Quotations");
  shown.mutable_demonstration()->set_audience("Commerce");
  shown.mutable_demonstration()->set_attendee_count(7);
  *shown.mutable_demonstration()->mutable_event_date() = ToDate(kMonday);
  shown.mutable_demonstration()->set_champion(kAlix);
  ASSERT_TRUE(Call<v1::Demonstration>("users/carl", "CreateDemonstration", shown).ok());
  EXPECT_THAT(Successes().recognised(), IsEmpty());
  v1::UpdateChampionRequest update;
  update.mutable_champion()->set_name(kAlix);
  update.mutable_champion()->set_recognition_opt_in(true);
  update.mutable_update_mask()->add_paths("recognition_opt_in");
  ASSERT_TRUE(Call<v1::Champion>("users/mia", "UpdateChampion", update).ok());
  const v1::QuerySuccessesResponse successes = Successes();
  ASSERT_EQ(successes.recognised_size(), 1);
  EXPECT_EQ(successes.recognised(0).champion(), kAlix);
  EXPECT_EQ(successes.recognised(0).demonstration_attendee_count(), 7);
}

TEST_F(PeopleServiceTest, QuickWinsComeFromTheRegistryWithTheirState) {
  RecordProperty("requirement", "S0-30");
  CreateFirmRollout();
  const auto win = [&](const std::string& id, const std::string& achieved, bool published,
                       absl::CivilDay expected) {
    Record(id, [&](Entry& entry) {
      entry.mutable_quick_win()->set_expected("Half of the time.");
      entry.mutable_quick_win()->set_achieved(achieved);
      entry.mutable_quick_win()->set_published(published);
      *entry.mutable_quick_win()->mutable_expected_date() = ToDate(expected);
    });
  };
  win("told", "Less than half.", true, kMonday - 30);
  win("kept", "Less than half.", false, kMonday - 20);
  win("late", "", false, kMonday - 1);
  win("open", "", false, kMonday);
  const v1::QuerySuccessesResponse successes = Successes("fr");
  std::vector<v1::Success::State> states;
  for (const v1::Success& one : successes.quick_wins()) states.push_back(one.state());
  EXPECT_THAT(states, ElementsAre(v1::Success::PUBLISHED, v1::Success::ACHIEVED, v1::Success::LATE,
                                  v1::Success::EXPECTED));
  EXPECT_THAT(RulesOf(successes.findings()),
              ElementsAre("QUICK_WIN_NOT_PUBLISHED", "QUICK_WIN_LATE"));
  EXPECT_EQ(successes.findings(1).text(), "C'était attendu pour le 2026-03-08.");
}

}  // namespace
}  // namespace palier::rollout
