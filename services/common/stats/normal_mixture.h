// SPDX-License-Identifier: Apache-2.0
// Bounds on a sum of errors that hold at every look at once, by mixing over normal effects: Howard,
// Ramdas, McAuliffe and Sekhon, "Time-uniform, nonparametric, nonasymptotic confidence sequences",
// Annals of Statistics 49 (2021) 1055-1080, propositions 5 and 6. Pure functions, safe from any
// thread.
#ifndef PALIER_COMMON_STATS_NORMAL_MIXTURE_H_
#define PALIER_COMMON_STATS_NORMAL_MIXTURE_H_

namespace palier::stats {

// For a sum s whose exp(l s - l^2 v / 2) is a supermartingale for every l (one-sided: every l >= 0)
// while its variance process v grows.
struct NormalMixture {
  double tuned_variance = 1;  // the v at which the bound is tightest, > 0
  double tuned_alpha = 0.05;  // for this alpha, in (0, 1), one-sided (0, 0.5)
  bool one_sided = false;     // only large sums are looked for
};

// The parameter that the tuning comes to.
double Rho(const NormalMixture& mixture);
// The logarithm of how many times better effects explain the sum than none does; one-sided for
// s > -37 sqrt(v + rho).
double LogMixture(const NormalMixture& mixture, double s, double v);
// |s| (one-sided: s) ever is above it, at any v, with a chance of at most `alpha`.
double Bound(const NormalMixture& mixture, double v, double alpha);

}  // namespace palier::stats

#endif  // PALIER_COMMON_STATS_NORMAL_MIXTURE_H_
