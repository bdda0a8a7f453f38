// SPDX-License-Identifier: Apache-2.0
// Forecasts over gRPC: what is said, what is refused and why, and when the target will be met.
#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "kpi/testing/kpi_fixture.h"

namespace palier::kpi {
namespace {

using ::testing::HasSubstr;

const absl::CivilDay kFirst(2025, 11, 17);  // a Monday

class ForecastServiceTest : public KpiFixture {
 protected:
  // Active users, from 40 to 60 within half a year from the first day.
  void Declare(const std::string& id, bool with_target = true) {
    v1::Kpi kpi;
    kpi.set_display_name("Active users");
    kpi.set_unit("%");
    kpi.set_direction(v1::Kpi::INCREASE);
    kpi.set_category(v1::Kpi::ADOPTION);
    kpi.set_decimals(1);
    kpi.set_minimum_value(0);
    kpi.set_maximum_value(100);
    if (with_target) {
      kpi.mutable_baseline()->set_value(40);
      *kpi.mutable_baseline()->mutable_date() = DateFrom(kFirst);
      kpi.mutable_target()->set_points(20);
      *kpi.mutable_horizon_date() = DateFrom(absl::CivilDay(2026, 5, 31));
    }
    ASSERT_TRUE(Create(id, kpi).ok());
  }
  // One value a week from kFirst on.
  void Measure(const std::string& kpi, int weeks, double first, double step,
               const std::string& team = "") {
    std::vector<v1::Measurement> measurements;
    for (int week = 0; week < weeks; ++week) {
      measurements.push_back(
          Of(kpi, absl::StrCat(kpi, team, "-", week), first + step * week, kFirst + 7 * week));
      measurements.back().set_team(team);
    }
    const auto answer = Ingest(measurements);
    ASSERT_TRUE(answer.ok()) << answer.status();
  }
  absl::StatusOr<v1::QueryKpiForecastResponse> Forecast(
      const std::string& kpi, int horizon = 0, const std::string& team = "",
      v1::PeriodUnit unit = v1::PERIOD_UNIT_UNSPECIFIED, const std::string& language = "en") {
    v1::QueryKpiForecastRequest request;
    request.set_name(KpiName(kpi));
    request.set_horizon(horizon);
    request.set_team(team);
    request.set_unit(unit);
    return Call<v1::QueryKpiForecastResponse>("users/vic", "QueryKpiForecast", request, language);
  }
};

TEST_F(ForecastServiceTest, TellsEachPeriodAndWhenTheTargetWillBeMet) {
  RecordProperty("requirement", "S1-21 S2-22");
  Declare("usage");
  Measure("usage", 17, 40, 0.5);  // the last on Monday 9 March 2026, today: 48
  const auto forecast = Forecast("usage", 4);
  ASSERT_TRUE(forecast.ok()) << forecast.status();
  EXPECT_EQ(forecast->state(), v1::QueryKpiForecastResponse::FORECAST);
  EXPECT_THAT(forecast->explanation(), HasSubstr("A forecast, not a measurement"));
  EXPECT_EQ(forecast->value_count(), 17);
  EXPECT_EQ(forecast->coverage_percent(), 80);
  EXPECT_EQ(forecast->period_unit(), v1::WEEK);
  EXPECT_EQ(forecast->last_value(), 48);
  ASSERT_EQ(forecast->points_size(), 4);
  for (int week = 0; week < 4; ++week) {
    const v1::KpiForecastPoint& point = forecast->points(week);
    EXPECT_EQ(point.label(), absl::StrCat("2026-W", 12 + week));
    EXPECT_NEAR(point.expected(), 48.5 + 0.5 * week, 0.11);
    EXPECT_LE(point.lower(), point.expected());
    EXPECT_GE(point.upper(), point.expected());
  }
  // 60 is reached 24 weeks after 9 March, too late for 31 May.
  EXPECT_EQ(forecast->outlook().state(), v1::KpiTargetOutlook::EXPECTED);
  EXPECT_EQ(forecast->outlook().target_value(), 60);
  EXPECT_EQ(forecast->outlook().expected_date().month(), 8);
  EXPECT_EQ(forecast->outlook().expected_date().day(), 30);
  EXPECT_THAT(forecast->outlook().explanation(), HasSubstr("too late for 2026-05-31"));
  const auto french = Forecast("usage", 4, "", v1::PERIOD_UNIT_UNSPECIFIED, "fr");
  EXPECT_THAT(french->explanation(), HasSubstr("Une prévision, pas une mesure"));
  EXPECT_THAT(french->outlook().explanation(), HasSubstr("trop tard pour le 31/05/2026"));
  EXPECT_NE(french->method(), forecast->method());
}

TEST_F(ForecastServiceTest, AForecastIsNeverAMeasurement) {
  RecordProperty("requirement", "S2-22");
  Declare("usage");
  Measure("usage", 17, 40, 0.5);
  const auto before = Query("usage", v1::WEEK);
  ASSERT_TRUE(Forecast("usage", 52).ok());
  const auto after = Query("usage", v1::WEEK);
  ASSERT_TRUE(before.ok() && after.ok());
  EXPECT_EQ(after->DebugString(), before->DebugString());
  EXPECT_EQ(after->series(0).points_size(), 17);
}

TEST_F(ForecastServiceTest, ShortAndOutdatedHistoriesAreRefusedWithTheirReason) {
  Declare("short");
  Measure("short", 11, 40, 0.5);
  v1::QueryKpiForecastRequest request;
  request.set_name(KpiName("short"));
  *request.mutable_as_of_date() = DateFrom(kFirst + 7 * 10);
  auto answer = Call<v1::QueryKpiForecastResponse>("users/vic", "QueryKpiForecast", request);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->state(), v1::QueryKpiForecastResponse::TOO_FEW);
  EXPECT_EQ(answer->points_size(), 0);
  EXPECT_THAT(answer->explanation(), HasSubstr("11 of the 12 periods"));
  EXPECT_EQ(answer->outlook().state(), v1::KpiTargetOutlook::TOO_FEW);
  answer = Forecast("short");
  EXPECT_EQ(answer->state(), v1::QueryKpiForecastResponse::OUTDATED);
  EXPECT_EQ(answer->outlook().state(), v1::KpiTargetOutlook::OUTDATED);
}

TEST_F(ForecastServiceTest, ATeamAloneHasNoOutlook) {
  Declare("usage");
  Measure("usage", 17, 40, 0.5, "sales");
  Measure("usage", 17, 90, 0, "legal");
  const auto sales = Forecast("usage", 1, "sales");
  ASSERT_TRUE(sales.ok()) << sales.status();
  EXPECT_NEAR(sales->points(0).expected(), 48.5, 0.11);
  EXPECT_FALSE(sales->has_outlook());
  EXPECT_EQ(Forecast("usage", 1, "legal")->points(0).expected(), 90);
  EXPECT_EQ(Forecast("usage", 1)->outlook().state(), v1::KpiTargetOutlook::MET)
      << "the mean of both teams is at 60";
  Declare("free", false);
  Measure("free", 17, 40, 0.5);
  EXPECT_FALSE(Forecast("free", 1)->has_outlook());
}

TEST_F(ForecastServiceTest, NoValueBeyondWhatTheKpiCanBe) {
  Declare("usage");
  Measure("usage", 17, 60, 2.4);  // 98.4 today
  const auto forecast = Forecast("usage", 26);
  ASSERT_TRUE(forecast.ok()) << forecast.status();
  EXPECT_EQ(forecast->points(25).upper(), 100);
  EXPECT_LE(forecast->points(25).expected(), 100);
}

TEST_F(ForecastServiceTest, NoForecastTellsOfAFewPeople) {
  RecordProperty("requirement", "S4-14");
  v1::Kpi kpi;
  kpi.set_display_name("Users");
  kpi.set_unit("people");
  kpi.set_direction(v1::Kpi::INCREASE);
  kpi.set_category(v1::Kpi::ADOPTION);
  kpi.set_aggregation(v1::Kpi::DISTINCT_USERS);
  ASSERT_TRUE(Create("users", kpi).ok());
  std::vector<v1::Measurement> uses;
  for (int week = 0; week < 17; ++week) {
    const int users = week == 16 ? 3 : 8 + week % 3;
    for (int user = 0; user < users; ++user) {
      uses.push_back(Of("users", absl::StrCat(week, "-", user), 1, kFirst + 7 * week));
      uses.back().set_user(absl::StrCat("user-", user));
    }
  }
  ASSERT_TRUE(Ingest(uses).ok());
  const auto forecast = Forecast("users", 1);
  ASSERT_TRUE(forecast.ok()) << forecast.status();
  EXPECT_EQ(forecast->value_count(), 16);
  EXPECT_EQ(forecast->last_value(), 8) << "the last week has 3";
  EXPECT_TRUE(absl::IsPermissionDenied(Forecast("users", 1, "sales").status()));
}

TEST_F(ForecastServiceTest, WrongQuestionsAreRefused) {
  Declare("usage");
  EXPECT_THAT(Forecast("usage", 521).status().ToString(), HasSubstr("horizon"));
  EXPECT_THAT(Forecast("usage", -1).status().ToString(), HasSubstr("horizon"));
  v1::QueryKpiForecastRequest request;
  request.set_name(KpiName("usage"));
  request.set_coverage_percent(100);
  EXPECT_THAT(Call<v1::QueryKpiForecastResponse>("users/vic", "QueryKpiForecast", request)
                  .status()
                  .ToString(),
              HasSubstr("coverage"));
  EXPECT_TRUE(absl::IsNotFound(Forecast("nothing").status()));
}

}  // namespace
}  // namespace palier::kpi
