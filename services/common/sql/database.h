// SPDX-License-Identifier: Apache-2.0
// The one door to SQL: the same statements on SQLite (embedded default) and on PostgreSQL (many
// machines).
//
// Statements write their parameters as $1, $2, ...; the SQLite driver rewrites them to ?1, ?2
// (there `$1` is a *name* numbered by first appearance, so that binding by position would silently
// swap values). The kind of a value decides the type of its parameter. Statements are prepared once
// per connection and kept. Text is compared in binary collation on both: Migrate writes the column
// type `TEXT` as `TEXT COLLATE "C"` for PostgreSQL. Write types in capitals, BIGINT and never
// INTEGER, and name the columns you select (`SELECT *` breaks under a migration).
#ifndef PALIER_COMMON_SQL_DATABASE_H_
#define PALIER_COMMON_SQL_DATABASE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"

namespace palier::sql {

// Bytes, as opposed to text.
struct Blob {
  std::string bytes;
  friend bool operator==(const Blob&, const Blob&) = default;
};

// NULL, BIGINT, DOUBLE PRECISION, TEXT, BYTEA/BLOB. Times are stored as BIGINT microseconds since
// the Unix epoch, booleans as BIGINT 0 or 1.
using Value = std::variant<std::monostate, int64_t, double, std::string, Blob>;

// One row of a result, valid only inside the callback that receives it. A getter of another type
// than the column's converts as the database would; NULL reads as 0, 0.0 or "".
class Row {
 public:
  virtual ~Row() = default;
  virtual int size() const = 0;
  virtual bool is_null(int column) const = 0;
  virtual int64_t int64(int column) const = 0;
  virtual double real(int column) const = 0;
  // Views into the driver's buffer. `text` for TEXT columns, `blob` for BYTEA/BLOB ones.
  virtual absl::string_view text(int column) const = 0;
  virtual absl::string_view blob(int column) const = 0;
};

// Called for each row; an error ends the query and is returned.
using RowFn = std::function<absl::Status(const Row&)>;

// What a transaction function works with. Valid only during the call; used by one thread. After a
// statement failed the transaction is lost on both stores: every later statement returns the same
// error and so does the Database call, even when the function swallows it (use ON CONFLICT where a
// conflict is expected). An error of a row callback is not such a failure. INTERNAL means a defect
// of the caller: wrong SQL, a write in a Read, a statement inside a row callback.
class Transaction {
 public:
  virtual ~Transaction() = default;

  // Runs a statement that returns no rows. Returns the number of rows changed; ALREADY_EXISTS on a
  // unique violation, FAILED_PRECONDITION on another constraint, ABORTED on a serialization failure
  // or deadlock, UNAVAILABLE when the store cannot be reached, RESOURCE_EXHAUSTED when the disk is
  // full, DEADLINE_EXCEEDED when the deadline passed, INVALID_ARGUMENT for a value that the store
  // cannot hold (PostgreSQL: text with a zero byte or not in UTF-8).
  virtual absl::StatusOr<int64_t> Execute(absl::string_view statement,
                                          absl::Span<const Value> parameters) = 0;
  // Runs a query. Same errors.
  virtual absl::Status Query(absl::string_view statement, absl::Span<const Value> parameters,
                             const RowFn& row) = 0;
  // Inserts many rows at once by the fastest way of the store (COPY, multi-row VALUES). Every row
  // has as many values as there are columns, each of its column's kind. Fails as a whole. The names
  // are trusted: never a user's input.
  virtual absl::Status BulkInsert(absl::string_view table,
                                  absl::Span<const absl::string_view> columns,
                                  absl::Span<const std::vector<Value>> rows) = 0;
  // "sqlite" or "postgres", for the rare statement that cannot be the same.
  virtual absl::string_view dialect() const = 0;
};

// A function that runs inside a transaction. It may be run more than once (after a serialization
// failure, or alone after a shared commit failed), so it must have no effect but through the
// transaction and must reset its outputs when it starts. It must not call the Database: that would
// wait for a connection that it holds itself.
using TransactionFn = std::function<absl::Status(Transaction&)>;

// Thread-safe. Blocking: never call it from a gRPC callback thread. Deadlines also end the wait for
// a connection or for the writer; nothing runs after them. The end of a Database finishes what was
// queued by WriteAsync.
class Database {
 public:
  virtual ~Database() = default;

  // Runs `fn` in a read-only snapshot.
  virtual absl::Status Read(absl::Time deadline, const TransactionFn& fn) = 0;
  // Runs `fn` in a serializable read-write transaction and returns after the commit is durable.
  // When `fn` returns an error, its writes are rolled back and the error is returned. Concurrent
  // calls may share one commit (group commit) and still succeed or fail each for itself. ABORTED
  // with reason CONTENTION when it lost against others 9 times. UNAVAILABLE or DEADLINE_EXCEEDED
  // from PostgreSQL during the commit itself leaves open whether it is written: repeat under a
  // request_id. RESOURCE_EXHAUSTED with OVERLOADED when 65536 WriteAsync already wait.
  virtual absl::Status Write(absl::Time deadline, const TransactionFn& fn) = 0;
  // Write without waiting: `done` runs once, on a thread of the database, after the commit or the
  // failure (on the caller's when the queue is full). It must not block, as it holds up the next
  // commits; it may write.
  virtual void WriteAsync(absl::Time deadline, TransactionFn fn,
                          std::function<void(absl::Status)> done) = 0;

  // Whether the store answers now.
  virtual absl::Status Ping(absl::Time deadline) = 0;
  virtual absl::string_view dialect() const = 0;
};

// One step of a schema. Steps expand first and contract one release later, so that version N-1
// serves on schema N.
struct Migration {
  int number;              // 1, 2, 3 ... without holes
  absl::string_view name;  // for people
  // Statements separated by `;`. `{BLOB}` stands for the store's bytes type; everything else is
  // common SQL.
  absl::string_view statements;
};

enum class MigrateMode { kAuto, kCheck, kOnly };

// Brings the schema of component `component` (several may share one database) to the last of
// `migrations` under the store's lock, all missing steps in one transaction. kCheck:
// FAILED_PRECONDITION when a step is missing. A schema newer than `migrations` is accepted. kOnly
// does what kAuto does; the caller then exits. INTERNAL for a hole. Each statement must end within
// OpenOptions::statement_timeout.
absl::Status Migrate(Database& database, absl::string_view component,
                     absl::Span<const Migration> migrations, MigrateMode mode);

struct OpenOptions {
  // `sqlite:/path/to/file`, `sqlite::memory:` (shared by this Database's connections), or a
  // `postgres://user@host:port/database?host=/socket/dir` URI. Never logged: it may hold a
  // password.
  std::string url;
  // Connections for reads (SQLite) or in all (PostgreSQL).
  int connections = 4;
  // Time to establish a connection (PostgreSQL), and the longest that one statement may run when
  // the deadline is later.
  absl::Duration connect_timeout = absl::Seconds(3);
  absl::Duration statement_timeout = absl::Seconds(30);
  // How long Open tries again, with growing pauses, while the server cannot be reached
  // (PostgreSQL): it may still be starting, or have too much to do. The last try may end
  // 2 connect_timeout later.
  absl::Duration start_patience = absl::Seconds(30);
  // Told by Open, on its thread, why it tries again; unset: a line on standard error.
  std::function<void(const absl::Status&)> on_retry;
  // Most transactions that share one commit on SQLite.
  int group_commit_limit = 256;
  // PostgreSQL schema (search_path) that holds the tables; created when missing. Lets the services
  // of one test share a server, and each service own its namespace. Ignored by SQLite.
  std::string schema;
};

// Opens the store named by the URL. INVALID_ARGUMENT for an unknown scheme, UNAVAILABLE when it
// cannot be reached, FAILED_PRECONDITION when another process holds the SQLite file.
absl::StatusOr<std::unique_ptr<Database>> Open(const OpenOptions& options);

}  // namespace palier::sql

#endif  // PALIER_COMMON_SQL_DATABASE_H_
