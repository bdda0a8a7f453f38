// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_COMMON_CACHE_TALLY_H_
#define PALIER_COMMON_CACHE_TALLY_H_

#include <atomic>
#include <cstdint>

#include "common/cache/cache.h"

namespace palier::cache {

// Cache::Counters while they are counted. Thread-safe.
struct Tally {
  std::atomic<int64_t> near_hits{0}, redis_hits{0}, loads{0}, redis_errors{0}, breaker_opens{0},
      invalidations{0}, subscriptions{0};

  Cache::Counters Read() const {
    return {near_hits,     redis_hits,    loads,        redis_errors,
            breaker_opens, invalidations, subscriptions};
  }
};

}  // namespace palier::cache

#endif  // PALIER_COMMON_CACHE_TALLY_H_
