// SPDX-License-Identifier: Apache-2.0
// Adoption over gRPC: how many, how often, for what benefit, and never who.
#include <gmock/gmock.h>

#include <functional>
#include <map>
#include <random>

#include "absl/strings/str_cat.h"
#include "common/time/proto_time.h"
#include "kpi/testing/kpi_fixture.h"
#include "kpi/testing/on_postgres.h"
#include "palier/kpi/v1/adoption_service.pb.h"
#include "palier/kpi/v1/comparison_service.pb.h"
#include "palier/kpi/v1/survey_service.pb.h"
#include "palier/registry/v1/organization_service.pb.h"

namespace palier::kpi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// A caller with the permission of full statistics.
constexpr char kGateKeeper[] = "services/reporting";
// Mondays. The fixture's clock stands on 9 March 2026, a Monday.
constexpr absl::CivilDay kWeek8(2026, 2, 16);
constexpr absl::CivilDay kWeek9(2026, 2, 23);
constexpr absl::CivilDay kWeek10(2026, 3, 2);

class AdoptionServiceTest : public KpiFixture {
 protected:
  void SetUp() override {
    KpiFixture::SetUp();
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

  void AddTeam(const std::string& id, const std::string& department, int headcount) {
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
  static v1::Kpi Users(v1::Kpi::Cadence cadence) {
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
  // `people` of a team use the tool on each of the first `days` days from `first_day` on.
  void Use(const std::string& team, int people, absl::CivilDay first_day, int days) {
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
  void UseInWeek10() {
    Use("claims", 8, kWeek10, 4);
    Use("desk", 5, kWeek10, 1);
    Use("audit", 2, kWeek10, 2);
    Use("lab", 6, kWeek10, 3);
  }
  absl::StatusOr<v1::Adoption> Adoption(const std::string& principal = "users/vic", int periods = 0,
                                        const std::string& unit = "") {
    v1::QueryAdoptionRequest request;
    request.set_parent(kProject);
    request.set_period_count(periods);
    request.set_unit(unit);
    return Call<v1::Adoption>(principal, "QueryAdoption", request);
  }
  absl::StatusOr<v1::Adoption> Full(const std::string& principal) {
    v1::QueryFullAdoptionRequest request;
    request.set_parent(kProject);
    return Call<v1::Adoption>(principal, "QueryFullAdoption", request);
  }
  // `claims 8 INTENSIVE`, or `audit hidden`.
  static std::vector<std::string> Lines(const v1::AdoptionPeriod& period) {
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
  static std::vector<std::string> Labels(const v1::Adoption& adoption) {
    std::vector<std::string> labels;
    for (const v1::AdoptionPeriod& period : adoption.periods()) labels.push_back(period.label());
    return labels;
  }
};

TEST_F(AdoptionServiceTest, HowManyHowOftenForWhatBenefit) {
  RecordProperty("requirement", "S4-13");
  ASSERT_TRUE(KpiFixture::Create("lead-time", LeadTime()).ok());
  ASSERT_TRUE(Ingest({Of("lead-time", "case", 8.5, kWeek10 + 1)}).ok());
  UseInWeek10();
  const auto adoption = Adoption();
  ASSERT_TRUE(adoption.ok()) << adoption.status();
  EXPECT_EQ(adoption->kpi(), KpiName("users"));
  EXPECT_EQ(adoption->period_unit(), v1::WEEK);
  ASSERT_THAT(Labels(*adoption), ElementsAre("2026-W10"));
  const v1::AdoptionUnit& all = adoption->periods(0).units(0);
  EXPECT_EQ(all.unit(), kFirm);
  EXPECT_EQ(all.active_user_count(), 21);
  EXPECT_EQ(all.active_day_count(), 8 * 4 + 5 + 2 * 2 + 6 * 3);
  EXPECT_DOUBLE_EQ(all.active_days_per_user(), 59.0 / 21);
  EXPECT_DOUBLE_EQ(all.stickiness(), 59.0 / 21 / 7);
  EXPECT_EQ(all.headcount(), 55);
  ASSERT_THAT(adoption->benefits(), SizeIs(1));
  EXPECT_EQ(adoption->benefits(0).decimal(), "8.50");
  EXPECT_EQ(adoption->benefits(0).unit(), "d");
}

TEST_F(AdoptionServiceTest, SegmentsOfTeamsWithoutTheSmall) {
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

TEST_F(AdoptionServiceTest, WhatWasToldStays) {
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

TEST_F(AdoptionServiceTest, AnotherCadenceTellsNoPeriodTwice) {
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

TEST_F(AdoptionServiceTest, APeriodIsToldWhenItHasClosed) {
  UseInWeek10();
  Use("lab", 9, absl::CivilDay(2026, 3, 9), 1);
  EXPECT_THAT(Labels(*Adoption()), ElementsAre("2026-W10")) << "week 11 has just begun";
  v1::UpdateKpiRequest request;
  request.mutable_kpi()->set_name(KpiName("users"));
  request.mutable_kpi()->set_close_days(3);
  ASSERT_TRUE(Call<v1::Kpi>("users/mia", "UpdateKpi", request).ok());
  SetTime(absl::FromCivil(absl::CivilDay(2026, 3, 18), absl::UTCTimeZone()));
  EXPECT_THAT(Labels(*Adoption()), ElementsAre("2026-W10"));
  EXPECT_THAT(Labels(*Full(kGateKeeper)), ElementsAre("2026-W10", "2026-W11"));
  SetTime(absl::FromCivil(absl::CivilDay(2026, 3, 19), absl::UTCTimeZone()));
  EXPECT_THAT(Labels(*Adoption()), ElementsAre("2026-W10", "2026-W11"));
}

TEST_F(AdoptionServiceTest, SeatsAreTheLastOnesMeasured) {
  RecordProperty("requirement", "S1-37");
  v1::Kpi seats = Users(v1::Kpi::WEEKLY);
  seats.set_unit("seats");
  seats.set_aggregation(v1::Kpi::LAST);
  ASSERT_TRUE(KpiFixture::Create("seats", seats).ok());
  std::vector<v1::Measurement> bought = {Of("seats", "1", 8, kWeek8), Of("seats", "2", 12, kWeek9),
                                         Of("seats", "3", 20, kWeek10 + 8),
                                         Of("seats", "4", 5, kWeek9)};
  for (int i = 0; i < 3; ++i) bought[i].set_team("claims");
  bought[3].set_team("lab");
  ASSERT_TRUE(Ingest(bought).ok());
  UseInWeek10();
  const v1::Adoption adoption = *Adoption();
  const v1::AdoptionPeriod& week = adoption.periods(0);
  EXPECT_EQ(week.units(0).seat_count(), 17);
  EXPECT_EQ(week.units(1).seat_count(), 12) << "of a department: its teams'";
  EXPECT_EQ(week.units(3).seat_count(), 12) << "not what was bought after the week";
  EXPECT_FALSE(week.units(4).has_seat_count());
}

TEST_F(AdoptionServiceTest, LeadersAreToldInQuartersOnly) {
  RecordProperty("requirement", "S1-40");
  for (int i = 0; i < 6; ++i) {
    registry::v1::CreatePersonRequest request;
    request.set_parent(kFirm);
    request.set_person_id(absl::StrCat("leader-", i));
    request.mutable_person()->set_display_name("A leader");
    request.mutable_person()->set_executive_committee(true);
    // As they sign in to the tool.
    request.mutable_person()->set_principal(absl::StrCat("users/lab-", i));
    request.mutable_person()->set_email(absl::StrCat("lab-", i));
    ASSERT_TRUE(Registry<registry::v1::Person>("users/dev", "CreatePerson", request).ok());
  }
  Use("claims", 8, kWeek8, 1);
  Use("lab", 4, kWeek9, 1);
  Use("claims", 8, kWeek9, 1);
  UseInWeek10();
  const auto adoption = Adoption();
  ASSERT_THAT(adoption->periods(), SizeIs(3));
  EXPECT_EQ(adoption->periods(0).leaders_use(), v1::AdoptionPeriod::FEW) << "maybe nobody";
  EXPECT_EQ(adoption->periods(1).leaders_use(), v1::AdoptionPeriod::MANY) << "4 of 6";
  EXPECT_EQ(adoption->periods(2).leaders_use(), v1::AdoptionPeriod::MOST);
}

TEST_F(AdoptionServiceTest, UseIsCrossedWithSatisfaction) {
  RecordProperty("requirement", "S4-14");
  v1::CreateSurveyRequest request;
  request.set_parent(kProject);
  request.set_survey_id("spring");
  request.mutable_survey()->set_display_name("Spring");
  request.mutable_survey()->add_questions()->set_question_id("recommend");
  const absl::Time now = absl::FromCivil(absl::CivilHour(2026, 3, 9, 8), absl::UTCTimeZone());
  time::SetTime(now, request.mutable_survey()->mutable_open_time());
  time::SetTime(now + absl::Hours(24), request.mutable_survey()->mutable_close_time());
  ASSERT_TRUE(Call<v1::Survey>("users/mia", "CreateSurvey", request).ok());
  v1::SubmitSurveyResponsesRequest answers;
  answers.set_name(absl::StrCat(kProject, "/surveys/spring"));
  const auto answer = [&](const std::string& team, std::vector<int> scores) {
    for (const int score : scores) {
      v1::SurveyResponse& response = *answers.add_responses();
      response.set_response_id(absl::StrCat(answers.responses_size()));
      response.set_respondent(response.response_id());
      response.set_team(team);
      time::SetTime(now, response.mutable_answer_time());
      response.add_answers()->set_question_id("recommend");
      response.mutable_answers(0)->set_score(score);
    }
  };
  answer("claims", {2, 3, 7, 8, 9, 1});
  answer("lab", {9, 9, 10, 7, 3, 10});
  answer("audit", {0, 10});
  ASSERT_TRUE(
      Call<v1::SubmitSurveyResponsesResponse>("users/carl", "SubmitSurveyResponses", answers).ok());
  UseInWeek10();
  EXPECT_EQ(Adoption()->survey(), "") << "it is open";
  SetTime(now + absl::Hours(25));
  const v1::Adoption adoption = *Adoption();
  const auto& units = adoption.periods(0).units();
  EXPECT_EQ(adoption.survey(), answers.name());
  EXPECT_FALSE(units[2].has_net_promoter_score()) << "audit is hidden";
  EXPECT_EQ(units[2].quadrant(), v1::AdoptionUnit::QUADRANT_UNSPECIFIED);
  EXPECT_EQ(units[5].quadrant(), v1::AdoptionUnit::PROMISING) << "lab: tries it and likes it";
  EXPECT_DOUBLE_EQ(units[5].net_promoter_score(), 50);
  const v1::Adoption full = *Full(kGateKeeper);
  EXPECT_EQ(full.periods(0).units(2).quadrant(), v1::AdoptionUnit::CAPTIVE);
}

TEST_F(AdoptionServiceTest, OneKpiCountsTheUsersOfAProject) {
  v1::Kpi other = Users(v1::Kpi::MONTHLY);
  SetTime(absl::FromCivil(absl::CivilHour(2026, 3, 9, 9), absl::UTCTimeZone()));
  ASSERT_TRUE(KpiFixture::Create("another", other).ok());
  UseInWeek10();
  EXPECT_EQ(Adoption()->kpi(), KpiName("users")) << "created first";
  v1::DeleteKpiRequest request;
  request.set_name(KpiName("users"));
  request.set_force(true);
  ASSERT_TRUE(Call<google::protobuf::Empty>("users/mia", "DeleteKpi", request).ok());
  EXPECT_EQ(Adoption()->kpi(), KpiName("another"));
  EXPECT_THAT(Adoption()->periods(), IsEmpty()) << "what was told went with the KPI";
  request.set_name(KpiName("another"));
  ASSERT_TRUE(Call<google::protobuf::Empty>("users/mia", "DeleteKpi", request).ok());
  const absl::Status none = Adoption().status();
  EXPECT_TRUE(absl::IsNotFound(none)) << none;
  EXPECT_THAT(none.ToString(), HasSubstr("ADOPTION"));
}

TEST_F(AdoptionServiceTest, OtherQueriesTellPeopleNoMore) {
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

TEST_F(AdoptionServiceTest, WhatCountsPeopleStaysSoAndIsNoBenefit) {
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

TEST_F(AdoptionServiceTest, AnotherKpiDoesNotTellTheSameDaysAgain) {
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

TEST_F(AdoptionServiceTest, NoDifferenceOfItsFiguresTellsOfFew) {
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

using AdoptionOnPostgresTest = OnPostgres<AdoptionServiceTest>;

TEST_F(AdoptionOnPostgresTest, TellsTheSame) {
  UseInWeek10();
  const auto adoption = Adoption();
  ASSERT_TRUE(adoption.ok()) << adoption.status();
  EXPECT_THAT(Lines(adoption->periods(0)),
              ElementsAre("firm 21", "ops 15", "audit hidden", "claims 8 INTENSIVE", "desk hidden",
                          "lab 6 TRYING"));
  EXPECT_EQ(Adoption("users/mia")->DebugString(), adoption->DebugString());
}

}  // namespace
}  // namespace palier::kpi
