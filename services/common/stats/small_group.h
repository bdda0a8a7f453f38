// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_COMMON_STATS_SMALL_GROUP_H_
#define PALIER_COMMON_STATS_SMALL_GROUP_H_

#include <cstdint>

namespace palier::stats {

// Fewest people that a figure may be about: fewer are known one by one (delight.md 15).
inline constexpr int64_t kSmallestGroup = 5;

}  // namespace palier::stats

#endif  // PALIER_COMMON_STATS_SMALL_GROUP_H_
