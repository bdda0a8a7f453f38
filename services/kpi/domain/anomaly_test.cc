// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/anomaly.h"

#include <functional>
#include <limits>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace palier::kpi {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr int64_t kHour = 3600;

// Even noise in [0, 1), the same on every build.
double Noise(int i) {
  uint64_t x = (static_cast<uint64_t>(i) + 1) * 0x9E3779B97F4A7C15u;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
  return static_cast<double>((x ^ (x >> 27)) >> 11) * 0x1p-53;
}

AnomalyOptions Probation(int values) {
  AnomalyOptions options;
  options.probation = values;
  return options;
}

// The indices of hourly values where an alert begins.
std::vector<int> Alerts(int probation, int count, const std::function<double(int)>& value) {
  AnomalyDetector detector(Probation(probation));
  std::vector<int> alerts;
  for (int i = 0; i < count; ++i) {
    const AnomalyVerdict judged = detector.Observe({i * kHour, value(i)});
    EXPECT_GE(judged.score, 0) << i;
    EXPECT_LE(judged.score, 1) << i;
    EXPECT_EQ(judged.anomaly, judged.score >= 0.5) << i;
    if (judged.begins) alerts.push_back(i);
  }
  return alerts;
}

TEST(AnomalyDetectorTest, IsSilentWhereNothingHappens) {
  struct Case {
    std::string name;
    std::function<double(int)> value;
  };
  const Case cases[] = {
      {"flat", [](int) { return 45.0; }},
      {"flat at zero", [](int) { return 0.0; }},
      {"flat and huge", [](int) { return -1e300; }},
      {"noise", [](int i) { return 10 + Noise(i); }},
      {"tiny noise", [](int i) { return 1e-9 * Noise(i); }},
      {"two levels in turn", [](int i) { return i % 2 ? 3.0 : 4.0; }},
      {"office hours", [](int i) { return (i % 24 < 9 ? 20 : 80) + Noise(i); }},
      {"rare spikes are its habit", [](int i) { return i % 19 ? Noise(i) : 50 + Noise(i); }},
  };
  for (const Case& c : cases) EXPECT_THAT(Alerts(100, 3000, c.value), IsEmpty()) << c.name;
}

TEST(AnomalyDetectorTest, AlertsOnceOnASpike) {
  for (double spike : {-40.0, 60.0, 1e308}) {
    EXPECT_THAT(Alerts(100, 1000, [&](int i) { return i == 500 ? spike : 10 + Noise(i); }),
                ElementsAre(500))
        << spike;
  }
}

TEST(AnomalyDetectorTest, AlertsOnAnyDepartureFromAFlatLine) {
  EXPECT_THAT(Alerts(8, 100, [](int i) { return i == 50 ? 7.001 : 7.0; }), ElementsAre(50));
}

TEST(AnomalyDetectorTest, SeesThatAPeakOfTheDayIsMissing) {
  const auto value = [](int i) {
    return (i % 24 < 9 || i / 24 == 20 ? 20 : 80) + Noise(i);  // each value is an everyday one
  };
  EXPECT_THAT(Alerts(24 * 8, 24 * 30, value), ElementsAre(24 * 20 + 9));
}

TEST(AnomalyDetectorTest, SeesASmallShiftInTheMeanOfManyValues) {
  const auto value = [](int i) { return 10 + Noise(i) + (i >= 600 ? 0.7 : 0); };
  const std::vector<int> alerts = Alerts(200, 650, value);
  ASSERT_EQ(alerts.size(), 1u);
  EXPECT_GE(alerts[0], 600);
  EXPECT_LT(alerts[0], 620);
}

TEST(AnomalyDetectorTest, ASpikeDoesNotTeachTheSeason) {
  AnomalyDetector detector(Probation(24 * 8));
  for (int i = 0; i < 24 * 10; ++i) {
    detector.Observe({i * kHour, i % 24 < 9 ? 20 : 80 + Noise(i)});
  }
  detector.Observe({(24 * 10 + 12) * kHour, 1e9});
  EXPECT_NEAR(detector.Observe({(24 * 11 + 12) * kHour, 80}).expected, 80, 2);
}

TEST(AnomalyDetectorTest, AnAlertBeginsOncePerQuarterOfTheProbation) {
  EXPECT_THAT(Alerts(40, 75, [](int i) { return i >= 50 ? 1000 + i : Noise(i); }),
              ElementsAre(50, 60, 70));
}

TEST(AnomalyDetectorTest, MissingValuesAreSkipped) {
  AnomalyDetector with_gaps(Probation(20));
  AnomalyDetector without(Probation(20));
  for (int i = 0; i < 100; ++i) {
    for (double missing : {kNaN, kInfinity, -kInfinity}) {
      const AnomalyVerdict skipped = with_gaps.Observe({i * kHour, missing});
      EXPECT_FALSE(skipped.judged || skipped.anomaly || skipped.begins || skipped.score != 0);
    }
    const Observation next = {i * kHour, i == 70 ? 30 : Noise(i)};
    EXPECT_EQ(with_gaps.Observe(next).score, without.Observe(next).score) << i;
  }
}

TEST(AnomalyDetectorTest, JudgesAfterTheProbationAndSaysWhatItExpected) {
  AnomalyDetector detector(Probation(49));
  for (int i = 0; i < 49; ++i) {
    EXPECT_FALSE(detector.Observe({i * kHour, i % 24 < 9 ? 20. : 80.}).judged) << i;
    EXPECT_EQ(detector.season(), i < 48 ? Season::kNone : Season::kDay);
  }
  const AnomalyVerdict judged = detector.Observe({52 * kHour, 20});
  EXPECT_TRUE(judged.judged);
  EXPECT_EQ(judged.expected, 20);
  EXPECT_EQ(detector.Observe({58 * kHour, 80}).expected, 80);
}

TEST(AnomalyDetectorTest, TheProbationHasLimits) {
  AnomalyDetector detector(Probation(-5));
  for (int i = 0; i < kMinProbation; ++i) EXPECT_FALSE(detector.Observe({i, 1}).judged);
  EXPECT_TRUE(detector.Observe({kMinProbation, 1}).judged);
}

}  // namespace
}  // namespace palier::kpi
