// SPDX-License-Identifier: Apache-2.0
// One writer of this process at a time, per project: on a store where two overlapping ones undo
// each other (PostgreSQL), waiting here costs less than doing the work again. SQLite has one writer
// anyway, and nobody waits.
#ifndef PALIER_KPI_STORAGE_TURNS_H_
#define PALIER_KPI_STORAGE_TURNS_H_

#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_set.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "kpi/storage/project_key.h"

namespace palier::kpi {

// Thread-safe.
class Turns {
 public:
  explicit Turns(const sql::Database& database) : needed_(database.dialect() != "sqlite") {}

  // Waits for the project's turn, at most until the deadline; false when it did not come.
  bool Enter(const ProjectKey& project, absl::Time deadline) {
    if (!needed_) return true;
    const Key key(project.organization, project.project);
    absl::MutexLock lock(&mutex_);
    const auto free = [&]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return !busy_.contains(key); };
    if (!mutex_.AwaitWithDeadline(absl::Condition(&free), deadline)) return false;
    busy_.insert(key);
    return true;
  }
  void Leave(const ProjectKey& project) {
    if (!needed_) return;
    absl::MutexLock lock(&mutex_);
    busy_.erase({project.organization, project.project});
  }

 private:
  using Key = std::pair<std::string, std::string>;

  const bool needed_;
  absl::Mutex mutex_;
  absl::flat_hash_set<Key> busy_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_STORAGE_TURNS_H_
