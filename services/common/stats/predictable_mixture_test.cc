// SPDX-License-Identifier: Apache-2.0
#include "common/stats/predictable_mixture.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <vector>

#include "gtest/gtest.h"

namespace palier::stats {
namespace {

using Kind = PredictableMixtureOptions::Kind;
using Value = double (*)(int);

double Scattered(int i) {
  return 7919 * i % 1000 / 1000.0;
}
double Binary(int i) {
  return 37 * i % 100 < 70 ? 1 : 0;
}
double Calm(int i) {
  return 0.5 + 0.05 * std::sin(i);
}

Interval After(int n, Value value, const PredictableMixtureOptions& options = {}) {
  PredictableMixture mixture(options);
  for (int i = 1; i <= n; ++i) mixture.Add(value(i));
  return mixture.interval();
}

// Intervals of the authors' library for three series, to the digits printed.
TEST(PredictableMixtureTest, TheAuthorsReferenceIntervals) {
  const struct {
    Value value;
    int n;
    double lower;
    double upper;
  } references[] = {
      {Scattered, 100, 0.38806650, 0.60673512}, {Scattered, 1000, 0.46570520, 0.53222756},
      {Binary, 100, 0.52924684, 0.85818172},    {Binary, 1000, 0.63910556, 0.75521411},
      {Calm, 100, 0.42451474, 0.57503304},      {Calm, 1000, 0.49206291, 0.50798598}};
  for (const auto& reference : references) {
    const Interval interval = After(reference.n, reference.value);
    EXPECT_NEAR(interval.lower, reference.lower, 5e-9) << reference.n;
    EXPECT_NEAR(interval.upper, reference.upper, 5e-9) << reference.n;
  }
  const Interval hoeffding = After(1000, Calm, {0.05, Kind::kHoeffding, 0});
  EXPECT_NEAR(hoeffding.lower, 0.43916, 5e-6);
  EXPECT_NEAR(hoeffding.upper, 0.56143, 5e-6);
}

TEST(PredictableMixtureTest, NothingIsKnownBeforeTheFirstValue) {
  const Interval interval = PredictableMixture().interval();
  EXPECT_EQ(interval.lower, 0);
  EXPECT_EQ(interval.upper, 1);
}

TEST(PredictableMixtureTest, WhoIsLeftToAskMattersInSmallPopulations) {
  const Interval endless = After(90, Scattered);
  const Interval hundred = After(90, Scattered, {0.05, Kind::kEmpiricalBernstein, 100});
  EXPECT_LT(hundred.upper - hundred.lower, 0.6 * (endless.upper - endless.lower));
  const Interval million = After(90, Scattered, {0.05, Kind::kEmpiricalBernstein, 1'000'000'000});
  EXPECT_NEAR(million.lower, endless.lower, 1e-6);
  EXPECT_NEAR(million.upper, endless.upper, 1e-6);
}

// Forty values drawn in random order without putting back, looked at after each; the seed is fixed.
TEST(PredictableMixtureTest, DrawingThemAllIsRarelyWrong) {
  constexpr int kSeries = 1000;
  std::mt19937_64 random(3);
  std::vector<double> values;
  for (int i = 1; i <= 40; ++i) values.push_back(i % 4 == 0 ? 1 : Scattered(i) / 3);
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / 40;
  int wrong = 0;
  for (int series = 0; series < kSeries; ++series) {
    std::shuffle(values.begin(), values.end(), random);
    PredictableMixture mixture({0.05, Kind::kEmpiricalBernstein, 40});
    bool missed = false;
    for (const double value : values) {
      mixture.Add(value);
      missed = missed || mean < mixture.interval().lower || mean > mixture.interval().upper;
    }
    wrong += missed;
  }
  EXPECT_LE(wrong, kSeries * 0.05);
  RecordProperty("wrong", wrong);
}

}  // namespace
}  // namespace palier::stats
