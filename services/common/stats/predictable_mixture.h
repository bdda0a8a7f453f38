// SPDX-License-Identifier: Apache-2.0
// Means of values in [0, 1], of whatever distribution, that may be looked at as often as one likes:
// the predictable mixtures of Waudby-Smith and Ramdas, "Estimating means of bounded random
// variables by betting", Journal of the Royal Statistical Society B 86 (2024) 1-27, theorem 2
// (empirical Bernstein) and proposition 1 (Hoeffding).
#ifndef PALIER_COMMON_STATS_PREDICTABLE_MIXTURE_H_
#define PALIER_COMMON_STATS_PREDICTABLE_MIXTURE_H_

#include <cstdint>

#include "common/stats/interval.h"

namespace palier::stats {

struct PredictableMixtureOptions {
  enum class Kind { kEmpiricalBernstein, kHoeffding };
  double alpha = 0.05;  // in (0, 1)
  Kind kind = Kind::kEmpiricalBernstein;
  // The values are drawn in random order, none twice, from so many, whose mean is asked for; 0:
  // from a distribution. Each value then is an error around what is left (Waudby-Smith and Ramdas,
  // "Confidence sequences for sampling without replacement", NeurIPS 2020).
  int64_t population = 0;
};

// Values are added in the order in which they came: an order that depends on them is wrong.
// Copyable; not thread-safe.
class PredictableMixture {
 public:
  explicit PredictableMixture(const PredictableMixtureOptions& options = {});

  // `value` in [0, 1]; at most `population` of them, if that is not 0.
  void Add(double value);
  int64_t count() const { return count_; }
  double mean() const { return count_ == 0 ? 0 : sum_ / static_cast<double>(count_); }
  // [0, 1] before the first.
  Interval interval() const;

 private:
  double NextBet() const;

  const PredictableMixtureOptions options_;
  int64_t count_ = 0;
  double sum_ = 0;
  // Squares of the values' distances from the mean that was estimated with each.
  double squares_ = 0;
  // Sums over bets: of themselves, of bets times values, and of what the errors may come to; the
  // last for the lower and for the upper end.
  double bets_ = 0;
  double bet_values_ = 0;
  double lower_cost_ = 0;
  double upper_cost_ = 0;
};

}  // namespace palier::stats

#endif  // PALIER_COMMON_STATS_PREDICTABLE_MIXTURE_H_
