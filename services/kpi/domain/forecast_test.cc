// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/forecast.h"

#include <cmath>
#include <limits>
#include <string>

#include "common/status/error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace palier::kpi {
namespace {

// Even noise in [-1, 1), the same on every build.
double Noise(int i) {
  uint64_t x = (static_cast<uint64_t>(i) + 1) * 0x9E3779B97F4A7C15u;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
  return static_cast<double>((x ^ (x >> 27)) >> 11) * 0x1p-52 - 1;
}

std::vector<double> NoisyLine(int count, double step, int seed) {
  std::vector<double> values;
  for (int i = 0; i < count; ++i) values.push_back(100 + step * i + Noise(seed * 1000 + i));
  return values;
}

TEST(ForecastTest, AFlatLineHasNoInterval) {
  const auto points = Forecast(std::vector<double>(20, 5.0), {});
  ASSERT_TRUE(points.ok());
  ASSERT_EQ(points->size(), 13u);
  for (const ForecastPoint& point : *points) {
    EXPECT_EQ(point.expected, 5);
    EXPECT_EQ(point.lower, 5);
    EXPECT_EQ(point.upper, 5);
  }
}

TEST(ForecastTest, FollowsALineAndWidensAhead) {
  const auto points = Forecast(NoisyLine(40, 2, 1), {26, 0.8});
  ASSERT_TRUE(points.ok());
  EXPECT_NEAR((*points)[12].expected, 100 + 2 * 52, 6);
  double width = 0;
  for (const ForecastPoint& point : *points) {
    EXPECT_GT(point.upper - point.lower, width);
    EXPECT_NEAR(point.upper - point.expected, point.expected - point.lower, 1e-9);
    width = point.upper - point.lower;
  }
}

TEST(ForecastTest, BeyondWhatWasRehearsedTheIntervalGrowsInProportion) {
  const auto points = Forecast(NoisyLine(20, 0, 3), {48, 0.8});  // rehearsed: up to 12 ahead
  ASSERT_TRUE(points.ok());
  const auto width = [&](size_t ahead) {
    return (*points)[ahead - 1].upper - (*points)[ahead - 1].lower;
  };
  EXPECT_NEAR(width(12) / width(3), 2, 1e-9);
  EXPECT_NEAR(width(24) / width(12), 2, 1e-9);
  EXPECT_NEAR(width(48) / width(12), 4, 1e-9);
}

TEST(ForecastTest, MoreCoverageIsAWiderInterval) {
  double width = 0;
  for (double coverage : {0.5, 0.8, 0.9, 0.99}) {
    const auto points = Forecast(NoisyLine(60, 0, 2), {1, coverage});
    ASSERT_TRUE(points.ok());
    EXPECT_GT((*points)[0].upper - (*points)[0].lower, width) << coverage;
    width = (*points)[0].upper - (*points)[0].lower;
  }
}

TEST(ForecastTest, AnIntervalHoldsAboutAsManyValuesAsItSays) {
  int held = 0;
  constexpr int kSeries = 400;
  for (int seed = 0; seed < kSeries; ++seed) {
    const std::vector<double> values = NoisyLine(41, 0.5, seed);
    const auto points = Forecast(absl::MakeSpan(values).first(40), {1, 0.8});
    ASSERT_TRUE(points.ok());
    if (values[40] >= (*points)[0].lower && values[40] <= (*points)[0].upper) ++held;
  }
  EXPECT_NEAR(held, 0.8 * kSeries, 0.06 * kSeries);
}

TEST(ForecastTest, StaysFiniteWhateverItReads) {
  const double series[][12] = {
      {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048},
      {1, 1e9, 1, 1e9, 1, 1e9, 1, 1e9, 1, 1e9, 1, 1e9},
      {1e-300, 1, 1e-300, 1e38, 1e-300, 1e38, 1, 1, 1e-300, 1e38, 1, 1e38},
      {-3e38, 3e38, -3e38, 3e38, -3e38, 3e38, 3e38, 3e38, -3e38, -3e38, -3e38, 3e38},
      {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1e-300},
  };
  for (const auto& values : series) {
    const auto points = Forecast(values, {kMaxForecastHorizon, 0.99});
    ASSERT_TRUE(points.ok());
    for (const ForecastPoint& point : *points) {
      ASSERT_TRUE(std::isfinite(point.expected) && std::isfinite(point.lower) &&
                  std::isfinite(point.upper))
          << values[1];
    }
  }
}

TEST(ForecastTest, RefusesWhatItCannotRead) {
  const double infinity = std::numeric_limits<double>::infinity();
  std::vector<double> values(20, 1.0);
  const auto refused = [](const std::vector<double>& of, const ForecastOptions& options) {
    const auto points = Forecast(of, options);
    return status::ReasonOf(points.status()) == error::v1::INVALID_FIELDS;
  };
  EXPECT_TRUE(Forecast(std::vector<double>(kMinForecastValues, 1.0), {}).ok());
  EXPECT_TRUE(refused(std::vector<double>(kMinForecastValues - 1, 1.0), {}));
  for (const ForecastOptions& options :
       {ForecastOptions{0, 0.8}, ForecastOptions{521, 0.8}, ForecastOptions{13, 0.4},
        ForecastOptions{13, 1}, ForecastOptions{13, std::nan("")}}) {
    EXPECT_TRUE(refused(values, options)) << options.horizon << " " << options.coverage;
  }
  for (double bad : {infinity, -infinity, std::nan(""), 1e300}) {
    values[7] = bad;
    EXPECT_TRUE(refused(values, {})) << bad;
  }
}

}  // namespace
}  // namespace palier::kpi
