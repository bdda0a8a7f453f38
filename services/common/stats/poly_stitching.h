// SPDX-License-Identifier: Apache-2.0
// A bound on a sum of errors in closed form, by stitching bounds over growing epochs: Howard,
// Ramdas, McAuliffe and Sekhon, "Time-uniform, nonparametric, nonasymptotic confidence sequences",
// Annals of Statistics 49 (2021) 1055-1080, theorem 1 with h(k) proportional to (k + 1)^s. Pure,
// safe from any thread.
#ifndef PALIER_COMMON_STATS_POLY_STITCHING_H_
#define PALIER_COMMON_STATS_POLY_STITCHING_H_

namespace palier::stats {

struct PolyStitching {
  double least_variance = 1;  // the bound does not shrink below this v, > 0
  double c = 0;               // how heavy the side is: 0 for normal errors
  double exponent = 1.4;      // s, > 1
  double ratio = 2;           // of the ends of an epoch, > 1
};

// For a sum whose exp(l s - v l^2 / (2 (1 - c l))) is a supermartingale: it ever is above the
// bound, at any v, with a chance of at most `alpha`.
double Bound(const PolyStitching& stitching, double v, double alpha);

}  // namespace palier::stats

#endif  // PALIER_COMMON_STATS_POLY_STITCHING_H_
