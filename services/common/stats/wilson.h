// SPDX-License-Identifier: Apache-2.0
// Intervals for shares that are looked at once: of few cases a share says little, and these say how
// little. For figures that are looked at again and again, see confidence_sequence.h.
#ifndef PALIER_COMMON_STATS_WILSON_H_
#define PALIER_COMMON_STATS_WILSON_H_

#include <cstdint>

#include "common/stats/interval.h"

namespace palier::stats {

struct Share {
  int64_t part = 0;
  // At least `part`.
  int64_t whole = 0;
};

// The score interval at 95 % (E. B. Wilson, "Probable inference, the law of succession, and
// statistical inference", JASA 22, 1927), within 0 and 1; 0 to 1 of an empty whole.
Interval WilsonInterval(const Share& share);

// Of a - b, at 95 %, from the score intervals of both (R. G. Newcombe, "Interval estimation for the
// difference between independent proportions", Statistics in Medicine 17, 1998, method 10); -1 to 1
// when one of them is empty.
Interval DifferenceInterval(const Share& a, const Share& b);

}  // namespace palier::stats

#endif  // PALIER_COMMON_STATS_WILSON_H_
