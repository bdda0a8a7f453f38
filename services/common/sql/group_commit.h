// SPDX-License-Identifier: Apache-2.0
// The one writer of an SQLite database: it takes what queued up during the last commit and commits
// it at once.
#ifndef PALIER_COMMON_SQL_GROUP_COMMIT_H_
#define PALIER_COMMON_SQL_GROUP_COMMIT_H_

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "common/sql/database.h"
#include "common/sql/deadline.h"
#include "common/sql/snapshot_gate.h"
#include "common/sql/sqlite_connection.h"

namespace palier::sql {

// Every function runs in a savepoint of the shared transaction, so that it succeeds or fails for
// itself. When the shared commit fails each function runs again alone, also one that was refused
// because of what is undone now; when SQLite gave the whole transaction up because of one of them,
// the others run again. Thread-safe.
class GroupCommit {
 public:
  struct Limits {
    absl::Duration statement_timeout;
    int transactions_per_commit;
  };

  // `gate` outlives this.
  GroupCommit(std::unique_ptr<SqliteConnection> connection, SnapshotGate& gate, Limits limits);
  // Finishes what is queued.
  ~GroupCommit();

  // Returns after the commit. From a `done` of WriteAsync it commits at once.
  absl::Status Write(absl::Time deadline, const TransactionFn& fn);
  void WriteAsync(absl::Time deadline, TransactionFn fn, std::function<void(absl::Status)> done);

 private:
  enum class State { kQueued, kClaimed, kAbandoned };
  struct Job {
    explicit Job(absl::Time time) : deadline(time) {}
    Deadline deadline;
    TransactionFn owned;
    const TransactionFn* fn = nullptr;
    std::function<void(absl::Status)> done;
    std::atomic<State> state = State::kQueued;
    absl::Status result;
  };
  using Group = std::vector<std::shared_ptr<Job>>;

  bool Enqueue(std::shared_ptr<Job> job);
  void Loop();
  Group Take();
  void Serve(const Group& group);
  void CommitAll(Group group);
  Group CommitTogether(const Group& group);
  absl::Status RunOne(Job& job, bool savepoint);
  absl::Status WriteHere(absl::Time deadline, const TransactionFn& fn);

  const std::unique_ptr<SqliteConnection> connection_;
  SnapshotGate& gate_;
  const Limits limits_;
  absl::Mutex mutex_;
  std::deque<std::shared_ptr<Job>> queue_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  bool committing_ = false;  // only the writer thread's
  std::thread thread_;
};

}  // namespace palier::sql

#endif  // PALIER_COMMON_SQL_GROUP_COMMIT_H_
