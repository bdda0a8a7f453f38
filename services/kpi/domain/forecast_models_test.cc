// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/forecast_models.h"

#include <cmath>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace palier::kpi {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::SizeIs;

std::vector<double> Line(int count, double first, double step) {
  std::vector<double> values;
  for (int i = 0; i < count; ++i) values.push_back(first + step * i);
  return values;
}

TEST(ForecastModelsTest, AFlatLineStaysFlat) {
  for (double level : {0.0, 7.0, -3.5}) {
    const std::vector<double> flat(150, level);
    EXPECT_THAT(DampedTrend(flat, 5), Each(level));
    EXPECT_THAT(ShrunkTrend(flat, 5), Each(level));
    EXPECT_THAT(RidgeAutoregression(flat, 5), Each(level));
  }
}

TEST(ForecastModelsTest, TwoValuesAreEnough) {
  const std::vector<double> two = {4, 5};
  EXPECT_THAT(DampedTrend(two, 3), SizeIs(3));
  EXPECT_THAT(RidgeAutoregression(two, 3), ElementsAre(5, 5, 5));
  EXPECT_THAT(ShrunkTrend(two, 3), ElementsAre(6, 7, 8));
}

TEST(ShrunkTrendTest, ContinuesALineAndNotNoise) {
  EXPECT_THAT(ShrunkTrend(Line(30, 10, -0.5), 2), ElementsAre(-5, -5.5));
  std::vector<double> zigzag;
  for (int i = 0; i < 27; ++i) zigzag.push_back(i % 2 == 0 ? 10 : 20);
  EXPECT_NEAR(ShrunkTrend(zigzag, 10).back(), 10, 0.5);
}

TEST(ShrunkTrendTest, OneWildValueDoesNotTurnIt) {
  std::vector<double> values = Line(26, 0, 1);
  values[12] = -1000;
  EXPECT_NEAR(ShrunkTrend(values, 1)[0], 25, 0.1);  // less trusted, not turned
  EXPECT_GT(ShrunkTrend(values, 1)[0], 25);
}

TEST(DampedTrendTest, TheTrendFades) {
  const std::vector<double> path = DampedTrend(Line(60, 0, 1), 40);
  EXPECT_GT(path[0], 59);
  for (size_t h = 2; h < path.size(); ++h) {
    EXPECT_LT(path[h] - path[h - 1], path[h - 1] - path[h - 2]) << h;
  }
}

// Four years of weekly values with a dip every 52 weeks.
std::vector<double> YearlyDip(double sign) {
  std::vector<double> values;
  for (int i = 0; i < 4 * 52; ++i) values.push_back(sign * (i % 52 < 3 ? 40.0 : 100.0));
  return values;
}

TEST(RidgeAutoregressionTest, LearnsTheYearOfWeeklyValues) {
  for (double sign : {1.0, -1.0}) {  // relative and plain changes
    const std::vector<double> path = RidgeAutoregression(YearlyDip(sign), 6);
    EXPECT_LT(std::abs(path[1]), 99) << sign;
    EXPECT_NEAR(std::abs(path[5]), 100, 20) << sign;
    EXPECT_LT(std::abs(path[1]), std::abs(path[5])) << sign;
  }
}

TEST(RidgeAutoregressionTest, TheDipGrowsWithTheLevel) {
  std::vector<double> values;
  double level = 100;
  for (int i = 0; i < 6 * 52; ++i) {
    level *= 1.0134;  // twice as much after a year
    values.push_back(i % 52 < 3 ? 0.4 * level : level);
  }
  const std::vector<double> path = RidgeAutoregression(values, 6);
  EXPECT_LT(path[1] / values.back(), 0.5);  // 0.56 with plain changes
}

TEST(RidgeAutoregressionTest, StaysFinite) {
  std::vector<double> values;
  for (int i = 0; i < 1000; ++i) values.push_back(i % 2 == 0 ? 1 : 9e8);
  EXPECT_THAT(RidgeAutoregression(values, 500), Each(testing::Le(1e100)));
}

TEST(RidgeAutoregressionTest, AShortHistoryAnswersWithItsLastValue) {
  const std::vector<double> path = RidgeAutoregression({{100, 104, 99, 103, 98, 105, 101, 99}}, 4);
  for (double value : path) EXPECT_NEAR(value, 99, 0.5);
}

}  // namespace
}  // namespace palier::kpi
