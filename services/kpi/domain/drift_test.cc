// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/drift.h"

#include <cmath>
#include <limits>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace palier::kpi {
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

constexpr int64_t kWeek = 7 * 86'400;

// After how many values the detector alarms, from 0; -1 if never.
int AlarmAt(const std::vector<double>& values) {
  DriftDetector detector(DriftOptions{});
  for (size_t i = 0; i < values.size(); ++i) {
    detector.Observe({static_cast<int64_t>(i) * kWeek, values[i]});
    if (detector.cusum().IsUp() || detector.cusum().IsDown()) return static_cast<int>(i);
  }
  return -1;
}

// 12 values of 100 with a scatter of about 1.5, then what follows.
std::vector<double> After12(const std::vector<double>& next) {
  std::vector<double> values = {99, 101, 100, 98, 102, 100, 99, 101, 100, 101, 99, 100};
  values.insert(values.end(), next.begin(), next.end());
  return values;
}

TEST(DriftDetectorTest, SeesASlideOfSmallSteps) {
  const std::vector<double> slide = {99.5, 99, 98.5, 98, 97.5, 97, 96.5, 96, 95.5, 95};
  EXPECT_EQ(AlarmAt(After12(slide)), 18);
}

TEST(DriftDetectorTest, OneOutlierIsNoDrift) {
  EXPECT_EQ(AlarmAt(After12({1e9, 100, 99, 101})), -1);
  EXPECT_EQ(AlarmAt(After12({1e9, 1e9, 1e9})), 14);
}

TEST(DriftDetectorTest, AFlatLineDoesNotDrift) {
  EXPECT_EQ(AlarmAt(std::vector<double>(500, 42.0)), -1);
}

TEST(DriftDetectorTest, SkipsMissingValues) {
  const double missing = std::numeric_limits<double>::quiet_NaN();
  DriftDetector detector(DriftOptions{});
  for (int i = 0; i < 11; ++i) {
    detector.Observe({i * kWeek, 5});
    detector.Observe({i * kWeek, missing});
  }
  EXPECT_FALSE(detector.ready());
  EXPECT_EQ(detector.Expected(0), 0);
  detector.Observe({11 * kWeek, 5});
  ASSERT_TRUE(detector.ready());
  EXPECT_EQ(detector.Expected(0), 5);
  detector.Observe({12 * kWeek, missing});
  EXPECT_EQ(detector.cusum().up().age, 0);
}

TEST(DriftDetectorTest, ASeasonIsNoDrift) {
  DriftOptions options;
  options.reference = 29;
  DriftDetector detector(options);
  for (int day = 0; day < 200; ++day) {
    detector.Observe({day * 86'400, (day % 7 < 5 ? 100. : 10.) + day % 3});
    EXPECT_FALSE(detector.cusum().IsUp() || detector.cusum().IsDown()) << day;
  }
}

}  // namespace
}  // namespace palier::kpi
