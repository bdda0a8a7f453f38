// SPDX-License-Identifier: Apache-2.0
#include "common/sql/sqlite.h"

#include <atomic>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/cleanup/cleanup.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "common/sql/errors.h"
#include "common/sql/file_lock.h"
#include "common/sql/group_commit.h"
#include "common/sql/snapshot_gate.h"
#include "common/sql/sqlite_connection.h"
#include "common/sql/sqlite_transaction.h"
#include "common/sql/strict_transaction.h"
#include "common/status/macros.h"

namespace palier::sql {
namespace {

using Connections = std::vector<std::unique_ptr<SqliteConnection>>;

class SqliteDatabase : public Database {
 public:
  SqliteDatabase(std::unique_ptr<FileLock> lock, std::unique_ptr<SqliteConnection> writer,
                 Connections readers, const OpenOptions& options)
      : lock_(std::move(lock)),
        statement_timeout_(options.statement_timeout),
        gate_(lock_ == nullptr),
        idle_(std::move(readers)),
        writer_(std::move(writer), gate_,
                {options.statement_timeout, std::max(1, options.group_commit_limit)}) {}

  absl::Status Read(absl::Time deadline, const TransactionFn& fn) override;
  absl::Status Write(absl::Time deadline, const TransactionFn& fn) override {
    return writer_.Write(deadline, fn);
  }
  void WriteAsync(absl::Time deadline, TransactionFn fn,
                  std::function<void(absl::Status)> done) override {
    writer_.WriteAsync(deadline, std::move(fn), std::move(done));
  }
  absl::Status Ping(absl::Time deadline) override;
  absl::string_view dialect() const override { return "sqlite"; }

 private:
  std::unique_ptr<SqliteConnection> Borrow(absl::Time deadline);
  void GiveBack(std::unique_ptr<SqliteConnection> connection);

  // In this order: the writer ends first, then the readers; the last connection to close
  // checkpoints the WAL; then the file is free for others.
  const std::unique_ptr<FileLock> lock_;
  const absl::Duration statement_timeout_;
  SnapshotGate gate_;
  absl::Mutex mutex_;
  Connections idle_ ABSL_GUARDED_BY(mutex_);
  GroupCommit writer_;
};

absl::Status SqliteDatabase::Read(absl::Time deadline, const TransactionFn& fn) {
  std::unique_ptr<SqliteConnection> connection = Borrow(deadline);
  if (connection == nullptr) return DeadlineExceeded();
  const absl::Cleanup give_back = [&] { GiveBack(std::move(connection)); };
  if (!gate_.EnterReader(deadline)) return DeadlineExceeded();
  const absl::Cleanup leave = [&] { gate_.LeaveReader(); };
  RETURN_IF_ERROR(connection->Run("BEGIN DEFERRED"));
  const absl::Cleanup end = [&] { connection->Run("ROLLBACK").IgnoreError(); };
  SqliteTransaction statements(*connection, Deadline(deadline), statement_timeout_);
  return StrictTransaction(statements, Deadline(deadline)).Run(fn);
}

std::unique_ptr<SqliteConnection> SqliteDatabase::Borrow(absl::Time deadline) {
  absl::MutexLock lock(&mutex_);
  const auto some = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return !idle_.empty(); };
  if (!mutex_.AwaitWithDeadline(absl::Condition(&some), deadline)) return nullptr;
  std::unique_ptr<SqliteConnection> connection = std::move(idle_.back());
  idle_.pop_back();
  return connection;
}

void SqliteDatabase::GiveBack(std::unique_ptr<SqliteConnection> connection) {
  absl::MutexLock lock(&mutex_);
  idle_.push_back(std::move(connection));
}

absl::Status SqliteDatabase::Ping(absl::Time deadline) {
  return Read(deadline, [](Transaction& transaction) {
    return transaction.Query("SELECT 1", {}, [](const Row&) { return absl::OkStatus(); });
  });
}

// Memory databases of one process share a namespace; each Database has its own name.
std::string MemoryUri() {
  static std::atomic<int64_t> made{0};
  return absl::StrCat("file:/palier-", ++made, "?vfs=memdb");
}

std::string FileUri(absl::string_view path) {
  return absl::StrCat("file:",
                      absl::StrReplaceAll(path, {{"%", "%25"}, {"?", "%3f"}, {"#", "%23"}}));
}

absl::StatusOr<std::unique_ptr<Database>> OpenUri(const std::string& uri,
                                                  std::unique_ptr<FileLock> lock,
                                                  const OpenOptions& options) {
  ASSIGN_OR_RETURN(auto writer, SqliteConnection::Open(uri, false));
  Connections readers;
  for (int i = 0; i < std::max(1, options.connections); ++i) {
    ASSIGN_OR_RETURN(auto reader, SqliteConnection::Open(uri, true));
    readers.push_back(std::move(reader));
  }
  return std::make_unique<SqliteDatabase>(std::move(lock), std::move(writer), std::move(readers),
                                          options);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Database>> OpenSqlite(const OpenOptions& options) {
  const absl::string_view name = absl::StripPrefix(options.url, "sqlite:");
  if (name == ":memory:") return OpenUri(MemoryUri(), nullptr, options);
  std::error_code error;
  const std::filesystem::path path = std::filesystem::weakly_canonical(std::string(name), error);
  if (error) return StoreUnavailable(error.message());
  ASSIGN_OR_RETURN(auto lock, FileLock::Acquire(path.string()));
  return OpenUri(FileUri(path.string()), std::move(lock), options);
}

}  // namespace palier::sql
