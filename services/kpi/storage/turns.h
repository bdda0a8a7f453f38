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
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "common/sql/errors.h"
#include "kpi/storage/project_key.h"

namespace palier::kpi {

// Thread-safe. Must outlive its turns.
class Turns {
 public:
  // A project's turn, until this ends.
  class [[nodiscard]] Turn {
   public:
    Turn(Turn&& other) noexcept
        : turns_(std::exchange(other.turns_, nullptr)), key_(std::move(other.key_)) {}
    Turn& operator=(Turn&&) = delete;
    ~Turn() {
      if (turns_ != nullptr) turns_->Leave(key_);
    }

   private:
    friend class Turns;
    Turn(Turns* turns, std::pair<std::string, std::string> key)
        : turns_(turns), key_(std::move(key)) {}

    Turns* turns_;
    std::pair<std::string, std::string> key_;
  };

  explicit Turns(const sql::Database& database) : needed_(database.dialect() != "sqlite") {}

  // Waits for the project's turn. DEADLINE_EXCEEDED when it has not come by the deadline.
  absl::StatusOr<Turn> Take(const ProjectKey& project, absl::Time deadline) {
    Key key(project.organization, project.project);
    if (!needed_) return Turn(nullptr, std::move(key));
    absl::MutexLock lock(&mutex_);
    const auto free = [&]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return !busy_.contains(key); };
    if (!mutex_.AwaitWithDeadline(absl::Condition(&free), deadline)) return sql::DeadlineExceeded();
    busy_.insert(key);
    return Turn(this, std::move(key));
  }

 private:
  using Key = std::pair<std::string, std::string>;

  void Leave(const Key& key) {
    absl::MutexLock lock(&mutex_);
    busy_.erase(key);
  }

  const bool needed_;
  absl::Mutex mutex_;
  absl::flat_hash_set<Key> busy_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_STORAGE_TURNS_H_
