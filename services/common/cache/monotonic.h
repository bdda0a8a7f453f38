// SPDX-License-Identifier: Apache-2.0
// The monotonic clock, for time to live and time spent waiting: it does not jump when the system
// clock does.
#ifndef PALIER_COMMON_CACHE_MONOTONIC_H_
#define PALIER_COMMON_CACHE_MONOTONIC_H_

#include <time.h>

#include <algorithm>
#include <chrono>

#include "absl/time/time.h"

namespace palier::cache {

using MonotonicTime = std::chrono::steady_clock::time_point;
using MonotonicDuration = std::chrono::steady_clock::duration;

inline MonotonicTime MonotonicNow() {
  return std::chrono::steady_clock::now();
}

inline MonotonicDuration ToMonotonic(absl::Duration duration) {
  return absl::ToChronoNanoseconds(duration);
}

// What is left until `deadline`, 0 when it has passed: what ppoll(2) takes.
inline timespec TimeUntil(MonotonicTime deadline) {
  const MonotonicDuration left = deadline - MonotonicNow();
  return absl::ToTimespec(absl::FromChrono(std::max(left, MonotonicDuration::zero())));
}

}  // namespace palier::cache

#endif  // PALIER_COMMON_CACHE_MONOTONIC_H_
