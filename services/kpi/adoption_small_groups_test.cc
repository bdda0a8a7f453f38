// SPDX-License-Identifier: Apache-2.0
// Adoption, and the queries beside it, tell nothing of small groups of people, over gRPC.
#include <gmock/gmock.h>

#include <functional>
#include <map>
#include <random>

#include "absl/strings/str_cat.h"
#include "common/time/proto_time.h"
#include "kpi/testing/adoption_fixture.h"
#include "palier/kpi/v1/comparison_service.pb.h"

namespace palier::kpi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using AdoptionSmallGroupsTest = AdoptionFixture;

TEST_F(AdoptionSmallGroupsTest, SegmentsOfTeamsWithoutTheSmall) {
  RecordProperty("requirement", "S1-06");
  UseInWeek10();
  const auto adoption = Adoption();
  ASSERT_TRUE(adoption.ok()) << adoption.status();
  const v1::AdoptionPeriod& week = adoption->periods(0);
  EXPECT_THAT(Lines(week), ElementsAre("firm 21", "ops 15", "audit hidden", "claims 8 INTENSIVE",
                                       "desk hidden", "lab 6 TRYING"));
  EXPECT_EQ(week.hidden_team_count(), 2);
  ASSERT_THAT(week.segments(), SizeIs(2));
  EXPECT_EQ(week.segments(0).segment(), v1::AdoptionUnit::TRYING);
  EXPECT_EQ(week.segments(0).team_count(), 1);
  for (const char* person : {"users/vic", "users/carl", "users/mia", "users/dev"}) {
    EXPECT_TRUE(absl::IsPermissionDenied(Full(person).status())) << person;
  }
  const auto full = Full(kGateKeeper);
  ASSERT_TRUE(full.ok()) << full.status();
  EXPECT_THAT(Lines(full->periods(0)),
              ElementsAre("firm 21", "ops 15", "audit 2 REGULAR", "claims 8 INTENSIVE",
                          "desk 5 TRYING", "lab 6 TRYING"));
  EXPECT_THAT(Lines(Adoption("users/vic", 0, absl::StrCat(kFirm, "/teams/audit"))->periods(0)),
              ElementsAre("audit hidden"));
}

TEST_F(AdoptionSmallGroupsTest, WhatWasToldStays) {
  UseInWeek10();
  const auto first = Adoption("users/vic", 1);
  ASSERT_TRUE(first.ok()) << first.status();
  Use("claims", 10, kWeek10 + 4, 1);  // late
  Use("new", 1, kWeek10, 1);
  AddTeam("new", "ops", 1);
  const auto second = Adoption("users/mia", 26);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->DebugString(), first->DebugString()) << "the difference would tell of one";
  EXPECT_EQ(Full(kGateKeeper)->periods(0).units(0).active_user_count(), 24);
}

TEST_F(AdoptionSmallGroupsTest, AnotherCadenceTellsNoPeriodTwice) {
  RecordProperty("requirement", "S1-48");
  Use("lab", 9, kWeek8, 5);
  Use("lab", 7, kWeek9, 5);
  UseInWeek10();
  EXPECT_THAT(Labels(*Adoption()), ElementsAre("2026-W08", "2026-W09", "2026-W10"));
  v1::UpdateKpiRequest request;
  request.mutable_kpi()->set_name(KpiName("users"));
  request.mutable_kpi()->set_cadence(v1::Kpi::MONTHLY);
  ASSERT_TRUE(Call<v1::Kpi>("users/mia", "UpdateKpi", request).ok());
  SetTime(absl::FromCivil(absl::CivilDay(2026, 5, 2), absl::UTCTimeZone()));
  Use("lab", 8, absl::CivilDay(2026, 4, 7), 2);
  const auto adoption = Adoption();
  EXPECT_THAT(Labels(*adoption), ElementsAre("2026-W08", "2026-W09", "2026-W10", "2026-04"));
  std::map<absl::CivilDay, int> seen;
  for (const v1::AdoptionPeriod& period : adoption->periods()) {
    absl::CivilDay day = *time::DayOf(period.first_date());
    for (; day <= *time::DayOf(period.last_date()); ++day) EXPECT_EQ(++seen[day], 1) << day;
  }
  EXPECT_THAT(Labels(*Full(kGateKeeper)), ElementsAre("2026-02", "2026-03", "2026-04"));
}

TEST_F(AdoptionSmallGroupsTest, OtherQueriesTellPeopleNoMore) {
  v1::Kpi minutes = LeadTime();
  ASSERT_TRUE(KpiFixture::Create("minutes", minutes).ok());
  v1::Measurement one = Of("minutes", "1", 3, kWeek10);
  one.set_user("ana");
  ASSERT_TRUE(Ingest({one}).ok());
  SetTime(absl::FromCivil(absl::CivilHour(2026, 3, 9, 9), absl::UTCTimeZone()));
  ASSERT_TRUE(KpiFixture::Create("second", Users(v1::Kpi::WEEKLY)).ok());
  UseInWeek10();
  const auto query = [&](const std::string& kpi,
                         const std::function<void(v1::QueryKpiRequest&)>& ask) {
    v1::QueryKpiRequest request;
    request.set_name(KpiName(kpi));
    ask(request);
    return Call<v1::QueryKpiResponse>("users/mia", "QueryKpi", request);
  };
  const auto plain = query("users", [](auto&) {});
  ASSERT_TRUE(plain.ok()) << plain.status();
  EXPECT_EQ(plain->series(0).points(0).decimal(), "21");
  EXPECT_EQ(plain->series(0).points(0).measurement_count(), 0);
  std::vector<std::string> teams;
  const auto by_team = query("users", [](auto& r) { r.set_by_team(true); });
  for (const auto& series : by_team->series())
    teams.push_back(absl::StrCat(series.team(), "=", series.points(0).decimal()));
  EXPECT_THAT(teams, ElementsAre("claims=8", "lab=6"));
  EXPECT_THAT(query("users", [](auto& r) { r.set_team("audit"); })->series(), IsEmpty());
  EXPECT_THAT(query("users", [](auto& r) { *r.mutable_to_date() = DateFrom(kWeek9); })->series(),
              IsEmpty());
  for (const v1::PeriodUnit unit : {v1::DAY, v1::MONTH, v1::QUARTER}) {
    EXPECT_TRUE(
        absl::IsInvalidArgument(query("users", [&](auto& r) { r.set_unit(unit); }).status()));
  }
  EXPECT_TRUE(absl::IsInvalidArgument(query("users", [](auto& r) {
                                        time::SetTime(absl::UnixEpoch(), r.mutable_as_known_time());
                                      }).status()));
  EXPECT_TRUE(absl::IsPermissionDenied(query("second", [](auto&) {}).status()))
      << "a second KPI of people could differ by a few of them";
  EXPECT_EQ(query("minutes", [](auto&) {})->series(0).points(0).distinct_users(), 0);
  v1::GetKpiStatusRequest status;
  status.set_name(KpiName("users"));
  const auto standing = Call<v1::KpiStatus>("users/vic", "GetKpiStatus", status);
  EXPECT_EQ(standing->actual_value(), 21);
  EXPECT_EQ(standing->measurement_count(), 0) << "it would grow with each use of one person";
  *status.mutable_as_of_date() = DateFrom(kWeek10 - 1);
  Use("audit", 3, kWeek9, 1);
  EXPECT_TRUE(
      absl::IsPermissionDenied(Call<v1::KpiStatus>("users/vic", "GetKpiStatus", status).status()));
  EXPECT_EQ(Call<v1::KpiStatus>(kGateKeeper, "GetKpiStatus", status)->actual_value(), 3);
  v1::QueryKpiCorrectionsRequest corrections;
  corrections.set_name(KpiName("users"));
  EXPECT_TRUE(absl::IsPermissionDenied(
      Call<v1::QueryKpiCorrectionsResponse>("users/mia", "QueryKpiCorrections", corrections)
          .status()));
  v1::CompareKpiRequest compare;
  compare.set_name(KpiName("users"));
  for (v1::DateRange* range : {compare.mutable_before(), compare.mutable_after()}) {
    *range->mutable_first_date() = DateFrom(kWeek9);
    *range->mutable_last_date() = DateFrom(kWeek10);
  }
  EXPECT_TRUE(absl::IsPermissionDenied(
      Call<v1::CompareKpiResponse>("users/mia", "CompareKpi", compare).status()));
  v1::QueryKpiForecastRequest forecast;
  forecast.set_name(KpiName("users"));
  forecast.set_team("audit");
  EXPECT_TRUE(absl::IsPermissionDenied(
      Call<v1::QueryKpiForecastResponse>("users/mia", "QueryKpiForecast", forecast).status()));
}

TEST_F(AdoptionSmallGroupsTest, WhatCountsPeopleStaysSoAndIsNoBenefit) {
  UseInWeek10();
  v1::UpdateKpiRequest update;
  update.mutable_kpi()->set_name(KpiName("users"));
  update.mutable_kpi()->set_aggregation(v1::Kpi::COUNT);
  update.mutable_update_mask()->add_paths("aggregation");
  const absl::Status refused = Call<v1::Kpi>("users/mia", "UpdateKpi", update).status();
  EXPECT_TRUE(absl::IsInvalidArgument(refused)) << refused;
  EXPECT_THAT(refused.ToString(), HasSubstr("aggregation"));
  v1::Kpi faster = Users(v1::Kpi::WEEKLY);
  faster.set_category(v1::Kpi::EFFICIENCY);
  ASSERT_TRUE(KpiFixture::Create("faster", faster).ok());
  v1::Measurement one = Of("faster", "1", 1, kWeek10);
  one.set_user("ana");
  ASSERT_TRUE(Ingest({one}).ok());
  EXPECT_THAT(Adoption()->benefits(), IsEmpty()) << "one person was faster";
  v1::QueryKpiRequest request;
  request.set_name(KpiName("faster"));
  EXPECT_TRUE(absl::IsPermissionDenied(
      Call<v1::QueryKpiResponse>("users/mia", "QueryKpi", request).status()));
  v1::DeleteKpiRequest remove;
  remove.set_name(KpiName("users"));
  remove.set_force(true);
  ASSERT_TRUE(Call<google::protobuf::Empty>("users/mia", "DeleteKpi", remove).ok());
  EXPECT_TRUE(absl::IsNotFound(Adoption().status()));
  EXPECT_TRUE(absl::IsPermissionDenied(
      Call<v1::QueryKpiResponse>("users/mia", "QueryKpi", request).status()))
      << "not NOT_FOUND, though nothing counts users any more";
}

TEST_F(AdoptionSmallGroupsTest, AnotherKpiDoesNotTellTheSameDaysAgain) {
  UseInWeek10();
  ASSERT_THAT(Adoption()->periods(), SizeIs(1));
  v1::DeleteKpiRequest remove;
  remove.set_name(KpiName("users"));
  remove.set_force(true);
  ASSERT_TRUE(Call<google::protobuf::Empty>("users/mia", "DeleteKpi", remove).ok());
  ASSERT_TRUE(KpiFixture::Create("others", Users(v1::Kpi::WEEKLY)).ok());
  std::vector<v1::Measurement> used;
  for (int person = 0; person < 9; ++person) {
    const std::string user = absl::StrCat("claims-", person);
    for (const absl::CivilDay day : {kWeek10, kWeek10 + 7}) {
      used.push_back(Of("others", absl::StrCat(user, absl::FormatCivilTime(day)), 1, day));
      used.back().set_user(user);
      used.back().set_team("claims");
    }
  }
  ASSERT_TRUE(Ingest(used).ok());
  EXPECT_THAT(Adoption()->periods(), IsEmpty()) << "one person more than what was told";
  SetTime(absl::FromCivil(absl::CivilHour(2026, 3, 16, 9), absl::UTCTimeZone()));
  const auto later = Adoption();
  ASSERT_THAT(later->periods(), SizeIs(1));
  EXPECT_EQ(later->periods(0).label(), "2026-W11");
  EXPECT_EQ(later->periods(0).units(0).active_user_count(), 9);
}

TEST_F(AdoptionSmallGroupsTest, NoDifferenceOfItsFiguresTellsOfFew) {
  RecordProperty("requirement", "S4-14");
  std::mt19937 random(16);
  std::vector<std::string> teams = {"claims", "desk", "audit", "lab", ""};
  for (const char* more : {"north", "south", "east"}) {
    AddTeam(more, random() % 2 == 0 ? "ops" : "", 0);
    teams.push_back(more);
  }
  for (int week = 0; week < 20; ++week) {
    for (const std::string& team : teams) {
      if (const int people = random() % 9; people > 0) Use(team, people, kWeek10 - 7 * week, 1);
    }
  }
  const v1::Adoption adoption = *Adoption("users/vic", 26);
  ASSERT_THAT(adoption.periods(), SizeIs(20));
  const auto few = [](int64_t people) { return people != 0 && people < 5; };
  int hidden = 0;
  for (const v1::AdoptionPeriod& week : adoption.periods()) {
    // What is left of a unit when all that is told of its parts is taken away.
    std::map<std::string, int64_t> rest;
    for (const v1::AdoptionUnit& unit : week.units()) {
      hidden += unit.hidden();
      if (unit.hidden()) continue;
      EXPECT_FALSE(few(unit.active_user_count())) << week.label() << " " << unit.unit();
      rest[unit.unit()] += unit.active_user_count();
      if (unit.unit() == kFirm) continue;
      rest[unit.department().empty() ? kFirm : unit.department()] -= unit.active_user_count();
      if (!unit.department().empty()) {
        EXPECT_FALSE(few(week.units(0).active_user_count() - unit.active_user_count()));
      }
    }
    for (const auto& [unit, people] : rest)
      EXPECT_FALSE(few(people)) << week.label() << " " << unit;
  }
  EXPECT_GT(hidden, 20) << "of 20 weeks with small teams";
}

}  // namespace
}  // namespace palier::kpi
