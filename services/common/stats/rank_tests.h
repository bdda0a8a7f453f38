// SPDX-License-Identifier: Apache-2.0
// Statistics on ranks for before/after comparisons: they need no normal data and no equal sizes,
// and a few extreme cases do not carry them. Pure functions, safe from any thread.
//
// Everywhere `before` and `after` are two independent samples of n and m finite values in one unit.
// The answer does not depend on the order of the values. All functions return INVALID_ARGUMENT
// (INVALID_FIELDS) if a sample is empty or holds a NaN or an infinity. Memory O(n + m).
#ifndef PALIER_COMMON_STATS_RANK_TESTS_H_
#define PALIER_COMMON_STATS_RANK_TESTS_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace palier::stats {

// The middle value, or the mean of the two middle ones.
absl::StatusOr<double> Median(absl::Span<const double> values);

// The sum in ascending order divided by the count, so that the order of arrival does not move the
// last bit.
absl::StatusOr<double> Mean(absl::Span<const double> values);

// The smallest value that at least `percent` % of the values do not exceed: the value of rank
// ceil(percent/100 * n) (nearest-rank percentile). `percent` in [1, 100], else INVALID_ARGUMENT.
absl::StatusOr<double> NearestRank(absl::Span<const double> values, int percent);

// The Hodges-Lehmann estimate of how much `before` exceeds `after`: the median of the n*m
// differences before[i] - after[j]. Exact (an order statistic of the rounded differences, the mean
// of two if n*m is even). Source: Hodges and Lehmann, "Estimates of location based on rank tests",
// Ann. Math. Statist. 34 (1963) 598-611. The k-th difference is selected on the matrix with sorted
// rows and columns without building it, by halving the range of doubles and counting in O(n + m):
// O((n + m) log(n + m) + 64 (n + m)) time.
absl::StatusOr<double> HodgesLehmann(absl::Span<const double> before,
                                     absl::Span<const double> after);

// How much an effect counts, whatever its p-value. Thresholds on |Cliff's delta|: 0.147, 0.33,
// 0.474, of Romano, Kromrey, Coraggio and Skowronek, "Appropriate statistics for ordinal level
// data" (Florida Association of Institutional Research, 2006).
enum class Magnitude { kNegligible, kSmall, kMedium, kLarge };
inline constexpr double kNegligibleDelta = 0.147;
inline constexpr double kSmallDelta = 0.33;
inline constexpr double kMediumDelta = 0.474;

Magnitude MagnitudeOf(double cliffs_delta);

struct RankTest {
  int64_t n = 0;  // size of before
  int64_t m = 0;  // size of after
  // Pairs with before > after, a tie counting one half. Mann and Whitney, "On a test of whether one
  // of two random variables is stochastically larger than the other", Ann. Math. Statist. 18 (1947)
  // 50-60.
  double u1 = 0;
  // (U1 - nm/2) / sigma without continuity correction, sigma^2 = nm/12 * (N + 1 - sum(t^3 - t) / (N
  // (N - 1))) with N = n + m and t the sizes of the groups of ties. 0 if all values are equal.
  // Source: Lehmann, "Nonparametrics: Statistical Methods Based on Ranks" (1975), chapter 1.
  double z = 0;
  // Two-sided: erfc(|z| / sqrt 2). Keeps its relative precision down to the smallest normal double
  // (2e-308); 0 below.
  double p = 1;
  // log10 of p, also where p itself is 0 (|z| > 37.6).
  double log10_p = 0;
  // P(before > after) - P(before < after), in [-1, 1]. Cliff, "Dominance statistics: ordinal
  // analyses to answer ordinal questions", Psychological Bulletin 114 (1993) 494-509.
  double cliffs_delta = 0;
  // P(before > after) + P(tie)/2 = U1/(nm), in [0, 1]. Vargha and Delaney, "A critique and
  // improvement of the CL common language effect size statistics", J. Educ. Behav. Stat. 25 (2000)
  // 101-132.
  double probability_of_superiority = 0.5;
  // Standard error of cliffs_delta that does not assume equal distributions. Its square is the
  // unbiased sample variance (m^2 sum(d_i. - d)^2 + n^2 sum(d_.j - d)^2 - sum(d_ij - d)^2) / (nm
  // (n-1) (m-1)) over the rows, columns and cells of the dominance matrix (Cliff 1993), at least (1
  // - d^2) / (nm - 1). 0 only if |d| = 1 with a zero variance, or nm = 1.
  double delta_standard_error = 0;
};

// The Mann-Whitney test with its effect sizes, in O((n + m) log(n + m)). Sizes up to 2^31 values
// each.
absl::StatusOr<RankTest> MannWhitney(absl::Span<const double> before,
                                     absl::Span<const double> after);

}  // namespace palier::stats

#endif  // PALIER_COMMON_STATS_RANK_TESTS_H_
