// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_COMMON_STATS_PERMILLE_H_
#define PALIER_COMMON_STATS_PERMILLE_H_

#include <cstdint>

namespace palier::stats {

// The part in thousandths of the whole, half up; 0 of nothing. Both from 0 to 10^15, the result in
// int's range.
constexpr int Permille(int64_t part, int64_t whole) {
  return whole == 0 ? 0 : static_cast<int>((2000 * part + whole) / (2 * whole));
}

}  // namespace palier::stats

#endif  // PALIER_COMMON_STATS_PERMILLE_H_
