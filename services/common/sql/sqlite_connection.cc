// SPDX-License-Identifier: Apache-2.0
#include "common/sql/sqlite_connection.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/sql/errors.h"
#include "common/sql/sqlite_error.h"
#include "common/sql/statement_text.h"
#include "common/status/error.h"
#include "common/status/macros.h"

namespace palier::sql {
namespace {

// Enough virtual machine steps that asking the clock costs nothing, few enough to stop within a
// millisecond.
constexpr int kStepsBetweenChecks = 2000;
constexpr size_t kMaxPrepared = 512;

// Foreign programs (a backup, a shell) may hold the lock for a moment; ours never do. What is
// deleted is overwritten: an erased person must not be found in free space.
constexpr char kPragmas[] =
    "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; "
    "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF; "
    "PRAGMA secure_delete = ON; "
    "PRAGMA cache_size = -16384";

absl::Status NotWritable() {
  return StoreUnavailable(
      "its file or folder is read-only for this user; both must belong to it, on a file system "
      "that is not mounted read-only");
}

}  // namespace

absl::StatusOr<std::unique_ptr<SqliteConnection>> SqliteConnection::Open(const std::string& uri,
                                                                         bool read_only) {
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(
      uri.c_str(), &handle,
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, nullptr);
  std::unique_ptr<SqliteConnection> connection(new SqliteConnection(handle));
  if (code != SQLITE_OK) return SqliteError(code, sqlite3_errstr(code));
  // What may only be read is opened all the same, and would fail with the first write.
  if (sqlite3_db_readonly(handle, "main") == 1) return NotWritable();
  RETURN_IF_ERROR(connection->Configure(read_only));
  return connection;
}

SqliteConnection::~SqliteConnection() {
  prepared_.clear();
  sqlite3_close_v2(handle_);
}

absl::Status SqliteConnection::Configure(bool read_only) {
  sqlite3_extended_result_codes(handle_, 1);
  sqlite3_progress_handler(handle_, kStepsBetweenChecks, &OnProgress, this);
  const int code = sqlite3_exec(handle_, kPragmas, nullptr, nullptr, nullptr);
  // Of a folder in which the log beside the file cannot be made.
  if ((code & 0xff) == SQLITE_READONLY) return NotWritable();
  if (code != SQLITE_OK) return SqliteError(code, sqlite3_errmsg(handle_));
  return read_only ? Run("PRAGMA query_only = ON") : absl::OkStatus();
}

int SqliteConnection::OnProgress(void* self) {
  const Deadline* deadline = static_cast<SqliteConnection*>(self)->deadline_;
  return deadline != nullptr && deadline->passed() ? 1 : 0;
}

absl::Status SqliteConnection::Run(const char* statements) {
  const int code = sqlite3_exec(handle_, statements, nullptr, nullptr, nullptr);
  if (code == SQLITE_OK) return absl::OkStatus();
  return SqliteError(code, sqlite3_errmsg(handle_));
}

absl::StatusOr<sqlite3_stmt*> SqliteConnection::Prepare(absl::string_view statement) {
  const auto found = prepared_.find(statement);
  if (found == prepared_.end()) return PrepareNew(statement);
  sqlite3_stmt* prepared = found->second.get();
  sqlite3_reset(prepared);
  sqlite3_clear_bindings(prepared);
  return prepared;
}

absl::StatusOr<sqlite3_stmt*> SqliteConnection::PrepareNew(absl::string_view statement) {
  if (prepared_.size() >= kMaxPrepared) prepared_.clear();
  const std::string text = NumberedParameters(statement);
  sqlite3_stmt* prepared = nullptr;
  const char* rest = nullptr;
  const int code = sqlite3_prepare_v3(handle_, text.c_str(), static_cast<int>(text.size()) + 1,
                                      SQLITE_PREPARE_PERSISTENT, &prepared, &rest);
  std::unique_ptr<sqlite3_stmt, Finalizer> owned(prepared);
  if (code != SQLITE_OK) return SqliteError(code, sqlite3_errmsg(handle_));
  if (prepared == nullptr || SplitStatements(rest).size() > 0) {
    return status::Internal(absl::StrCat("not one statement: ", statement.substr(0, 200)));
  }
  prepared_[std::string(statement)] = std::move(owned);
  return prepared;
}

absl::StatusOr<bool> SqliteConnection::Step(sqlite3_stmt* statement, Deadline deadline) {
  deadline_ = &deadline;
  const int code = sqlite3_step(statement);
  deadline_ = nullptr;
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return SqliteError(code, sqlite3_errmsg(handle_));
}

}  // namespace palier::sql
