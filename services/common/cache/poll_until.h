// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_COMMON_CACHE_POLL_UNTIL_H_
#define PALIER_COMMON_CACHE_POLL_UNTIL_H_

#include <functional>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/cache/monotonic.h"

namespace palier::cache {

// Asks until it is true; returns false after `limit`.
inline bool PollUntil(const std::function<bool()>& condition,
                      absl::Duration limit = absl::Seconds(20)) {
  const MonotonicTime deadline = MonotonicNow() + ToMonotonic(limit);
  while (!condition()) {
    if (MonotonicNow() >= deadline) return false;
    absl::SleepFor(absl::Milliseconds(2));
  }
  return true;
}

}  // namespace palier::cache

#endif  // PALIER_COMMON_CACHE_POLL_UNTIL_H_
