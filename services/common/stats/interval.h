// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_COMMON_STATS_INTERVAL_H_
#define PALIER_COMMON_STATS_INTERVAL_H_

namespace palier::stats {

// From `lower` to `upper`, both included; infinite where nothing is known.
struct Interval {
  double lower = 0;
  double upper = 0;
};

}  // namespace palier::stats

#endif  // PALIER_COMMON_STATS_INTERVAL_H_
