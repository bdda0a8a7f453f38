// SPDX-License-Identifier: Apache-2.0
// What a KPI promised beside what it shows today, over gRPC.
#include <gmock/gmock.h>

#include "common/time/proto_time.h"
#include "kpi/testing/kpi_fixture.h"
#include "kpi/testing/on_postgres.h"
#include "palier/kpi/v1/promise_review_service.pb.h"

namespace palier::kpi {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

absl::Time On(absl::CivilDay day) {
  return absl::FromCivil(absl::CivilHour(day) + 9, absl::UTCTimeZone());
}

// From 10 days on 1 January to 8 on 1 July 2026; approved on 15 April.
constexpr absl::CivilDay kApproval(2026, 4, 15);

class PromiseReviewServiceTest : public KpiFixture {
 protected:
  void SetUp() override {
    KpiFixture::SetUp();
    if (HasFatalFailure() || IsSkipped()) return;
    ASSERT_TRUE(Create("lead-time", LeadTime()).ok());
  }
  void Take(const std::string& event, double days, absl::CivilDay day, int64_t order_key = 1) {
    v1::Measurement measurement = Of("lead-time", event, days, day);
    measurement.set_order_key(order_key);
    const auto taken = Ingest({measurement});
    ASSERT_TRUE(taken.ok()) << taken.status();
    ASSERT_EQ(taken->counts().quarantined_count(), 0);
  }
  void Change(const v1::Kpi& changed) {
    v1::UpdateKpiRequest request;
    *request.mutable_kpi() = changed;
    request.mutable_kpi()->set_name(KpiName("lead-time"));
    const auto updated = Call<v1::Kpi>("users/mia", "UpdateKpi", request);
    ASSERT_TRUE(updated.ok()) << updated.status();
  }
  absl::StatusOr<v1::ReviewKpiPromiseResponse> Review(absl::Time time,
                                                      const std::string& principal = "users/vic",
                                                      const std::string& language = "en") {
    v1::ReviewKpiPromiseRequest request;
    request.set_name(KpiName("lead-time"));
    time::SetTime(time, request.mutable_promise_time());
    return Call<v1::ReviewKpiPromiseResponse>(principal, "ReviewKpiPromise", request, language);
  }
  void TellsTheFiguresOfThenBesideThoseOfToday();
};

void PromiseReviewServiceTest::TellsTheFiguresOfThenBesideThoseOfToday() {
  SetTime(On(kApproval - 5));
  Take("a", 10, kApproval - 6);
  Take("b", 8, kApproval - 6);
  SetTime(On(kApproval + 16));
  // Of the same days: came late, and replaces what was known.
  Take("c", 12, kApproval - 6);
  Take("b", 11, kApproval - 6, 2);
  v1::Kpi softer;
  softer.mutable_target()->set_relative_percent(5);
  Change(softer);
  SetTime(On(absl::CivilDay(2026, 6, 20)));
  Take("d", 9.25, absl::CivilDay(2026, 6, 10));

  const auto review = Review(On(kApproval));
  ASSERT_TRUE(review.ok()) << review.status();
  EXPECT_EQ(review->promised().target().relative_percent(), 20);
  EXPECT_EQ(review->promised().definition_version(), 1);
  // The mean of 10 and 8; half the way and more to 8 was expected: 8.91 on 9 April.
  EXPECT_EQ(review->then().status(), v1::KpiStatus::ON_TRACK) << review->then().DebugString();
  EXPECT_EQ(review->then().actual_value(), 9);
  EXPECT_EQ(review->then().measurement_count(), 2);
  EXPECT_EQ(review->then().target_value(), 8);
  EXPECT_EQ(review->then().as_of_date().month(), 4);
  EXPECT_EQ(review->today().status(), v1::KpiStatus::BEHIND);
  EXPECT_EQ(review->today().target_value(), 8);
  EXPECT_EQ(review->today().actual_value(), 9.25);
  EXPECT_EQ(review->today().measurement_count(), 4);
  EXPECT_EQ(review->today_by_today().status(), v1::KpiStatus::AHEAD)
      << "by the target that was lowered since";
  EXPECT_EQ(review->today_by_today().target_value(), 9.5);
  EXPECT_EQ(review->today_by_today().definition_version(), 2);
  EXPECT_TRUE(review->comparable());
  ASSERT_THAT(review->changes(), SizeIs(1));
  EXPECT_EQ(review->changes(0).field(), "target.relative_percent");
  EXPECT_EQ(review->changes(0).promised(), "20");
  EXPECT_EQ(review->changes(0).now(), "5");

  const auto after = Review(On(kApproval + 17));
  EXPECT_EQ(after->promised().definition_version(), 2);
  EXPECT_EQ(after->then().actual_value(), 11) << "with what came late";
  EXPECT_THAT(after->changes(), SizeIs(0));
  EXPECT_EQ(after->explanation(), "It is measured and judged as it was promised.");
}

TEST_F(PromiseReviewServiceTest, TellsTheFiguresOfThenBesideThoseOfToday) {
  RecordProperty("requirement", "S0-31");
  TellsTheFiguresOfThenBesideThoseOfToday();
}

TEST_F(PromiseReviewServiceTest, WhatMeasuresSomethingElseIsNotJudged) {
  RecordProperty("requirement", "S0-31");
  SetTime(On(kApproval));
  Take("a", 9, kApproval);
  v1::Kpi hours;
  hours.set_unit("h");
  SetTime(On(kApproval + 1));
  Change(hours);
  const auto review = Review(On(kApproval), "users/vic", "fr");
  ASSERT_TRUE(review.ok()) << review.status();
  EXPECT_FALSE(review->comparable());
  EXPECT_EQ(review->today().status(), v1::KpiStatus::UNKNOWN);
  EXPECT_EQ(review->today().reason(), "DEFINITION_CHANGED");
  EXPECT_FALSE(review->today().has_actual_value());
  EXPECT_EQ(review->then().actual_value(), 9);
  EXPECT_THAT(review->explanation(), HasSubstr("unit : d → h"));
}

TEST_F(PromiseReviewServiceTest, ATimeAtWhichItWasNotThereIsRefused) {
  const absl::Time made = On(absl::CivilDay(2026, 3, 9)) - absl::Hours(1);
  for (const absl::Time time : {made - absl::Hours(1), On(kApproval)}) {
    const absl::Status status = Review(time).status();
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
    EXPECT_THAT(status.ToString(), HasSubstr("promise_time"));
  }
  EXPECT_TRUE(Review(made).ok()) << "the instant at which it was made";
  SetTime(On(kApproval));
  v1::DeleteKpiRequest gone;
  gone.set_name(KpiName("lead-time"));
  ASSERT_TRUE(Call<google::protobuf::Empty>("users/mia", "DeleteKpi", gone).ok());
  EXPECT_TRUE(absl::IsNotFound(Review(made).status())) << Review(made).status();
  ASSERT_TRUE(Create("lead-time", LeadTime()).ok());
  EXPECT_TRUE(absl::IsInvalidArgument(Review(made).status())) << "that was another one";
}

TEST_F(PromiseReviewServiceTest, PeopleAreNotTold) {
  v1::Kpi users = LeadTime();
  users.set_category(v1::Kpi::ADOPTION);
  users.set_aggregation(v1::Kpi::DISTINCT_USERS);
  ASSERT_TRUE(Create("users", users).ok());
  v1::ReviewKpiPromiseRequest request;
  request.set_name(KpiName("users"));
  time::SetTime(On(absl::CivilDay(2026, 3, 9)) - absl::Hours(1), request.mutable_promise_time());
  const auto ask = [&](const std::string& principal) {
    return Call<v1::ReviewKpiPromiseResponse>(principal, "ReviewKpiPromise", request).status();
  };
  EXPECT_TRUE(absl::IsPermissionDenied(ask("users/mia"))) << ask("users/mia");
  EXPECT_TRUE(ask("services/reporting").ok()) << ask("services/reporting");
}

using PromiseReviewOnPostgresTest = OnPostgres<PromiseReviewServiceTest>;

TEST_F(PromiseReviewOnPostgresTest, TellsTheSame) {
  TellsTheFiguresOfThenBesideThoseOfToday();
}

}  // namespace
}  // namespace palier::kpi
