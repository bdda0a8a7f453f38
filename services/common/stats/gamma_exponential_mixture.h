// SPDX-License-Identifier: Apache-2.0
// A bound on a sum of errors with one heavy side, by mixing over gamma-distributed tilts: Howard,
// Ramdas, McAuliffe and Sekhon, "Time-uniform, nonparametric, nonasymptotic confidence sequences",
// Annals of Statistics 49 (2021) 1055-1080, proposition 9. Pure functions, safe from any thread.
#ifndef PALIER_COMMON_STATS_GAMMA_EXPONENTIAL_MIXTURE_H_
#define PALIER_COMMON_STATS_GAMMA_EXPONENTIAL_MIXTURE_H_

namespace palier::stats {

// For a sum s whose exp(l s - v (-ln(1 - c l) - c l) / c^2) is a supermartingale for l in [0, 1/c),
// as sums of errors of at most c are.
struct GammaExponentialMixture {
  double tuned_variance = 1;  // the v at which the bound is tightest, > 0
  double tuned_alpha = 0.05;  // for this alpha, in (0, 0.5)
  double c = 1;               // > 0
};

// The logarithm of how many times better effects explain the sum than none does; s > -v / c.
double LogMixture(const GammaExponentialMixture& mixture, double s, double v);
// s ever is above it, at any v > 0, with a chance of at most `alpha`.
double Bound(const GammaExponentialMixture& mixture, double v, double alpha);

}  // namespace palier::stats

#endif  // PALIER_COMMON_STATS_GAMMA_EXPONENTIAL_MIXTURE_H_
