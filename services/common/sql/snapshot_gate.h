// SPDX-License-Identifier: Apache-2.0
// Keeps readers and the writer of an SQLite database in memory apart: it has no WAL, hence no
// snapshots.
#ifndef PALIER_COMMON_SQL_SNAPSHOT_GATE_H_
#define PALIER_COMMON_SQL_SNAPSHOT_GATE_H_

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace palier::sql {

// Many readers or one writer; a waiting writer goes first. Thread-safe.
class SnapshotGate {
 public:
  // A gate that is not needed lets everyone in.
  explicit SnapshotGate(bool needed) : needed_(needed) {}

  // False when `deadline` passed first.
  bool EnterReader(absl::Time deadline) {
    if (!needed_) return true;
    absl::MutexLock lock(&mutex_);
    const auto free = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return !writer_; };
    if (!mutex_.AwaitWithDeadline(absl::Condition(&free), deadline)) return false;
    ++readers_;
    return true;
  }
  void LeaveReader() {
    if (!needed_) return;
    absl::MutexLock lock(&mutex_);
    --readers_;
  }
  // Called by one thread only. As long as readers take; they have deadlines.
  void EnterWriter() {
    if (!needed_) return;
    absl::MutexLock lock(&mutex_);
    writer_ = true;
    const auto free = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return readers_ == 0; };
    mutex_.Await(absl::Condition(&free));
  }
  void LeaveWriter() {
    if (!needed_) return;
    absl::MutexLock lock(&mutex_);
    writer_ = false;
  }

 private:
  const bool needed_;
  absl::Mutex mutex_;
  int readers_ ABSL_GUARDED_BY(mutex_) = 0;
  bool writer_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace palier::sql

#endif  // PALIER_COMMON_SQL_SNAPSHOT_GATE_H_
