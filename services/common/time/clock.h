// SPDX-License-Identifier: Apache-2.0
// Where the present comes from. Nothing in Palier reads the system clock but SystemClock.
#ifndef PALIER_COMMON_TIME_CLOCK_H_
#define PALIER_COMMON_TIME_CLOCK_H_

#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace palier::time {

// The business clock: what day it is for deadlines, rhythms and audit. Time spent waiting is
// measured on the monotonic clock instead. Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual absl::Time Now() const = 0;
};

class SystemClock : public Clock {
 public:
  absl::Time Now() const override { return absl::Now(); }
};

// Test mode: the present is the RFC 3339 time in a file, so that a test moves several processes
// together. The file is read again at each call; while it cannot be read, time stands still at the
// last value read.
class FileClock : public Clock {
 public:
  explicit FileClock(std::string path);
  absl::Time Now() const override;

 private:
  const std::string path_;
  mutable absl::Mutex mutex_;
  mutable absl::Time last_ ABSL_GUARDED_BY(mutex_);
};

// A clock that a test sets by hand.
class FakeClock : public Clock {
 public:
  explicit FakeClock(absl::Time now) : now_(now) {}
  absl::Time Now() const override {
    absl::MutexLock lock(&mutex_);
    return now_;
  }
  void Set(absl::Time now) {
    absl::MutexLock lock(&mutex_);
    now_ = now;
  }
  void Advance(absl::Duration by) {
    absl::MutexLock lock(&mutex_);
    now_ += by;
  }

 private:
  mutable absl::Mutex mutex_;
  absl::Time now_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace palier::time

#endif  // PALIER_COMMON_TIME_CLOCK_H_
