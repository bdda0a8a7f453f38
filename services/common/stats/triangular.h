// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_COMMON_STATS_TRIANGULAR_H_
#define PALIER_COMMON_STATS_TRIANGULAR_H_

#include <cmath>

namespace palier::stats {

// The value of the triangular distribution below which the share u in [0, 1) lies: the inverse of
// its distribution function, for draws. least <= likely <= greatest.
inline double TriangularAt(double u, double least, double likely, double greatest) {
  const double span = greatest - least;
  if (span <= 0) return least;
  const double rise = likely - least, fall = greatest - likely;
  return u * span < rise ? least + std::sqrt(u * span * rise)
                         : greatest - std::sqrt((1 - u) * span * fall);
}

}  // namespace palier::stats

#endif  // PALIER_COMMON_STATS_TRIANGULAR_H_
