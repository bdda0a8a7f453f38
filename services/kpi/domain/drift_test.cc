// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/drift.h"

#include <cmath>
#include <limits>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace palier::kpi {
namespace {

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
