// SPDX-License-Identifier: Apache-2.0
#include "common/stats/rank_tests.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "common/status/error.h"
#include "gtest/gtest.h"

namespace palier::stats {
namespace {

using Sample = std::vector<double>;

TEST(MedianTest, TakesTheMiddle) {
  EXPECT_EQ(*Median(Sample{3}), 3);
  EXPECT_EQ(*Median(Sample{3, 1, 2}), 2);
  EXPECT_EQ(*Median(Sample{4, 1, 3, 2}), 2.5);
  EXPECT_EQ(*Median(Sample{1e308, 1e308}), 1e308);
}

TEST(NearestRankTest, IsAValueOfTheSample) {
  const Sample ten = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  EXPECT_EQ(*NearestRank(ten, 90), 9);
  EXPECT_EQ(*NearestRank(ten, 91), 10);
  EXPECT_EQ(*NearestRank(ten, 1), 1);
  EXPECT_EQ(*NearestRank(ten, 100), 10);
  EXPECT_FALSE(NearestRank(ten, 0).ok());
  EXPECT_FALSE(NearestRank(ten, 101).ok());
}

TEST(RankTestsTest, RefuseEmptyAndNonFiniteSamples) {
  const Sample good = {1, 2};
  const Sample nan = {1, std::nan("")};
  const Sample inf = {std::numeric_limits<double>::infinity()};
  for (const Sample& bad : {Sample{}, nan, inf}) {
    EXPECT_EQ(status::ReasonOf(Median(bad).status()), error::v1::INVALID_FIELDS);
    EXPECT_EQ(status::ReasonOf(Mean(bad).status()), error::v1::INVALID_FIELDS);
    EXPECT_EQ(status::ReasonOf(HodgesLehmann(bad, good).status()), error::v1::INVALID_FIELDS);
    EXPECT_EQ(status::ReasonOf(MannWhitney(good, bad).status()), error::v1::INVALID_FIELDS);
  }
}

// Worked by hand: U1 counts pairs; sigma^2 = nm/12 (N + 1 - sum(t^3 - t)/(N(N-1))).
struct Worked {
  std::string name;
  Sample before;
  Sample after;
  double u1, variance, delta, hodges_lehmann;
};

class WorkedTest : public testing::TestWithParam<Worked> {};

TEST_P(WorkedTest, AgreesWithTheHand) {
  const Worked& c = GetParam();
  const RankTest test = *MannWhitney(c.before, c.after);
  const double pairs = static_cast<double>(c.before.size() * c.after.size());
  EXPECT_EQ(test.u1, c.u1);
  EXPECT_DOUBLE_EQ(test.cliffs_delta, c.delta);
  EXPECT_DOUBLE_EQ(test.probability_of_superiority, c.u1 / pairs);
  const double z = c.variance == 0 ? 0 : (c.u1 - pairs / 2) / std::sqrt(c.variance);
  EXPECT_DOUBLE_EQ(test.z, z);
  EXPECT_DOUBLE_EQ(test.p, std::erfc(std::fabs(z) / std::sqrt(2.0)));
  EXPECT_DOUBLE_EQ(*HodgesLehmann(c.before, c.after), c.hodges_lehmann);
}

INSTANTIATE_TEST_SUITE_P(
    ByHand, WorkedTest,
    testing::Values(Worked{"Apart", {4, 5, 6}, {1, 2, 3}, 9, 9.0 / 12 * 7, 1, 3},
                    Worked{"Below", {1, 2}, {3, 4, 5}, 0, 6.0 / 12 * 6, -1, -2.5},
                    Worked{"AllTied", {2, 2, 2}, {2, 2}, 3, 0, 0, 0},
                    Worked{"OneEach", {5}, {3}, 1, 1.0 / 12 * 3, 1, 2},
                    Worked{
                        "SomeTies", {1, 2, 2}, {2, 3}, 1, 6.0 / 12 * (6 - 24.0 / 20), -4.0 / 6, -1},
                    Worked{"SignedZeros", {-0.0}, {0.0}, 0.5, 0, 0, 0}),
    [](const auto& info) { return info.param.name; });

TEST(MagnitudeTest, StartsAtItsThreshold) {
  EXPECT_EQ(MagnitudeOf(0.1469), Magnitude::kNegligible);
  EXPECT_EQ(MagnitudeOf(-0.147), Magnitude::kSmall);
  EXPECT_EQ(MagnitudeOf(0.33), Magnitude::kMedium);
  EXPECT_EQ(MagnitudeOf(-0.474), Magnitude::kLarge);
}

double BruteHodgesLehmann(const Sample& before, const Sample& after) {
  Sample differences;
  for (double b : before) {
    for (double a : after) differences.push_back(b - a);
  }
  return *Median(differences);
}

TEST(HodgesLehmannTest, EqualsTheMedianOfAllDifferences) {
  std::mt19937_64 random(7);
  for (int round = 0; round < 300; ++round) {
    Sample before(1 + random() % 30), after(1 + random() % 30);
    const double scale = round % 3 == 0 ? 1 : 0.37;  // a third of the rounds is full of ties
    const uint64_t values = round % 3 == 0 ? 5 : 100000;
    for (double& b : before) b = scale * (static_cast<double>(random() % values) - 2);
    for (double& a : after) a = scale * (static_cast<double>(random() % values) - 2);
    ASSERT_EQ(*HodgesLehmann(before, after), BruteHodgesLehmann(before, after)) << round;
  }
}

// sum((d_i. - d)^2) and its like, straight from Cliff's formula on the whole matrix.
double BruteVariance(const Sample& x, const Sample& y, double delta) {
  const double n = static_cast<double>(x.size()), m = static_cast<double>(y.size());
  double rows = 0, columns = 0, cells = 0;
  auto sign = [](double a, double b) { return static_cast<double>((a > b) - (a < b)); };
  for (double a : x) {
    double sum = 0;
    for (double b : y) {
      sum += sign(a, b);
      cells += std::pow(sign(a, b) - delta, 2);
    }
    rows += std::pow(sum / m - delta, 2);
  }
  for (double b : y) {
    double sum = 0;
    for (double a : x) sum += sign(a, b);
    columns += std::pow(sum / n - delta, 2);
  }
  return (m * m * rows + n * n * columns - cells) / (n * m * (n - 1) * (m - 1));
}

TEST(MannWhitneyTest, StandardErrorIsThatOfTheWholeMatrix) {
  std::mt19937_64 random(11);
  for (int round = 0; round < 50; ++round) {
    Sample x(5 + random() % 10), y(5 + random() % 10);
    for (double& v : x) v = static_cast<double>(random() % 12);
    for (double& v : y) v = static_cast<double>(random() % 12);
    const RankTest test = *MannWhitney(x, y);
    const double floor = (1 - test.cliffs_delta * test.cliffs_delta) /
                         (static_cast<double>(x.size() * y.size()) - 1);
    const double expected = std::max(floor, BruteVariance(x, y, test.cliffs_delta));
    EXPECT_NEAR(test.delta_standard_error, std::sqrt(expected), 1e-12);
  }
}

TEST(MannWhitneyTest, ExchangeTurnsTheSigns) {
  const Sample x = {1, 5, 2, 8, 3}, y = {4, 4, 9, 2};
  const RankTest forth = *MannWhitney(x, y), back = *MannWhitney(y, x);
  EXPECT_EQ(forth.u1 + back.u1, 20);
  EXPECT_EQ(forth.z, -back.z);
  EXPECT_EQ(forth.p, back.p);
  EXPECT_EQ(forth.cliffs_delta, -back.cliffs_delta);
  EXPECT_DOUBLE_EQ(forth.delta_standard_error, back.delta_standard_error);
}

TEST(MannWhitneyTest, TinyPDoesNotUnderflowTooSoon) {
  Sample low, high;
  for (int i = 0; i < 900; ++i) {
    low.push_back(i);
    high.push_back(i + 900);
  }
  const RankTest test = *MannWhitney(low, high);  // z = -36.7, p about 3e-295
  EXPECT_GT(test.p, 0);
  EXPECT_LT(test.p, 1e-290);
  EXPECT_NEAR(test.log10_p, std::log10(test.p), 1e-9);
  for (int i = 0; i < 900; ++i) {
    low.push_back(-1 - i);
    high.push_back(i + 2000);
  }
  const RankTest beyond = *MannWhitney(low, high);  // no double holds this p
  EXPECT_EQ(beyond.p, 0);
  EXPECT_NEAR(beyond.log10_p, 2 * test.log10_p, 5);
}

TEST(HodgesLehmannTest, LargeSamplesNeedNoMatrix) {
  Sample before(200000), after(200001);
  for (size_t i = 0; i < before.size(); ++i) before[i] = static_cast<double>(i);
  for (size_t i = 0; i < after.size(); ++i) after[i] = static_cast<double>(i) - 7;
  EXPECT_EQ(*HodgesLehmann(before, after), 6.5 + 0.0);
}

}  // namespace
}  // namespace palier::stats
