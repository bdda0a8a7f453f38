// SPDX-License-Identifier: Apache-2.0
// The rhythm of a roll-out over gRPC, with registry and kpi: monthly reviews with their milestones,
// quarterly measures.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/resource/type.h"
#include "palier/kpi/v1/ingestion_service.pb.h"
#include "palier/kpi/v1/kpi_service.pb.h"
#include "palier/kpi/v1/survey_service.pb.h"
#include "palier/rollout/v1/review_service.pb.h"
#include "rollout/api/dates.h"
#include "rollout/testing/rollout_fixture.h"

namespace palier::rollout {
namespace {

using absl::CivilDay;
using status::ReasonOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::Not;

constexpr char kOnce[] = "22222222-2222-4222-8222-222222222222";
constexpr char kKpi[] = "organizations/firm/projects/quotation/kpis/lead-time";

absl::TimeZone Paris() {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone("Europe/Paris", &zone));
  return zone;
}

std::string ReviewName(const std::string& id) {
  return absl::StrCat(kRollout, "/reviews/", id);
}

std::vector<std::string> Fields(const absl::Status& status) {
  std::vector<std::string> fields;
  const error::v1::ErrorDetail detail = status::DetailOf(status);
  for (const auto& violation : detail.field_violations()) fields.push_back(violation.subject());
  return fields;
}

class ReviewServiceTest : public RolloutFixture {
 protected:
  void StartFirstWave() {
    MakeReady();
    const auto wave = Start("users/abe", 1);
    ASSERT_TRUE(wave.ok()) << wave.status();
  }
  void SetDay(CivilDay day) { SetTime(absl::FromCivil(absl::CivilHour(day) + 10, Paris())); }

  std::vector<v1::Review> Reviews(const std::string& filter = "") {
    v1::ListReviewsRequest request;
    request.set_parent(kRollout);
    request.set_filter(filter);
    request.set_order_by("due_time");
    request.set_page_size(1000);
    const auto response = Call<v1::ListReviewsResponse>("users/vic", "ListReviews", request);
    EXPECT_TRUE(response.ok()) << response.status();
    if (!response.ok()) return {};
    return {response->reviews().begin(), response->reviews().end()};
  }
  std::vector<std::string> Ids(const std::string& filter = "") {
    std::vector<std::string> ids;
    for (const v1::Review& review : Reviews(filter)) {
      ids.push_back(review.name().substr(review.name().rfind('/') + 1));
    }
    return ids;
  }
  // Until the background round has made it.
  void AwaitReview(const std::string& id) {
    const absl::Time deadline = absl::Now() + absl::Seconds(30);
    v1::GetReviewRequest request;
    request.set_name(ReviewName(id));
    auto review = Call<v1::Review>("users/vic", "GetReview", request);
    while (!review.ok() && absl::Now() < deadline) {
      absl::SleepFor(absl::Milliseconds(50));
      review = Call<v1::Review>("users/vic", "GetReview", request);
    }
    ASSERT_TRUE(review.ok()) << review.status();
  }

  static v1::CompleteReviewRequest Closing(const std::string& id) {
    v1::CompleteReviewRequest request;
    request.set_name(ReviewName(id));
    return request;
  }
  absl::StatusOr<v1::Review> Close(const std::string& id, v1::Review::Decision decision,
                                   const std::string& reason, const std::string& request_id = "") {
    v1::CompleteReviewRequest request = Closing(id);
    request.set_decision(decision);
    request.set_reason(reason);
    request.set_request_id(request_id);
    return Call<v1::Review>("users/mia", "CompleteReview", request);
  }
  absl::StatusOr<v1::Review> Close(const v1::CompleteReviewRequest& request) {
    return Call<v1::Review>("users/mia", "CompleteReview", request);
  }

  void MakeKpi(const std::string& id, kpi::v1::Kpi::Category category,
               kpi::v1::Kpi::Direction direction) {
    kpi::v1::CreateKpiRequest request;
    request.set_parent(kProject);
    request.set_kpi_id(id);
    request.mutable_kpi()->set_display_name(id);
    request.mutable_kpi()->set_unit("d");
    request.mutable_kpi()->set_decimals(2);
    request.mutable_kpi()->set_direction(direction);
    request.mutable_kpi()->set_category(category);
    const auto made = Call<kpi::v1::Kpi>("users/mia", "CreateKpi", request);
    ASSERT_TRUE(made.ok()) << made.status();
  }
  void Measure(const std::string& kpi, CivilDay day, double value) {
    kpi::v1::IngestMeasurementsRequest request;
    request.set_parent(kProject);
    request.set_source("erp");
    kpi::v1::Measurement& measured = *request.add_measurements();
    measured.set_kpi(kpi);
    measured.set_event_id(absl::StrCat(kpi, absl::FormatCivilTime(day)));
    measured.set_number(value);
    resource::SetStandardTime(measured, "event_time",
                              absl::FromCivil(absl::CivilHour(day) + 12, Paris()));
    const auto taken =
        Call<kpi::v1::IngestMeasurementsResponse>("users/carl", "IngestMeasurements", request);
    ASSERT_TRUE(taken.ok()) << taken.status();
    ASSERT_EQ(taken->counts().accepted_count(), 1);
  }
  absl::StatusOr<v1::Milestone> Set(const std::string& id, double value, CivilDay due,
                                    const std::string& kpi = kKpi) {
    v1::CreateMilestoneRequest request;
    request.set_parent(kRollout);
    request.set_milestone_id(id);
    request.mutable_milestone()->set_display_name(id);
    request.mutable_milestone()->set_kpi(kpi);
    request.mutable_milestone()->set_value(value);
    *request.mutable_milestone()->mutable_due_date() = ToDate(due);
    return Call<v1::Milestone>("users/mia", "CreateMilestone", request);
  }
};

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
  wrong.set_kpi(kKpi);
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

TEST_F(ReviewServiceTest, AReviewShowsEachDueMilestoneMetMissedOrUnknown) {
  RecordProperty("requirement", "S1-69");
  StartFirstWave();
  MakeKpi("lead-time", kpi::v1::Kpi::EFFICIENCY, kpi::v1::Kpi::DECREASE);
  MakeKpi("errors", kpi::v1::Kpi::EFFICIENCY, kpi::v1::Kpi::DECREASE);
  const std::string errors = absl::StrCat(kProject, "/kpis/errors");
  const auto met = Set("quick", 8.5, CivilDay(2026, 4, 8));
  ASSERT_TRUE(met.ok()) << met.status();
  EXPECT_EQ(met->direction(), v1::Milestone::DECREASE);
  EXPECT_EQ(met->unit(), "d");
  EXPECT_EQ(met->state(), v1::Milestone::OPEN);
  ASSERT_TRUE(Set("quicker", 8, CivilDay(2026, 4, 9)).ok());
  ASSERT_TRUE(Set("fewer", 3, CivilDay(2026, 4, 9), errors).ok());
  ASSERT_TRUE(Set("later", 7, CivilDay(2026, 4, 10)).ok());
  EXPECT_THAT(Fields(Set("today", 7, CivilDay(2026, 3, 9)).status()),
              ElementsAre("milestone.due_date"));
  EXPECT_THAT(Fields(Set("other", 7, CivilDay(2026, 5, 1),
                         "organizations/firm/projects/other/kpis/lead-time")
                         .status()),
              ElementsAre("milestone.kpi"));

  SetDay(CivilDay(2026, 4, 10));
  Measure("lead-time", CivilDay(2026, 4, 7), 8.5);
  v1::QueryReviewMilestonesRequest look;
  look.set_name(ReviewName("monthly-2026-04"));
  const auto preview =
      Call<v1::QueryReviewMilestonesResponse>("users/vic", "QueryReviewMilestones", look);
  ASSERT_TRUE(preview.ok()) << preview.status();
  EXPECT_EQ(preview->milestones_size(), 3);

  const auto done = Close("monthly-2026-04", v1::Review::CONTINUE, "On the way.");
  ASSERT_TRUE(done.ok()) << done.status();
  ASSERT_EQ(done->milestones_size(), 3);
  EXPECT_EQ(done->milestones(0).state(), v1::Milestone::MET);
  EXPECT_EQ(done->milestones(0).actual_value(), 8.5);
  EXPECT_EQ(done->milestones(1).milestone(), std::string(kRollout) + "/milestones/fewer");
  EXPECT_EQ(done->milestones(1).state(), v1::Milestone::UNKNOWN);
  EXPECT_EQ(done->milestones(1).reason(), "NO_MEASURE");
  EXPECT_FALSE(done->milestones(1).has_actual_value());
  EXPECT_EQ(done->milestones(2).state(), v1::Milestone::MISSED);
  EXPECT_THAT(done->milestones(2).text(), HasSubstr("MISSED: 8.5 d on 2026-04-07"));
  v1::GetReviewRequest get;
  get.set_name(done->name());
  EXPECT_THAT(Call<v1::Review>("users/vic", "GetReview", get, "fr")->milestones(2).text(),
              HasSubstr("attendu au plus 8 d"));

  // What was not known is judged again, with what came since; what was judged stays.
  Measure("errors", CivilDay(2026, 4, 9), 2);
  SetDay(CivilDay(2026, 5, 9));
  const auto next = Close("monthly-2026-05", v1::Review::CONTINUE, "On the way.");
  ASSERT_TRUE(next.ok()) << next.status();
  ASSERT_EQ(next->milestones_size(), 2);
  EXPECT_EQ(next->milestones(0).milestone(), std::string(kRollout) + "/milestones/fewer");
  EXPECT_EQ(next->milestones(0).state(), v1::Milestone::MET);
  EXPECT_EQ(next->milestones(1).milestone(), std::string(kRollout) + "/milestones/later");
  EXPECT_EQ(next->milestones(1).state(), v1::Milestone::MISSED);
}

TEST_F(ReviewServiceTest, WhatKpiDoesNotTellIsUnknown) {
  RecordProperty("requirement", "S1-69");
  StartFirstWave();
  MakeKpi("lead-time", kpi::v1::Kpi::EFFICIENCY, kpi::v1::Kpi::DECREASE);
  kpi::v1::CreateKpiRequest counting;
  counting.set_parent(kProject);
  counting.set_kpi_id("users");
  counting.mutable_kpi()->set_display_name("Users");
  counting.mutable_kpi()->set_unit("users");
  counting.mutable_kpi()->set_direction(kpi::v1::Kpi::INCREASE);
  counting.mutable_kpi()->set_category(kpi::v1::Kpi::ADOPTION);
  counting.mutable_kpi()->set_aggregation(kpi::v1::Kpi::DISTINCT_USERS);
  ASSERT_TRUE(Call<kpi::v1::Kpi>("users/mia", "CreateKpi", counting).ok());
  const std::string users = absl::StrCat(kProject, "/kpis/users");
  ASSERT_TRUE(Set("gone", 8, CivilDay(2026, 4, 7)).ok());
  ASSERT_TRUE(Set("old", 3, CivilDay(2026, 4, 8), users).ok());
  ASSERT_TRUE(Set("three", 3, CivilDay(2026, 3, 23), users).ok());

  SetDay(CivilDay(2026, 3, 24));
  kpi::v1::IngestMeasurementsRequest used;
  used.set_parent(kProject);
  used.set_source("erp");
  for (const char* user : {"a", "b", "c"}) {
    kpi::v1::Measurement& one = *used.add_measurements();
    one.set_kpi("users");
    one.set_event_id(user);
    one.set_user(user);
    one.set_number(1);
    resource::SetStandardTime(one, "event_time",
                              absl::FromCivil(absl::CivilHour(2026, 3, 18, 12), Paris()));
  }
  ASSERT_TRUE(
      Call<kpi::v1::IngestMeasurementsResponse>("users/carl", "IngestMeasurements", used).ok());
  kpi::v1::DeleteKpiRequest remove;
  remove.set_name(kKpi);
  ASSERT_TRUE(As("users/mia")
                  .Unary<google::protobuf::Empty>(rpc::MethodPath("DeleteKpi", remove), remove)
                  .ok());
  SetDay(CivilDay(2026, 4, 9));
  const auto done = Close("monthly-2026-04", v1::Review::CONTINUE, "On the way.");
  ASSERT_TRUE(done.ok()) << done.status();
  ASSERT_EQ(done->milestones_size(), 3);
  for (const v1::MilestoneFinding& finding : done->milestones()) {
    EXPECT_EQ(finding.state(), v1::Milestone::UNKNOWN) << finding.milestone();
    EXPECT_FALSE(finding.has_actual_value()) << finding.milestone();
  }
  EXPECT_EQ(done->milestones(0).reason(), "NOT_TOLD");
  EXPECT_FALSE(done->milestones(0).has_actual_date());
  EXPECT_EQ(done->milestones(1).reason(), "KPI_GONE");
}

TEST_F(ReviewServiceTest, AMilestoneIsFrozenFromItsDayOn) {
  RecordProperty("requirement", "S1-69");
  StartFirstWave();
  MakeKpi("lead-time", kpi::v1::Kpi::EFFICIENCY, kpi::v1::Kpi::DECREASE);
  ASSERT_TRUE(Set("quick", 8.5, CivilDay(2026, 4, 8)).ok());
  v1::UpdateMilestoneRequest update;
  update.mutable_milestone()->set_name(std::string(kRollout) + "/milestones/quick");
  update.mutable_milestone()->set_value(8);
  const auto sharper = Call<v1::Milestone>("users/mia", "UpdateMilestone", update);
  ASSERT_TRUE(sharper.ok()) << sharper.status();
  EXPECT_EQ(sharper->value(), 8);
  EXPECT_EQ(sharper->direction(), v1::Milestone::DECREASE);

  SetTime(absl::FromCivil(CivilDay(2026, 4, 8), Paris()));
  update.mutable_milestone()->set_value(9);
  EXPECT_EQ(ReasonOf(Call<v1::Milestone>("users/mia", "UpdateMilestone", update).status()),
            error::v1::ILLEGAL_TRANSITION);
  update.mutable_milestone()->clear_value();
  update.mutable_milestone()->set_display_name("Quicker quotes");
  EXPECT_TRUE(Call<v1::Milestone>("users/mia", "UpdateMilestone", update).ok());
  v1::DeleteMilestoneRequest remove;
  remove.set_name(update.milestone().name());
  EXPECT_EQ(ReasonOf(As("users/mia")
                         .Unary<google::protobuf::Empty>(rpc::MethodPath("DeleteMilestone", remove),
                                                         remove)
                         .status()),
            error::v1::ILLEGAL_TRANSITION);
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
  roi.set_kpi(kKpi);
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

class ReviewWithoutKpiTest : public ReviewServiceTest {
 protected:
  void Configure(app::Config& config) override { config.peers["kpi"] = "127.0.0.1:1"; }
};

TEST_F(ReviewWithoutKpiTest, OnlyWhatNeedsItsFiguresWaits) {
  StartFirstWave();
  const auto done = Close("monthly-2026-04", v1::Review::CONTINUE, "Used daily.");
  EXPECT_TRUE(done.ok()) << done.status();
  v1::CompleteReviewRequest roi = Closing("roi-2026-06");
  roi.set_kpi(kKpi);
  EXPECT_TRUE(absl::IsUnavailable(Close(roi).status())) << Close(roi).status();
  EXPECT_EQ(Reviews("kind = \"QUARTERLY_ROI\"")[0].state(), v1::Review::DUE);
}

}  // namespace
}  // namespace palier::rollout
