// SPDX-License-Identifier: Apache-2.0
// One sender of this process at a time, per project: on a store where two overlapping batches undo
// each other (PostgreSQL), waiting here costs less than doing the work again.
#ifndef PALIER_KPI_STORAGE_TURNS_H_
#define PALIER_KPI_STORAGE_TURNS_H_

#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_set.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace palier::kpi {

// Thread-safe.
class Turns {
 public:
  // Waits for the turn of `key`, at most until the deadline; false when it did not come.
  bool Enter(const std::string& key, absl::Time deadline) {
    absl::MutexLock lock(&mutex_);
    const auto free = [&]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return !busy_.contains(key); };
    if (!mutex_.AwaitWithDeadline(absl::Condition(&free), deadline)) return false;
    busy_.insert(key);
    return true;
  }
  void Leave(const std::string& key) {
    absl::MutexLock lock(&mutex_);
    busy_.erase(key);
  }

 private:
  absl::Mutex mutex_;
  absl::flat_hash_set<std::string> busy_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_STORAGE_TURNS_H_
