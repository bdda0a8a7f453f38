// SPDX-License-Identifier: Apache-2.0
// How use grows, and the support that it gets, over gRPC.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "palier/rollout/v1/people_service.pb.h"
#include "palier/rollout/v1/support_service.pb.h"
#include "palier/rollout/v1/use_service.pb.h"
#include "rollout/storage/dates.h"
#include "rollout/testing/rollout_fixture.h"

namespace palier::rollout {
namespace {

using status::ReasonOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kAlix[] = "organizations/firm/champions/alix";
constexpr absl::CivilDay kMonday(2026, 3, 9);

class UseServiceTest : public RolloutFixture {
 protected:
  absl::StatusOr<v1::UseLadder> Step(v1::UseLadder::Level level, absl::CivilDay since,
                                     const std::string& reason = "",
                                     const std::string& team = "commerce") {
    v1::RecordUseLevelRequest request;
    request.set_parent(kRollout);
    request.set_team(absl::StrCat(kFirm, "/teams/", team));
    request.set_level(level);
    *request.mutable_since_date() = ToDate(since);
    request.set_reason(reason);
    return Call<v1::UseLadder>("users/carl", "RecordUseLevel", request);
  }
  absl::StatusOr<v1::Demonstration> Show(const std::string& use_case, int attendees,
                                         absl::CivilDay day, const std::string& champion = kAlix) {
    v1::CreateDemonstrationRequest request;
    request.set_parent(kRollout);
    v1::Demonstration& demonstration = *request.mutable_demonstration();
    demonstration.set_display_name(use_case);
    demonstration.set_use_case(use_case);
    demonstration.set_audience("Commerce");
    demonstration.set_attendee_count(attendees);
    *demonstration.mutable_event_date() = ToDate(day);
    demonstration.set_champion(champion);
    return Call<v1::Demonstration>("users/carl", "CreateDemonstration", request);
  }
  absl::StatusOr<v1::SupportWeek> Support(absl::CivilDay monday, int needed, int given) {
    v1::RecordSupportRequest request;
    request.set_parent(kRollout);
    *request.mutable_monday_date() = ToDate(monday);
    request.set_needed_minutes(needed);
    request.set_given_minutes(given);
    return Call<v1::SupportWeek>("users/carl", "RecordSupport", request);
  }
  v1::QuerySupportResponse AllSupport(const std::string& language = "en") {
    v1::QuerySupportRequest request;
    request.set_parent(kFirm);
    const auto support =
        Call<v1::QuerySupportResponse>("users/vic", "QuerySupport", request, language);
    EXPECT_TRUE(support.ok()) << support.status();
    return support.ok() ? *support : v1::QuerySupportResponse();
  }
};

TEST_F(UseServiceTest, ATeamClimbsLevelByLevelOrSaysWhy) {
  RecordProperty("requirement", "S4-16");
  CreateFirmRollout();
  EXPECT_EQ(ReasonOf(Step(v1::UseLadder::PROJECT_WORK, kMonday - 7).status()),
            error::v1::INVALID_FIELDS);
  const auto first = Step(v1::UseLadder::WRITING_HELP, kMonday - 7);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->name(), absl::StrCat(kRollout, "/useLadders/commerce"));
  EXPECT_EQ(Step(v1::UseLadder::WRITING_HELP, kMonday - 7)->etag(), first->etag());
  EXPECT_EQ(ReasonOf(Step(v1::UseLadder::TAILORED_TASKS, kMonday).status()),
            error::v1::INVALID_FIELDS);
  const auto top = Step(v1::UseLadder::TAILORED_TASKS, kMonday, "Their templates were ready.");
  ASSERT_TRUE(top.ok()) << top.status();
  ASSERT_EQ(top->steps_size(), 2);
  EXPECT_EQ(top->level(), v1::UseLadder::TAILORED_TASKS);
  EXPECT_EQ(ToDay(top->since_date()), kMonday);
  EXPECT_EQ(top->steps(1).reason(), "Their templates were ready.");
  EXPECT_EQ(top->steps(1).recorder(), "users/carl");
  EXPECT_EQ(ReasonOf(Step(v1::UseLadder::WRITING_HELP, kMonday + 2, "Later.").status()),
            error::v1::INVALID_FIELDS);
  EXPECT_EQ(ReasonOf(Step(v1::UseLadder::WRITING_HELP, kMonday, "", "nobody").status()),
            error::v1::INVALID_FIELDS);
}

TEST_F(UseServiceTest, TheLibraryGathersWhatWasShownUnderOneName) {
  RecordProperty("requirement", "S4-12");
  CreateFirmRollout();
  ASSERT_TRUE(Show("Relire un devis", 6, kMonday - 3).ok());
  ASSERT_TRUE(Show("RELIRE  un Devis", 4, kMonday, "").ok());
  ASSERT_TRUE(Show("Chiffrer une pièce", 12, kMonday - 1).ok());
  EXPECT_EQ(ReasonOf(Show("Demain", 3, kMonday + 2).status()), error::v1::INVALID_FIELDS);
  EXPECT_EQ(ReasonOf(Show("Nobody", 3, kMonday, "organizations/firm/champions/nobody").status()),
            error::v1::RESOURCE_NOT_FOUND);
  for (const std::string& parent : {std::string(kRollout), absl::StrCat(kFirm, "/rollouts/-")}) {
    v1::QueryUseCasesRequest request;
    request.set_parent(parent);
    const auto library = Call<v1::QueryUseCasesResponse>("users/vic", "QueryUseCases", request);
    ASSERT_TRUE(library.ok()) << library.status();
    ASSERT_EQ(library->use_cases_size(), 2);
    EXPECT_EQ(library->use_cases(0).use_case(), "Chiffrer une pièce");
    const v1::UseCase& reading = library->use_cases(1);
    EXPECT_EQ(reading.use_case(), "Relire un devis");
    EXPECT_EQ(reading.demonstration_count(), 2);
    EXPECT_EQ(reading.attendee_count(), 10);
    EXPECT_THAT(reading.champions(), ElementsAre(kAlix));
    EXPECT_THAT(reading.rollouts(), ElementsAre(kRollout));
    EXPECT_EQ(ToDay(reading.first_date()), kMonday - 3);
    EXPECT_EQ(ToDay(reading.last_date()), kMonday);
  }
}

TEST_F(UseServiceTest, WhatADeletedRolloutShowedIsLeftOut) {
  RecordProperty("requirement", "S4-11 S4-12");
  CreateFirmRollout();
  ASSERT_TRUE(Show("Relire un devis", 6, kMonday - 3).ok());
  v1::DeleteRolloutRequest deletion;
  deletion.set_name(kRollout);
  const auto deleted = Call<v1::Rollout>("users/mia", "DeleteRollout", deletion);
  ASSERT_TRUE(deleted.ok()) << deleted.status();
  v1::QueryUseCasesRequest library;
  v1::QueryAcculturationRequest calendar;
  library.set_parent(absl::StrCat(kFirm, "/rollouts/-"));
  calendar.set_parent(library.parent());
  const auto shown = Call<v1::QueryUseCasesResponse>("users/vic", "QueryUseCases", library);
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_THAT(shown->use_cases(), IsEmpty());
  const auto events =
      Call<v1::QueryAcculturationResponse>("users/vic", "QueryAcculturation", calendar);
  ASSERT_TRUE(events.ok()) << events.status();
  EXPECT_THAT(events->events(), IsEmpty());
  for (const std::string& gone : {std::string(kRollout), absl::StrCat(kFirm, "/rollouts/none")}) {
    library.set_parent(gone);
    calendar.set_parent(gone);
    EXPECT_TRUE(absl::IsNotFound(
        Call<v1::QueryUseCasesResponse>("users/vic", "QueryUseCases", library).status()))
        << gone;
    EXPECT_TRUE(absl::IsNotFound(
        Call<v1::QueryAcculturationResponse>("users/vic", "QueryAcculturation", calendar).status()))
        << gone;
  }
}

TEST_F(UseServiceTest, SupportThatIsMissingIsFlaggedAndSilenceIsNotZero) {
  RecordProperty("requirement", "S1-10");
  MakeReady();
  EXPECT_THAT(AllSupport().rollouts(), IsEmpty());
  ASSERT_TRUE(Start("users/abe", 1).ok());
  const auto week = Support(kMonday, 600, 450);
  ASSERT_TRUE(week.ok()) << week.status();
  EXPECT_EQ(week->name(), absl::StrCat(kRollout, "/supportWeeks/week-2026-03-09"));
  EXPECT_EQ(Support(kMonday, 600, 450)->etag(), week->etag());
  EXPECT_EQ(ReasonOf(Support(kMonday - 1, 600, 450).status()), error::v1::INVALID_FIELDS);
  EXPECT_EQ(ReasonOf(Support(kMonday + 7, 600, 450).status()), error::v1::INVALID_FIELDS);
  SetTime(absl::FromCivil(absl::CivilHour(2026, 3, 23, 8), absl::UTCTimeZone()));
  v1::QuerySupportResponse support = AllSupport("fr");
  ASSERT_EQ(support.rollouts_size(), 1);
  EXPECT_EQ(support.rollouts(0).wave(), WaveName(1));
  EXPECT_EQ(support.rollouts(0).headcount(), 4);
  EXPECT_EQ(support.rollouts(0).missing_minutes(), 150);
  ASSERT_EQ(support.rollouts(0).unrecorded_monday_dates_size(), 1);
  EXPECT_EQ(ToDay(support.rollouts(0).unrecorded_monday_dates(0)), kMonday + 7);
  ASSERT_EQ(support.rollouts(0).warnings_size(), 2);
  EXPECT_EQ(support.rollouts(0).warnings(0).rule(), "SUPPORT_SHORTAGE");
  EXPECT_EQ(support.rollouts(0).warnings(0).text(),
            "Il a manqué 2 h 30 d'accompagnement : 7 h 30 données, 10 h 00 nécessaires.");
  EXPECT_EQ(support.rollouts(0).warnings(1).rule(), "SUPPORT_UNKNOWN");
  ASSERT_TRUE(Support(kMonday, 600, 600).ok());
  ASSERT_TRUE(Support(kMonday + 7, 60, 90).ok());
  support = AllSupport();
  EXPECT_EQ(support.rollouts(0).given_minutes(), 690);
  EXPECT_THAT(support.rollouts(0).warnings(), IsEmpty());
}

TEST_F(UseServiceTest, TheCalendarOfAcculturationHasWhatIsSaidShownAndLearnt) {
  RecordProperty("requirement", "S4-11");
  CreateFirmRollout();
  ASSERT_TRUE(Show("Relire un devis", 6, kMonday - 3).ok());
  v1::QueryAcculturationRequest request;
  request.set_parent(absl::StrCat(kFirm, "/rollouts/-"));
  auto calendar = Call<v1::QueryAcculturationResponse>("users/vic", "QueryAcculturation", request);
  ASSERT_TRUE(calendar.ok()) << calendar.status();
  ASSERT_EQ(calendar->events_size(), 2);
  EXPECT_EQ(calendar->events(0).kind(), v1::AcculturationEvent::COMMUNICATION);
  EXPECT_EQ(calendar->events(0).source(), absl::StrCat(kRollout, "/communications/launch"));
  EXPECT_FALSE(calendar->events(0).done());
  EXPECT_EQ(calendar->events(1).kind(), v1::AcculturationEvent::DEMONSTRATION);
  EXPECT_TRUE(calendar->events(1).done());
  *request.mutable_start_date() = ToDate(kMonday - 3);
  calendar = Call<v1::QueryAcculturationResponse>("users/vic", "QueryAcculturation", request);
  ASSERT_TRUE(calendar.ok()) << calendar.status();
  EXPECT_EQ(calendar->events_size(), 1);
  *request.mutable_end_date() = ToDate(kMonday + 397);
  EXPECT_EQ(
      ReasonOf(Call<v1::QueryAcculturationResponse>("users/vic", "QueryAcculturation", request)
                   .status()),
      error::v1::INVALID_FIELDS);
}

}  // namespace
}  // namespace palier::rollout
