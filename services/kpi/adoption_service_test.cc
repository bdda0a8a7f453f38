// SPDX-License-Identifier: Apache-2.0
// Adoption over gRPC: how many, how often, for what benefit, and never who.
#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "common/time/proto_time.h"
#include "kpi/testing/adoption_fixture.h"
#include "kpi/testing/on_postgres.h"
#include "palier/kpi/v1/survey_service.pb.h"
#include "palier/registry/v1/organization_service.pb.h"

namespace palier::kpi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using AdoptionServiceTest = AdoptionFixture;

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
