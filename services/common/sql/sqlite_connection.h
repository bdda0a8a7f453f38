// SPDX-License-Identifier: Apache-2.0
// One connection to an SQLite database: its prepared statements and the deadline of what runs on
// it.
#ifndef PALIER_COMMON_SQL_SQLITE_CONNECTION_H_
#define PALIER_COMMON_SQL_SQLITE_CONNECTION_H_

#include <sqlite3.h>

#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/sql/deadline.h"

namespace palier::sql {

// Used by one thread at a time.
class SqliteConnection {
 public:
  // `uri` is a `file:` URI; a file gets WAL with a sync at each commit. A read-only connection
  // refuses writes.
  static absl::StatusOr<std::unique_ptr<SqliteConnection>> Open(const std::string& uri,
                                                                bool read_only);
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;
  ~SqliteConnection();

  // Runs statements that have neither parameters nor rows of interest; no deadline.
  absl::Status Run(const char* statements);
  // The prepared statement, reset and without bindings. Valid until the next call.
  absl::StatusOr<sqlite3_stmt*> Prepare(absl::string_view statement);
  // Steps `statement`; true for a row, false at the end. DEADLINE_EXCEEDED once `deadline` passed.
  absl::StatusOr<bool> Step(sqlite3_stmt* statement, Deadline deadline);

  // Rows that statements on this connection have changed so far, and that the last one changed.
  int64_t total_changes() const { return sqlite3_total_changes64(handle_); }
  int64_t last_changes() const { return sqlite3_changes64(handle_); }
  // False also after an error that made SQLite roll the whole transaction back by itself.
  bool in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

 private:
  struct Finalizer {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };

  explicit SqliteConnection(sqlite3* handle) : handle_(handle) {}
  absl::Status Configure(bool read_only);
  absl::StatusOr<sqlite3_stmt*> PrepareNew(absl::string_view statement);
  static int OnProgress(void* self);

  sqlite3* const handle_;
  const Deadline* deadline_ = nullptr;
  absl::flat_hash_map<std::string, std::unique_ptr<sqlite3_stmt, Finalizer>> prepared_;
};

}  // namespace palier::sql

#endif  // PALIER_COMMON_SQL_SQLITE_CONNECTION_H_
