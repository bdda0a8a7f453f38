// SPDX-License-Identifier: Apache-2.0
#include "common/stats/beta_binomial_mixture.h"

#include <cmath>
#include <random>

#include "gtest/gtest.h"

namespace palier::stats {
namespace {

// Values that the authors' own tests hold, from their implementation in R.
TEST(BetaBinomialMixtureTest, TheAuthorsReferenceValues) {
  const BetaBinomialMixture mixture{100, 0.05, 0.2, 0.8};
  EXPECT_NEAR(LogMixture(mixture, 10, 100), -0.6941012, 5e-8);
  EXPECT_NEAR(Bound(mixture, 100, 0.05), 31.4308, 5e-5);
}

TEST(BetaBinomialMixtureTest, ASumThatCannotBeTooLargeIsBoundedByItself) {
  EXPECT_EQ(Bound({100, 0.05, 0.2, 0.8}, 0.16, 0.05), 0.16 / 0.2) << "one error only";
}

struct Reference {
  double successes;
  double trials;
  double tuned_trials;
  double lower;
  double upper;
  double last_digit = 1e-6;
};

// Intervals of the authors' library, cut off after the last digit printed.
TEST(ProportionIntervalTest, TheAuthorsReferenceIntervals) {
  const Reference references[] = {{700, 1000, 100, 0.651629, 0.745949},
                                  {15, 50, 50, 0.129556, 0.511896},
                                  {5, 50, 50, 0.013021, 0.269264},
                                  {1, 50, 50, 0, 0.13489, 1e-5},
                                  {100, 200, 1, 0.328923, 0.671076}};
  for (const Reference& reference : references) {
    const Interval interval = ProportionInterval({0.05, reference.tuned_trials, 0.05},
                                                 reference.successes, reference.trials);
    const auto cut = [&](double end) {
      return std::floor(end / reference.last_digit) * reference.last_digit;
    };
    EXPECT_NEAR(cut(interval.lower), reference.lower, 1e-12) << interval.lower;
    EXPECT_NEAR(cut(interval.upper), reference.upper, 1e-12) << interval.upper;
  }
}

TEST(ProportionIntervalTest, SuccessesAndFailuresAreMirrored) {
  for (const double successes : {0.0, 1.0, 7.5, 20.0, 30.0}) {
    const Interval one = ProportionInterval({0.05, 50, 0.05}, successes, 30);
    const Interval other = ProportionInterval({0.05, 50, 0.05}, 30 - successes, 30);
    EXPECT_NEAR(one.lower, 1 - other.upper, 2e-10) << successes;
    EXPECT_NEAR(one.upper, 1 - other.lower, 2e-10) << successes;
  }
}

TEST(ProportionIntervalTest, NobodyAndEverybodyLeaveOneEndOpen) {
  const Interval none = ProportionInterval({0.05, 50, 0.05}, 0, 12);
  EXPECT_EQ(none.lower, 0);
  EXPECT_GT(none.upper, 0.1);
  EXPECT_LT(none.upper, 0.6);
  EXPECT_EQ(ProportionInterval({0.05, 50, 0.05}, 12, 12).upper, 1);
}

// Looked at after every single trial, 400 times; the seed is fixed, so that the figure is too.
TEST(ProportionIntervalTest, LookingAfterEachTrialIsRarelyWrong) {
  constexpr int kSeries = 400;
  std::mt19937_64 random(7);
  std::bernoulli_distribution trial(0.3);
  int wrong = 0;
  for (int series = 0; series < kSeries; ++series) {
    double successes = 0;
    bool missed = false;
    for (int n = 1; n <= 400; ++n) {
      successes += trial(random);
      // Refused at this n: cheaper than the whole interval.
      const BetaBinomialMixture mixture{50 * 0.21, 0.05, 0.3, 0.7};
      missed = missed || LogMixture(mixture, successes - 0.3 * n, 0.21 * n) >= -std::log(0.05);
    }
    wrong += missed;
  }
  EXPECT_LE(wrong, kSeries * 0.05);
  EXPECT_GT(wrong, 0) << "a sequence that is never wrong says too little";
  RecordProperty("wrong", wrong);
}

}  // namespace
}  // namespace palier::stats
