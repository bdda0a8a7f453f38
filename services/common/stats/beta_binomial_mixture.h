// SPDX-License-Identifier: Apache-2.0
// Proportions that may be looked at as often as one likes, exact for any number of trials: the
// beta-binomial mixture of Howard, Ramdas, McAuliffe and Sekhon, "Time-uniform, nonparametric,
// nonasymptotic confidence sequences", Annals of Statistics 49 (2021) 1055-1080, proposition 7.
// Pure functions, safe from any thread.
#ifndef PALIER_COMMON_STATS_BETA_BINOMIAL_MIXTURE_H_
#define PALIER_COMMON_STATS_BETA_BINOMIAL_MIXTURE_H_

#include "common/stats/interval.h"

namespace palier::stats {

// For a sum s of errors each of which lies in [-g, h] with mean 0, v being g h times their number.
struct BetaBinomialMixture {
  double tuned_variance = 1;  // the v at which the bound is tightest, > 0
  double tuned_alpha = 0.05;  // for this alpha, in (0, 1)
  double g = 0.5;             // > 0
  double h = 0.5;             // > 0
};

// The logarithm of how many times better other means explain the sum than 0 does; s in
// [-v / h, v / g].
double LogMixture(const BetaBinomialMixture& mixture, double s, double v);
// s ever is above it, at any v, with a chance of at most `alpha` (and -s above that of g and h
// exchanged: with `alpha` together). v / g, the largest possible sum, if no sum is too large.
double Bound(const BetaBinomialMixture& mixture, double v, double alpha);

struct ProportionSequence {
  double alpha = 0.05;       // in (0, 1)
  double tuned_trials = 50;  // the number of trials at which it is narrowest, > 0
  double tuned_alpha = 0.05;
};
// The proportions that are not refused after `trials` > 0 with `successes` in [0, trials]; both may
// be fractions, as they are after a correction for clusters.
Interval ProportionInterval(const ProportionSequence& sequence, double successes, double trials);

}  // namespace palier::stats

#endif  // PALIER_COMMON_STATS_BETA_BINOMIAL_MIXTURE_H_
