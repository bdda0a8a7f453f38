// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/nps.h"

#include <gtest/gtest.h>

#include <cmath>

namespace palier::kpi {
namespace {

TEST(Nps, KindsOfAnswers) {
  RecordProperty("requirement", "S1-50");
  NpsCounts counts;
  for (int score = 0; score <= 10; ++score) counts.Add(score);
  EXPECT_EQ(counts.detractors, 7);
  EXPECT_EQ(counts.passives, 2);
  EXPECT_EQ(counts.promoters, 2);
  EXPECT_EQ(counts.n(), 11);
}

// Figures worked out from the formula in the header by another program.
TEST(Nps, ScoresAndIntervals) {
  struct Case {
    NpsCounts counts;
    double score, lower, upper;
  };
  const Case cases[] = {
      {{0, 0, 0}, 0, -100, 100},          {{5, 3, 2}, 30, -19.0506, 65.2045},
      {{10, 0, 0}, 100, 47.5036, 100},    {{0, 0, 10}, -100, -100, -47.5036},
      {{0, 10, 0}, 0, -18.4650, 18.4650}, {{60, 25, 15}, 45, 29.3431, 58.0355},
  };
  for (const Case& one : cases) {
    const NetPromoterScore nps = ScoreOf(one.counts);
    EXPECT_DOUBLE_EQ(nps.score, one.score);
    EXPECT_NEAR(nps.lower, one.lower, 5e-5) << one.counts.promoters << " of " << one.counts.n();
    EXPECT_NEAR(nps.upper, one.upper, 5e-5) << one.counts.promoters << " of " << one.counts.n();
  }
}

// How often the interval holds the true score, summed exactly over all samples of a size.
double Coverage(int n, double promoter, double detractor) {
  double coverage = 0;
  const double truth = 100 * (promoter - detractor);
  for (int p = 0; p <= n; ++p) {
    for (int d = 0; p + d <= n; ++d) {
      const double log_ways =
          std::lgamma(n + 1) - std::lgamma(p + 1) - std::lgamma(d + 1) - std::lgamma(n - p - d + 1);
      const double chance = std::exp(log_ways + p * std::log(promoter) + d * std::log(detractor) +
                                     (n - p - d) * std::log(1 - promoter - detractor));
      const NetPromoterScore nps = ScoreOf({p, n - p - d, d});
      if (nps.lower <= truth && truth <= nps.upper) coverage += chance;
    }
  }
  return coverage;
}

TEST(Nps, TheIntervalHoldsTheTruthNearlyAsOftenAsItSays) {
  for (const int n : {5, 8, 12, 20, 50, 150}) {
    for (const auto& [promoter, detractor] :
         {std::pair(0.2, 0.3), std::pair(0.5, 0.2), std::pair(0.33, 0.33), std::pair(0.7, 0.1)}) {
      const double coverage = Coverage(n, promoter, detractor);
      EXPECT_GT(coverage, 0.92) << n << " answers, " << promoter << " and " << detractor;
      EXPECT_LT(coverage, 0.995) << n << " answers, " << promoter << " and " << detractor;
    }
  }
}

}  // namespace
}  // namespace palier::kpi
