// SPDX-License-Identifier: Apache-2.0
// Leaves a peer alone after several errors in a row.
#ifndef PALIER_COMMON_CACHE_BREAKER_H_
#define PALIER_COMMON_CACHE_BREAKER_H_

#include <mutex>

#include "common/cache/monotonic.h"

namespace palier::cache {

// Closed: everyone may call. Open, after `errors` failures in a row: nobody, for `pause`.
// Half-open, after that: one caller at a time, whose success closes it and whose failure opens it
// again. Thread-safe.
class Breaker {
 public:
  Breaker(int errors, MonotonicDuration pause);

  // Whether to call now. After true the caller must say Succeeded or Failed.
  bool Allow(MonotonicTime now);
  void Succeeded();
  // Returns true if this failure opened a closed breaker.
  bool Failed(MonotonicTime now);

 private:
  const int errors_;
  const MonotonicDuration pause_;
  std::mutex mutex_;
  // All guarded by `mutex_`.
  int failures_ = 0;
  bool trying_ = false;
  MonotonicTime open_until_{};
};

}  // namespace palier::cache

#endif  // PALIER_COMMON_CACHE_BREAKER_H_
