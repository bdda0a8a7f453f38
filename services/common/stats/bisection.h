// SPDX-License-Identifier: Apache-2.0
// Where a condition changes.
#ifndef PALIER_COMMON_STATS_BISECTION_H_
#define PALIER_COMMON_STATS_BISECTION_H_

#include <cmath>

namespace palier::stats {

// The point between `holds_not`, where the condition is false, and `holds`, where it is true, at
// which it changes: the nearest found where it holds, at most `tolerance` beyond the change (0: to
// the last bits of a double). The ends may be in either order; `condition` is not asked there.
template <typename Condition>
double Bisect(double holds_not, double holds, double tolerance, Condition condition) {
  while (std::abs(holds - holds_not) > tolerance) {
    const double middle = holds_not + (holds - holds_not) / 2;
    if (middle == holds_not || middle == holds) break;
    (condition(middle) ? holds : holds_not) = middle;
  }
  return holds;
}

}  // namespace palier::stats

#endif  // PALIER_COMMON_STATS_BISECTION_H_
