// SPDX-License-Identifier: Apache-2.0
#include "common/stats/confidence_sequence.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "gtest/gtest.h"

namespace palier::stats {
namespace {

// What GrowthBook's tests compare: two samples of 3,000 and 3,461.
struct TwoMeans {
  TwoMeans(double mean_a, double variance_a, double mean_b, double variance_b)
      : effect(mean_b - mean_a),
        error(std::sqrt(variance_a / 3000 + variance_b / 3461)),
        relative(effect / mean_a),
        relative_error(std::sqrt(variance_b / 3461 / (mean_a * mean_a) +
                                 variance_a / 3000 * mean_b * mean_b / std::pow(mean_a, 4))) {}
  double effect;
  double error;
  double relative;
  double relative_error;  // by the delta method
};

TwoMeans GrowthBooksMeans() {
  const auto variance = [](double sum, double squares, double n) {
    return (squares - sum * sum / n) / (n - 1);
  };
  return TwoMeans(1396.87 / 3000, variance(1396.87, 52377.9767, 3000), 2422.7 / 3461,
                  variance(2422.7, 134698.29, 3461));
}

void ExpectInterval(double estimate, double half, double lower, double upper, double tolerance) {
  EXPECT_NEAR(estimate - half, lower, tolerance);
  EXPECT_NEAR(estimate + half, upper, tolerance);
}

// The bounds that are printed in GrowthBook's tests.
TEST(AsymptoticSequenceTest, GrowthBooksReferenceFigures) {
  const TwoMeans means = GrowthBooksMeans();
  const AsymptoticSequence one_sided{0.05, 5000, true};
  EXPECT_NEAR(means.effect, 0.23437667, 5e-9);
  ExpectInterval(means.effect, HalfWidth(one_sided, means.error, 6461), -0.12656844, 0.59532178,
                 5e-9);
  ExpectInterval(means.relative, HalfWidth(one_sided, means.relative_error, 6461), -0.42356455,
                 1.43028672, 5e-9);

  const AsymptoticSequence two_sided{0.05, 1000, false};
  EXPECT_NEAR(means.relative, 0.50336, 5e-6);
  EXPECT_NEAR(means.relative_error, 0.33341, 5e-6);
  ExpectInterval(means.relative, HalfWidth(two_sided, means.relative_error, 6461), -0.55844,
                 1.56516, 5e-6);
  const double e_value = EValue(two_sided, means.relative, means.relative_error, 6461);
  EXPECT_EQ(std::min(1.0, 1 / e_value), 1) << "its p-value";
}

TEST(AsymptoticSequenceTest, GrowthBooksReferenceProportions) {
  const double a = 1396.0 / 3000;
  const double b = 2422.0 / 3461;
  const TwoMeans means(a, a * (1 - a), b, b * (1 - b));
  EXPECT_NEAR(means.relative, 0.50386, 5e-6);
  ExpectInterval(means.relative,
                 HalfWidth(AsymptoticSequence{0.05, 5000, false}, means.relative_error, 6461),
                 0.40098, 0.60675, 5e-6);
}

TEST(AsymptoticSequenceTest, TheIntervalHoldsTheEffectsThatTheEValueDoesNotRefuse) {
  const AsymptoticSequence sequence{0.05, 500, false};
  const double half = HalfWidth(sequence, 0.3, 400);
  EXPECT_NEAR(EValue(sequence, half, 0.3, 400), 20, 1e-9);
  EXPECT_NEAR(EValue(sequence, -half, 0.3, 400), 20, 1e-9);
  EXPECT_LT(EValue(sequence, 0.9 * half, 0.3, 400), 20);
}

TEST(AsymptoticSequenceTest, IsNarrowestNearWhereItIsTunedTo) {
  const auto in_deviations = [](double tuning) {
    return HalfWidth(AsymptoticSequence{0.05, tuning, false}, 1 / std::sqrt(1000.0), 1000);
  };
  EXPECT_LT(in_deviations(1000), in_deviations(100));
  EXPECT_LT(in_deviations(1000), in_deviations(10000));
}

// The coefficient of "after" on a mean: what a difference of means is in a regression.
Coefficient DifferenceOf(const std::vector<double>& before, const std::vector<double>& after) {
  const auto mean = [](const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
  };
  const auto squares = [&](const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values) sum += (value - mean(values)) * (value - mean(values));
    return sum;
  };
  const double n = static_cast<double>(before.size());
  const double m = static_cast<double>(after.size());
  Coefficient coefficient;
  coefficient.estimate = mean(after) - mean(before);
  coefficient.degrees = n + m - 2;
  coefficient.information = n * m / (n + m);
  coefficient.standard_error =
      std::sqrt((squares(before) + squares(after)) / coefficient.degrees / coefficient.information);
  return coefficient;
}

// The ratio of the two marginal likelihoods, each integrated by brute force over the mean, the
// logarithm of sigma and the effect on a grid (in another language).
TEST(MixtureSequenceTest, TheEValueIsTheRatioOfTheMarginalLikelihoods) {
  const Coefficient lower = DifferenceOf({10.1, 9.7, 10.4, 9.9, 10.2}, {9.2, 9.6, 8.9});
  EXPECT_NEAR(EValue({0.05, 1}, lower), 5.0690, 0.005);
  EXPECT_NEAR(EValue({0.05, 0.5}, lower), 7.8557, 0.008);
  const Coefficient none = DifferenceOf({3.0, 5.0, 4.0, 6.0, 4.5, 3.5}, {4.2, 5.1, 4.6, 3.9});
  EXPECT_NEAR(EValue({0.05, 1}, none), 0.55084, 0.0006);
}

TEST(MixtureSequenceTest, TheIntervalHoldsTheEffectsThatTheEValueDoesNotRefuse) {
  const Coefficient found = DifferenceOf({10.1, 9.7, 10.4, 9.9, 10.2}, {9.2, 9.6, 8.9, 9.1});
  const MixtureSequence sequence{0.05, 1};
  const double half = HalfWidth(sequence, found);
  ASSERT_TRUE(std::isfinite(half));
  for (const double side : {-1.0, 1.0}) {
    Coefficient shifted = found;
    shifted.estimate = side * half;
    EXPECT_NEAR(EValue(sequence, shifted), 1 / sequence.alpha, 1e-9);
  }
  const Coefficient few = DifferenceOf({10.1, 9.7}, {9.2});
  EXPECT_TRUE(std::isinf(HalfWidth({0.001, 1}, few))) << "nothing can be said of three values";
}

// Looked at after each of 52 values that follow 12; the seed is fixed, so that the figure is too:
// 33 of 2,000 (a t-test that is read again each week: 462).
TEST(MixtureSequenceTest, LookingEachWeekIsRarelyWrong) {
  std::mt19937_64 random(11);
  std::normal_distribution<double> normal;
  int wrong = 0;
  int wrong_by_t = 0;
  constexpr int kSeries = 2000;
  for (int series = 0; series < kSeries; ++series) {
    std::vector<double> before, after;
    for (int i = 0; i < 12; ++i) before.push_back(normal(random));
    bool refused = false;
    bool refused_by_t = false;
    for (int look = 0; look < 52; ++look) {
      after.push_back(normal(random));
      const Coefficient found = DifferenceOf(before, after);
      refused = refused || std::abs(found.estimate) > HalfWidth(MixtureSequence(), found);
      refused_by_t = refused_by_t || StudentTwoSidedP(found.estimate / found.standard_error,
                                                      static_cast<int>(found.degrees)) < 0.05;
    }
    wrong += refused;
    wrong_by_t += refused_by_t;
  }
  EXPECT_LT(wrong, kSeries * 0.05);
  EXPECT_GT(wrong_by_t, kSeries * 0.15) << "what the sequence is for";
  RecordProperty("wrong", wrong);
  RecordProperty("wrong_by_t", wrong_by_t);
}

// Integrals of the density by Simpson's rule (in another language), and two tabled quantiles.
TEST(StudentTest, TwoSidedTails) {
  struct Case {
    double t;
    int degrees;
    double p;
  };
  const Case cases[] = {{12.706204736, 1, 0.05}, {1, 1, 0.5},
                        {2.5, 2, 0.1296117202},  {1.2, 3, 0.3162621147},
                        {2.228138852, 10, 0.05}, {0.5, 7, 0.6324071357},
                        {3.4, 24, 0.0023575937}, {0, 5, 1}};
  for (const Case& c : cases) {
    EXPECT_NEAR(StudentTwoSidedP(c.t, c.degrees), c.p, 2e-10) << c.t << " " << c.degrees;
    EXPECT_EQ(StudentTwoSidedP(-c.t, c.degrees), StudentTwoSidedP(c.t, c.degrees));
  }
}

// GrowthBook's bounds for one look at the means above: of Welch's test, one-sided at 5 %, with
// 6,087.4 degrees of freedom.
TEST(StudentTest, GrowthBooksBoundsForOneLook) {
  const TwoMeans means = GrowthBooksMeans();
  EXPECT_NEAR(StudentTwoSidedP((means.relative + 0.04513668) / means.relative_error, 6087), 0.1,
              1e-7);
  EXPECT_NEAR(StudentTwoSidedP((means.effect - 0.02079148) / means.error, 6087), 0.1, 1e-7);
}

}  // namespace
}  // namespace palier::stats
