// SPDX-License-Identifier: Apache-2.0
// The rhythm of a roll-out over gRPC, with registry and kpi: monthly reviews and quarterly
// measures.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "absl/strings/str_format.h"
#include "palier/kpi/v1/survey_service.pb.h"
#include "rollout/testing/review_fixture.h"

namespace palier::rollout {
namespace {

using absl::CivilDay;
using status::ReasonOf;
using ::testing::ElementsAre;
using ::testing::IsSupersetOf;

constexpr char kOnce[] = "22222222-2222-4222-8222-222222222222";

using ReviewServiceTest = ReviewFixture;

TEST_F(ReviewServiceTest, TheFirstWaveBringsReviewsUpToTheEndOfThePlan) {
  RecordProperty("requirement", "S1-34");
  StartFirstWave();
  const CivilDay end = ToDay(GetRollout().plan().end_date());
  ASSERT_GT(end, CivilDay(2026, 6, 9));
  EXPECT_THAT(Ids(), IsSupersetOf({"monthly-2026-04", "monthly-2026-05", "monthly-2026-06",
                                   "survey-2026-06", "roi-2026-06"}));
  const std::vector<v1::Review> reviews = Reviews("kind = \"MONTHLY_REVIEW\"");
  EXPECT_EQ(ToDay(reviews[0].due_date()), CivilDay(2026, 4, 9));
  EXPECT_GT(ToDay(reviews.back().due_date()) + 31, end);
  // The clocks went forward on 29 March.
  EXPECT_EQ(reviews[0].due_time().seconds() % 86400, 7 * 3600);
  SetTime(absl::FromCivil(absl::CivilSecond(2026, 4, 9, 23, 59, 59), Paris()));
  EXPECT_EQ(Reviews()[0].state(), v1::Review::DUE);
  SetTime(absl::FromCivil(CivilDay(2026, 4, 10), Paris()));
  EXPECT_EQ(Reviews()[0].state(), v1::Review::OVERDUE);
  EXPECT_EQ(Reviews()[1].state(), v1::Review::DUE);
}

TEST_F(ReviewServiceTest, AMonthlyReviewIsNotClosedWithoutDecisionAndReason) {
  RecordProperty("requirement", "S1-34");
  StartFirstWave();
  EXPECT_THAT(Fields(Close(Closing("monthly-2026-04")).status()),
              ElementsAre("decision", "reason"));
  EXPECT_THAT(Fields(Close("monthly-2026-04", v1::Review::CONTINUE, "  ").status()),
              ElementsAre("reason"));
  v1::CompleteReviewRequest wrong = Closing("monthly-2026-04");
  wrong.set_decision(v1::Review::CONTINUE);
  wrong.set_reason("Used daily.");
  wrong.set_kpi(kLeadTime);
  EXPECT_THAT(Fields(Close(wrong).status()), ElementsAre("kpi"));
  wrong.clear_kpi();
  EXPECT_EQ(ReasonOf(Call<v1::Review>("users/carl", "CompleteReview", wrong).status()),
            error::v1::PERMISSION_DENIED);

  const auto done = Close("monthly-2026-04", v1::Review::ADJUST, "Prices are late.", kOnce);
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_EQ(done->state(), v1::Review::DONE);
  EXPECT_EQ(done->decision(), v1::Review::ADJUST);
  EXPECT_EQ(done->reason(), "Prices are late.");
  EXPECT_EQ(done->recorder(), "users/mia");
  const auto again = Close("monthly-2026-04", v1::Review::ADJUST, "Prices are late.", kOnce);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->etag(), done->etag());
  EXPECT_EQ(ReasonOf(Close("monthly-2026-04", v1::Review::STOP, "No.").status()),
            error::v1::ILLEGAL_TRANSITION);
  // May belongs to the time after the day of April.
  EXPECT_EQ(ReasonOf(Close("monthly-2026-05", v1::Review::CONTINUE, "Early.").status()),
            error::v1::ILLEGAL_TRANSITION);
}

TEST_F(ReviewServiceTest, AnOverdueReviewHoldsTheNextWaveAndSoDoesItsDecision) {
  RecordProperty("requirement", "S1-34");
  StartFirstWave();
  SetDay(CivilDay(2026, 4, 10));
  const auto completed = Complete(1, true, "Held every day.");
  ASSERT_TRUE(completed.ok()) << completed.status();
  EXPECT_THAT(Violations(Start("users/abe", 2).status()), ElementsAre("REVIEW_OVERDUE"));
  ASSERT_TRUE(Close("monthly-2026-04", v1::Review::PAUSE, "The supplier moves.").ok());
  EXPECT_THAT(Violations(Start("users/abe", 2).status()), ElementsAre("REVIEW_HOLDS"));
  ASSERT_TRUE(Close("monthly-2026-05", v1::Review::CONTINUE, "The supplier has moved.").ok());
  const auto started = Start("users/abe", 2);
  EXPECT_TRUE(started.ok()) << started.status();
}

TEST_F(ReviewServiceTest, AfterFiveMonthsNobodyLookedEachReviewIsThereOnce) {
  RecordProperty("requirement", "S1-34");
  StartFirstWave();
  ASSERT_TRUE(Close("monthly-2026-04", v1::Review::CONTINUE, "Used daily.").ok());
  suite_.reset();
  // The plan ended long ago, the roll-out goes on.
  SetDay(CivilDay(2027, 3, 20));
  Serve();
  AwaitReview("roi-2027-06");
  AwaitReview("monthly-2027-04");
  const std::vector<std::string> ids = Ids("kind = \"MONTHLY_REVIEW\"");
  ASSERT_EQ(ids.size(), 13u);
  for (int month = 4; month <= 16; ++month) {
    EXPECT_EQ(ids[month - 4],
              absl::StrFormat("monthly-%d-%02d", 2026 + (month - 1) / 12, (month - 1) % 12 + 1));
  }
  EXPECT_EQ(Reviews("kind = \"MONTHLY_REVIEW\"")[0].state(), v1::Review::DONE);
  EXPECT_EQ(Reviews("kind = \"MONTHLY_REVIEW\"")[11].state(), v1::Review::OVERDUE);
  EXPECT_EQ(Ids("kind = \"QUARTERLY_SURVEY\"").size(), 5u);
  ASSERT_TRUE(Complete(1, true, "Held.").ok());
  // May 2026 to March 2027.
  const std::vector<std::string> unmet = Violations(Start("users/abe", 2).status());
  EXPECT_EQ(std::count(unmet.begin(), unmet.end(), "REVIEW_OVERDUE"), 11);
}

TEST_F(ReviewServiceTest, AStoppedRollOutHasNoReviewsToCome) {
  StartFirstWave();
  SetDay(CivilDay(2026, 5, 20));
  ASSERT_TRUE(Close("monthly-2026-04", v1::Review::STOP, "Nobody uses it.").ok());
  v1::StopWaveRequest stop;
  stop.set_name(WaveName(1));
  stop.set_reason("Nobody uses it.");
  ASSERT_TRUE(Call<v1::Wave>("users/abe", "StopWave", stop).ok());
  const absl::Time deadline = absl::Now() + absl::Seconds(30);
  while (Ids().size() > 2 && absl::Now() < deadline) absl::SleepFor(absl::Milliseconds(50));
  EXPECT_THAT(Ids(), ElementsAre("monthly-2026-04", "monthly-2026-05"));
}

TEST_F(ReviewServiceTest, QuarterlyMeasuresAreClosedWithWhatKpiKnows) {
  RecordProperty("requirement", "S1-50 S1-51");
  StartFirstWave();
  EXPECT_THAT(Fields(Close(Closing("survey-2026-06")).status()), ElementsAre("survey"));
  EXPECT_THAT(Fields(Close(Closing("roi-2026-06")).status()), ElementsAre("kpi"));
  v1::CompleteReviewRequest survey = Closing("survey-2026-06");
  survey.set_survey(absl::StrCat(kProject, "/surveys/spring"));
  EXPECT_EQ(ReasonOf(Close(survey).status()), error::v1::RESOURCE_NOT_FOUND);
  kpi::v1::CreateSurveyRequest made;
  made.set_parent(kProject);
  made.set_survey_id("spring");
  made.mutable_survey()->set_display_name("Spring");
  resource::SetStandardTime(*made.mutable_survey(), "open_time",
                            absl::FromCivil(CivilDay(2026, 5, 1), Paris()));
  resource::SetStandardTime(*made.mutable_survey(), "close_time",
                            absl::FromCivil(CivilDay(2026, 5, 20), Paris()));
  ASSERT_TRUE(Call<kpi::v1::Survey>("users/mia", "CreateSurvey", made).ok());
  EXPECT_THAT(Fields(Close(survey).status()), ElementsAre("survey"));
  MakeKpi("lead-time", kpi::v1::Kpi::EFFICIENCY, kpi::v1::Kpi::DECREASE);
  MakeKpi("gain", kpi::v1::Kpi::ROI, kpi::v1::Kpi::INCREASE);

  SetDay(CivilDay(2026, 6, 8));
  const auto asked = Close(survey);
  ASSERT_TRUE(asked.ok()) << asked.status();
  EXPECT_EQ(asked->survey(), survey.survey());
  v1::CompleteReviewRequest roi = Closing("roi-2026-06");
  roi.set_kpi(kLeadTime);
  EXPECT_THAT(Fields(Close(roi).status()), ElementsAre("kpi"));
  roi.set_kpi(absl::StrCat(kProject, "/kpis/gain"));
  roi.set_validate_only(true);
  const auto unknown = Close(roi);
  ASSERT_TRUE(unknown.ok()) << unknown.status();
  EXPECT_FALSE(unknown->has_roi_value()) << "nothing known is no zero";
  roi.set_validate_only(false);
  Measure("gain", CivilDay(2026, 6, 1), 1.25);
  const auto closed = Close(roi);
  ASSERT_TRUE(closed.ok()) << closed.status();
  EXPECT_EQ(closed->roi_value(), 1.25);
  EXPECT_EQ(ToDay(closed->roi_date()), CivilDay(2026, 6, 1));
}

TEST_F(ReviewServiceTest, TwoWhoCloseAtOnceCloseOnce) {
  StartFirstWave();
  std::vector<absl::Status> ends(4);
  std::vector<std::thread> people;
  As("users/mia");
  for (absl::Status& end : ends) {
    people.emplace_back([&, this] {
      v1::CompleteReviewRequest request = Closing("monthly-2026-04");
      request.set_decision(v1::Review::CONTINUE);
      request.set_reason("Used daily.");
      const rpc::Client client(rpc::Connect(suite_->address()),
                               {.headers = {{rpc::kPrincipalKey, "users/mia"}}});
      end = client.Unary<v1::Review>(rpc::MethodPath("CompleteReview", request), request).status();
    });
  }
  for (std::thread& person : people) person.join();
  int closed = 0;
  for (const absl::Status& end : ends) {
    closed += end.ok();
    if (!end.ok()) {
      EXPECT_EQ(ReasonOf(end), error::v1::ILLEGAL_TRANSITION) << end;
    }
  }
  EXPECT_EQ(closed, 1);
}

TEST_F(ReviewServiceTest, ASurveyClosesOneReviewAlsoWhenSeveralAreClosedAtOnce) {
  RecordProperty("requirement", "S1-50");
  StartFirstWave();
  kpi::v1::CreateSurveyRequest made;
  made.set_parent(kProject);
  made.set_survey_id("spring");
  made.mutable_survey()->set_display_name("Spring");
  resource::SetStandardTime(*made.mutable_survey(), "open_time",
                            absl::FromCivil(CivilDay(2026, 5, 1), Paris()));
  resource::SetStandardTime(*made.mutable_survey(), "close_time",
                            absl::FromCivil(CivilDay(2026, 5, 20), Paris()));
  ASSERT_TRUE(Call<kpi::v1::Survey>("users/mia", "CreateSurvey", made).ok());
  suite_.reset();
  SetDay(CivilDay(2027, 3, 20));
  Serve();
  AwaitReview("survey-2027-03");
  const std::vector<std::string> ids = {"survey-2026-06", "survey-2026-09", "survey-2026-12",
                                        "survey-2027-03"};
  std::vector<absl::Status> ends(ids.size());
  std::vector<std::thread> people;
  for (size_t i = 0; i < ids.size(); ++i) {
    people.emplace_back([&, i] {
      v1::CompleteReviewRequest request = Closing(ids[i]);
      request.set_survey(absl::StrCat(kProject, "/surveys/spring"));
      const rpc::Client client(rpc::Connect(suite_->address()),
                               {.headers = {{rpc::kPrincipalKey, "users/mia"}}});
      ends[i] =
          client.Unary<v1::Review>(rpc::MethodPath("CompleteReview", request), request).status();
    });
  }
  for (std::thread& person : people) person.join();
  int closed = 0;
  for (const absl::Status& end : ends) {
    closed += end.ok();
    if (!end.ok()) {
      EXPECT_THAT(Fields(end), ElementsAre("survey")) << end;
    }
  }
  EXPECT_EQ(closed, 1);
}

class ReviewWithoutKpiTest : public ReviewServiceTest {
 protected:
  void Configure(app::Config& config) override { config.peers["kpi"] = "127.0.0.1:1"; }
};

TEST_F(ReviewWithoutKpiTest, OnlyWhatNeedsItsFiguresWaits) {
  StartFirstWave();
  const auto done = Close("monthly-2026-04", v1::Review::CONTINUE, "Used daily.");
  EXPECT_TRUE(done.ok()) << done.status();
  v1::CompleteReviewRequest roi = Closing("roi-2026-06");
  roi.set_kpi(kLeadTime);
  EXPECT_TRUE(absl::IsUnavailable(Close(roi).status())) << Close(roi).status();
  EXPECT_EQ(Reviews("kind = \"QUARTERLY_ROI\"")[0].state(), v1::Review::DUE);
}

}  // namespace
}  // namespace palier::rollout
