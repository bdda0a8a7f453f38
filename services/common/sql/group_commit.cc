// SPDX-License-Identifier: Apache-2.0
#include "common/sql/group_commit.h"

#include <algorithm>
#include <utility>

#include "common/sql/errors.h"
#include "common/sql/sqlite_transaction.h"
#include "common/sql/strict_transaction.h"
#include "common/status/error.h"
#include "common/status/macros.h"

namespace palier::sql {
namespace {

// Far above what a server admits; a queue this long means that the disk hangs.
constexpr size_t kMaxQueued = 1 << 16;

}  // namespace

GroupCommit::GroupCommit(std::unique_ptr<SqliteConnection> connection, SnapshotGate& gate,
                         Limits limits)
    : connection_(std::move(connection)),
      gate_(gate),
      limits_(limits),
      thread_([this] { Loop(); }) {}

GroupCommit::~GroupCommit() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  thread_.join();
  // So that the next start need not, and a copy of the file alone is whole.
  connection_->Run("PRAGMA wal_checkpoint(TRUNCATE)").IgnoreError();
}

absl::Status GroupCommit::Write(absl::Time deadline, const TransactionFn& fn) {
  if (std::this_thread::get_id() == thread_.get_id()) return WriteHere(deadline, fn);
  struct Outcome {
    absl::Notification known;
    absl::Status status;
  };
  const auto outcome = std::make_shared<Outcome>();
  auto job = std::make_shared<Job>(deadline);
  job->fn = &fn;
  job->done = [outcome](absl::Status status) {
    outcome->status = std::move(status);
    outcome->known.Notify();
  };
  if (!Enqueue(job)) return Overloaded();
  if (!outcome->known.WaitForNotificationWithDeadline(deadline)) {
    State expected = State::kQueued;
    if (job->state.compare_exchange_strong(expected, State::kAbandoned)) return DeadlineExceeded();
    // It runs now: only its end tells whether it is written, and its statements have the deadline.
    outcome->known.WaitForNotification();
  }
  return outcome->status;
}

void GroupCommit::WriteAsync(absl::Time deadline, TransactionFn fn,
                             std::function<void(absl::Status)> done) {
  auto job = std::make_shared<Job>(deadline);
  job->owned = std::move(fn);
  job->fn = &job->owned;
  job->done = std::move(done);
  if (!Enqueue(job)) job->done(Overloaded());
}

bool GroupCommit::Enqueue(std::shared_ptr<Job> job) {
  absl::MutexLock lock(&mutex_);
  if (queue_.size() >= kMaxQueued) return false;
  queue_.push_back(std::move(job));
  return true;
}

absl::Status GroupCommit::WriteHere(absl::Time deadline, const TransactionFn& fn) {
  if (committing_) return status::Internal("a write inside a transaction function");
  auto job = std::make_shared<Job>(deadline);
  job->fn = &fn;
  absl::Status result;
  job->done = [&result](absl::Status status) { result = std::move(status); };
  Serve({job});
  return result;
}

void GroupCommit::Loop() {
  for (Group group = Take(); !group.empty(); group = Take()) Serve(group);
}

GroupCommit::Group GroupCommit::Take() {
  absl::MutexLock lock(&mutex_);
  const auto ready = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return !queue_.empty() || stopping_;
  };
  mutex_.Await(absl::Condition(&ready));
  const auto end =
      queue_.begin() + std::min<size_t>(queue_.size(), limits_.transactions_per_commit);
  Group group(std::make_move_iterator(queue_.begin()), std::make_move_iterator(end));
  queue_.erase(queue_.begin(), end);
  return group;
}

void GroupCommit::Serve(const Group& group) {
  gate_.EnterWriter();
  committing_ = true;
  Group claimed, live;
  for (const std::shared_ptr<Job>& job : group) {
    State expected = State::kQueued;
    if (!job->state.compare_exchange_strong(expected, State::kClaimed)) continue;
    claimed.push_back(job);
    if (job->deadline.passed()) {
      job->result = DeadlineExceeded();
    } else {
      live.push_back(job);
    }
  }
  CommitAll(std::move(live));
  committing_ = false;
  gate_.LeaveWriter();
  for (const std::shared_ptr<Job>& job : claimed) job->done(std::move(job->result));
}

void GroupCommit::CommitAll(Group group) {
  while (!group.empty()) group = CommitTogether(group);
}

// Sets the results of those that are settled and returns those that must run again.
GroupCommit::Group GroupCommit::CommitTogether(const Group& group) {
  if (absl::Status begun = connection_->Run("BEGIN IMMEDIATE"); !begun.ok()) {
    for (const std::shared_ptr<Job>& job : group) job->result = begun;
    return {};
  }
  // Those that wrote, and those that were refused by what was written before them.
  Group undone;
  bool written = false;
  for (auto job = group.begin(); job != group.end(); ++job) {
    (*job)->result = RunOne(**job, group.size() > 1);
    if (!connection_->in_transaction()) {
      if ((*job)->result.ok()) (*job)->result = status::Internal("the transaction was ended");
      undone.insert(undone.end(), job + 1, group.end());
      return undone;
    }
    written = written || (*job)->result.ok();
    if (written) undone.push_back(*job);
  }
  const absl::Status committed = connection_->Run(written ? "COMMIT" : "ROLLBACK");
  if (committed.ok()) return {};
  if (connection_->in_transaction()) connection_->Run("ROLLBACK").IgnoreError();
  if (group.size() == 1) {
    group.front()->result = committed;
    return {};
  }
  for (const std::shared_ptr<Job>& job : undone) CommitAll({job});
  return {};
}

absl::Status GroupCommit::RunOne(Job& job, bool savepoint) {
  if (savepoint) RETURN_IF_ERROR(connection_->Run("SAVEPOINT one"));
  SqliteTransaction statements(*connection_, job.deadline, limits_.statement_timeout);
  const absl::Status status = StrictTransaction(statements, job.deadline).Run(*job.fn);
  if (!savepoint || !connection_->in_transaction()) return status;
  if (!status.ok()) {
    connection_->Run("ROLLBACK TO one; RELEASE one").IgnoreError();
    return status;
  }
  return connection_->Run("RELEASE one");
}

}  // namespace palier::sql
