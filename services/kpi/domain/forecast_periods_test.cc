// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/forecast_periods.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace palier::kpi {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Day = absl::CivilDay;

const Day kMonday(2024, 1, 1);

ForecastQuestion Weekly(int horizon) {
  ForecastQuestion question;
  question.unit = PeriodUnit::kWeek;
  question.cadence = Cadence::kWeekly;
  question.decimals = 1;
  question.options.horizon = horizon;
  return question;
}

std::vector<Measure> Weeks(int count, Fixed first, Fixed step) {
  std::vector<Measure> series;
  for (int i = 0; i < count; ++i) series.push_back({kMonday + 7 * i, first + step * i});
  return series;
}

PeriodForecast After(const ForecastQuestion& question, const std::vector<Measure>& series) {
  const auto forecast =
      ForecastPeriods(question, series, series.empty() ? kMonday : series.back().date);
  EXPECT_TRUE(forecast.ok()) << forecast.status();
  return forecast.ok() ? *forecast : PeriodForecast();
}

TEST(PeriodValuesTest, TakesTheLastMeasureAndRepeatsOverGaps) {
  const std::vector<Measure> series = {{Day(2024, 1, 30), 10},
                                       {Day(2024, 1, 31), 15},
                                       {Day(2024, 4, 1), 20},
                                       {Day(2024, 5, 31), 30}};
  EXPECT_THAT(PeriodValues(series, PeriodUnit::kMonth, 1), ElementsAre(1.5, 1.5, 1.5, 2, 3));
  EXPECT_THAT(PeriodValues(series, PeriodUnit::kQuarter, 0), ElementsAre(15, 30));
  EXPECT_THAT(PeriodValues({}, PeriodUnit::kWeek, 0), IsEmpty());
}

TEST(ForecastPeriodsTest, TheWeeksAfterTheLastMeasureFollowOneAnother) {
  const PeriodForecast forecast = After(Weekly(3), Weeks(20, 400, 5));
  ASSERT_EQ(forecast.state, ForecastState::kForecast);
  EXPECT_EQ(forecast.values, 20);
  ASSERT_EQ(forecast.periods.size(), 3u);
  for (int h = 0; h < 3; ++h) {
    const ForecastPeriod& period = forecast.periods[static_cast<size_t>(h)];
    EXPECT_EQ(period.first_day, kMonday + 7 * (20 + h));
    EXPECT_EQ(period.last_day, period.first_day + 6);
    EXPECT_NEAR(period.point.expected, 40 + 0.5 * (20 + h), 0.05) << "an exact line goes on";
    EXPECT_LE(period.point.lower, period.point.expected);
    EXPECT_GE(period.point.upper, period.point.expected);
  }
}

TEST(ForecastPeriodsTest, NothingImpossibleIsForecast) {
  ForecastQuestion question = Weekly(26);
  question.least = 0;
  question.most = 50;
  const PeriodForecast forecast = After(question, Weeks(20, 400, 5));
  EXPECT_EQ(forecast.periods.back().point.expected, 50);
  EXPECT_EQ(forecast.periods.back().point.upper, 50);
  const PeriodForecast fall = After(question, Weeks(20, 100, -5));
  EXPECT_EQ(fall.periods.back().point.lower, 0);
}

TEST(ForecastPeriodsTest, ItIsRefusedWithItsReason) {
  struct Case {
    std::vector<Measure> series;
    int days_later;
    ForecastState state;
    std::string en, fr;
  };
  const Case cases[] = {
      {{},
       0,
       ForecastState::kTooFew,
       "No forecast: 0 of the 12 periods that it needs.",
       "Pas de prévision : 0 périodes sur les 12 qu'il faut."},
      {Weeks(11, 400, 5), 0, ForecastState::kTooFew,
       "No forecast: 11 of the 12 periods that it needs.",
       "Pas de prévision : 11 périodes sur les 12 qu'il faut."},
      {Weeks(12, 400, 5), 7, ForecastState::kForecast,
       "A forecast, not a measurement: from 12 periods up to 45.5 on 2024-03-18; 80 % of the "
       "intervals are meant to hold what comes.",
       "Une prévision, pas une mesure : à partir de 12 périodes jusqu'à 45,5 le 18/03/2024 ; 80 % "
       "des intervalles devraient contenir ce qui viendra."},
      {Weeks(12, 400, 5), 8, ForecastState::kOutdated,
       "No forecast: the last measure, 45.5 on 2024-03-18, is outdated.",
       "Pas de prévision : la dernière mesure, 45,5 le 18/03/2024, est trop ancienne."},
  };
  for (const Case& c : cases) {
    const Day last = c.series.empty() ? kMonday : c.series.back().date;
    const auto forecast = ForecastPeriods(Weekly(13), c.series, last + c.days_later);
    ASSERT_TRUE(forecast.ok()) << forecast.status();
    EXPECT_EQ(forecast->state, c.state);
    EXPECT_EQ(forecast->periods.empty(), c.state != ForecastState::kForecast);
    EXPECT_EQ(forecast->text.en, c.en);
    EXPECT_EQ(forecast->text.fr, c.fr);
  }
}

TEST(ForecastPeriodsTest, WhatCameAfterTheDateIsNotRead) {
  std::vector<Measure> series = Weeks(20, 400, 5);
  const PeriodForecast now = After(Weekly(2), series);
  series.push_back({series.back().date + 1, 9000});
  const auto same = ForecastPeriods(Weekly(2), series, series[19].date);
  ASSERT_TRUE(same.ok()) << same.status();
  EXPECT_EQ(same->periods[1].point.expected, now.periods[1].point.expected);
}

TEST(ForecastPeriodsTest, OptionsOutOfRangeAreRefused) {
  for (const int horizon : {0, -1, kMaxForecastHorizon + 1}) {
    EXPECT_THAT(ForecastPeriods(Weekly(horizon), {}, kMonday).status().ToString(),
                HasSubstr("horizon"));
  }
  ForecastQuestion question = Weekly(1);
  question.options.coverage = 1;
  EXPECT_THAT(ForecastPeriods(question, {}, kMonday).status().ToString(), HasSubstr("coverage"));
}

}  // namespace
}  // namespace palier::kpi
