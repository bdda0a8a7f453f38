// SPDX-License-Identifier: Apache-2.0
#include "common/stats/cusum.h"

#include <gtest/gtest.h>

#include <cmath>

namespace palier::stats {
namespace {

// Independent standard normal values, the same on every run (Box and Muller on splitmix64).
class Normal {
 public:
  double Next() {
    const double radius = std::sqrt(-2 * std::log(1 - Uniform()));
    return radius * std::cos(2 * M_PI * Uniform());
  }

 private:
  double Uniform() {
    uint64_t x = state_ += 0x9E3779B97F4A7C15u;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return static_cast<double>((x ^ (x >> 31)) >> 11) * 0x1p-53;
  }
  uint64_t state_ = 20240101;
};

// The mean number of values to an alarm.
double RunLength(double h, double shift, int runs) {
  Normal normal;
  int64_t values = 0;
  for (int run = 0; run < runs; ++run) {
    Cusum cusum({0.5, h});
    while (!cusum.IsUp() && !cusum.IsDown()) {
      cusum.Add(normal.Next() + shift);
      ++values;
    }
  }
  return static_cast<double>(values) / runs;
}

struct Length {
  double shift;
  double h4, h5;
};

// Montgomery's table; the first row and the row of 1 with one more digit from a Markov chain.
constexpr Length kMontgomery[] = {
    {0, 167.6, 465.2}, {0.25, 74.2, 139}, {0.5, 26.6, 38.0}, {0.75, 13.3, 17.0}, {1, 8.38, 10.38},
    {1.5, 4.75, 5.75}, {2, 3.34, 4.01},   {2.5, 2.62, 3.11}, {3, 2.19, 2.57},    {4, 1.71, 2.01}};

TEST(CusumTest, RunsAsLongAsMontgomerysTable) {
  for (const Length& row : kMontgomery) {
    const int runs = 40'000;
    EXPECT_NEAR(RunLength(4, row.shift, runs) / row.h4, 1, 0.02) << row.shift;
    EXPECT_NEAR(RunLength(5, row.shift, runs) / row.h5, 1, 0.02) << row.shift;
    EXPECT_NEAR(RunLength(4, -row.shift, runs) / row.h4, 1, 0.02) << -row.shift;
  }
}

TEST(CusumTest, AlarmsAboveTheLimitAndKnowsWhenItBegan) {
  Cusum cusum({0.5, 4});
  for (double z : {1.0, -1.0, 2.5, 2.5}) cusum.Add(z);  // up: 0.5, 0, 2, 4
  EXPECT_FALSE(cusum.IsUp());                           // the limit itself is none
  EXPECT_FALSE(cusum.IsCalmUp());
  EXPECT_TRUE(cusum.IsCalmDown());
  EXPECT_EQ(cusum.up().age, 2);
  cusum.Add(0.75);
  EXPECT_TRUE(cusum.IsUp());
  EXPECT_FALSE(cusum.IsDown());
  EXPECT_EQ(cusum.up().age, 3);
  EXPECT_EQ(cusum.down().age, 0);
}

TEST(CusumTest, IsCalmAgainInBoundedTime) {
  Cusum cusum({0.5, 4});
  for (int i = 0; i < 1000; ++i) cusum.Add(-3);
  EXPECT_TRUE(cusum.IsDown());
  for (int i = 0; i < 11; ++i) cusum.Add(0);  // from 8 down by a half each
  EXPECT_FALSE(cusum.IsCalmDown());
  EXPECT_TRUE(cusum.IsCalmUp());
  cusum.Add(0);
  EXPECT_TRUE(cusum.IsCalmDown());
  EXPECT_FALSE(Cusum().IsUp() || Cusum().IsDown());
  EXPECT_EQ(Cusum().up().age, 0);
}

// Three values that scatter by 1 around 0, and the next one.
double ScoreOf(double value) {
  SelfStartingScores scores(0.001);
  for (const double before : {-1.0, 0.0, 1.0}) EXPECT_FALSE(scores.Add(before).has_value());
  return scores.Add(value).value_or(NAN);
}

// Student's t of 0.975 and 0.995 with two degrees of freedom.
TEST(SelfStartingScoresTest, AreTheNormalValuesThatAreAsLikely) {
  const double unit = std::sqrt(4.0 / 3);
  EXPECT_NEAR(ScoreOf(4.302653 * unit), 1.959964, 0.04);
  EXPECT_NEAR(ScoreOf(-4.302653 * unit), -1.959964, 0.04);
  EXPECT_NEAR(ScoreOf(9.924843 * unit), 2.575829, 0.08);
  EXPECT_EQ(ScoreOf(0), 0);
}

TEST(SelfStartingScoresTest, ValuesWithoutScatterCountAsIfTheyHadTheSmallest) {
  SelfStartingScores scores(0.1);
  for (int i = 0; i < 8; ++i) scores.Add(0.5);
  EXPECT_EQ(scores.Add(0.5), 0);
  const auto far = scores.Add(0.4);
  ASSERT_TRUE(far.has_value());
  EXPECT_NEAR(*far, -1, 0.15);
}

// As long as with a mean and a deviation that are known.
TEST(SelfStartingScoresTest, AlarmWithoutAShiftAsRarelyAsTheTableSays) {
  Normal normal;
  int64_t values = 0;
  constexpr int kRuns = 4000;
  for (int run = 0; run < kRuns; ++run) {
    SelfStartingScores scores(1e-9);
    Cusum cusum;
    while (!cusum.IsUp() && !cusum.IsDown()) {
      const std::optional<double> score = scores.Add(7 + 3 * normal.Next());
      if (!score) continue;
      cusum.Add(*score);
      ++values;
    }
  }
  EXPECT_NEAR(static_cast<double>(values) / kRuns / 465.2, 1, 0.06);
}

}  // namespace
}  // namespace palier::stats
