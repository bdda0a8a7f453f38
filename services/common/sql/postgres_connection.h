// SPDX-License-Identifier: Apache-2.0
// One connection to PostgreSQL that never waits past a deadline, even when the server hangs.
#ifndef PALIER_COMMON_SQL_POSTGRES_CONNECTION_H_
#define PALIER_COMMON_SQL_POSTGRES_CONNECTION_H_

#include <libpq-fe.h>

#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/sql/database.h"
#include "common/sql/deadline.h"
#include "common/sql/postgres_value.h"

namespace palier::sql {

struct ResultDeleter {
  void operator()(PGresult* result) const { PQclear(result); }
};
using ResultPtr = std::unique_ptr<PGresult, ResultDeleter>;

// Used by one thread at a time. A wait that ends at the deadline leaves the connection broken; the
// server gives up what ran there, because it watches for closed connections (PQcancel would itself
// wait for a server that hangs).
class PostgresConnection {
 public:
  // `schema` becomes the search path and is made when missing; none for "". UNAVAILABLE when there
  // is no server, also when `deadline` passed.
  static absl::StatusOr<std::unique_ptr<PostgresConnection>> Open(const std::string& url,
                                                                  const std::string& schema,
                                                                  Deadline deadline);

  // Statements without parameters.
  absl::Status Run(const std::string& statements, Deadline deadline);
  // One prepared statement; `row` is called as rows arrive. Returns the number of rows changed.
  absl::StatusOr<int64_t> Query(absl::string_view statement, absl::Span<const Value> parameters,
                                const RowFn& row, Deadline deadline);
  // COPY FROM STDIN: Start, Send as often as needed, Finish. An error ends it.
  absl::Status StartCopy(const std::string& statement, Deadline deadline);
  absl::Status SendCopy(absl::string_view data, Deadline deadline);
  absl::Status FinishCopy(Deadline deadline);

  // Of no more use.
  bool broken() const { return broken_ || PQstatus(handle_.get()) != CONNECTION_OK; }
  // Kept here because it lives as long: the column types of tables that were filled by COPY.
  absl::flat_hash_map<std::string, absl::flat_hash_map<std::string, Oid>>& column_types() {
    return column_types_;
  }

 private:
  struct HandleDeleter {
    void operator()(PGconn* handle) const { PQfinish(handle); }
  };

  explicit PostgresConnection(PGconn* handle) : handle_(handle) {}
  absl::Status Connect(Deadline deadline);
  absl::Status Configure(const std::string& schema, Deadline deadline);
  absl::Status EnsureSchema(const std::string& schema, Deadline deadline);
  absl::Status Wait(short events, Deadline deadline);
  absl::Status Flush(Deadline deadline);
  absl::StatusOr<ResultPtr> NextResult(Deadline deadline);
  absl::StatusOr<int64_t> Collect(const RowFn& row, Deadline deadline);
  absl::StatusOr<std::string> Prepared(absl::string_view statement,
                                       const PostgresParameters& parameters, Deadline deadline);
  absl::Status Lost();
  absl::Status Sent(int ok, Deadline deadline);

  const std::unique_ptr<PGconn, HandleDeleter> handle_;
  bool broken_ = false;
  int64_t prepared_count_ = 0;
  absl::flat_hash_map<std::string, std::string> prepared_;
  absl::flat_hash_map<std::string, absl::flat_hash_map<std::string, Oid>> column_types_;
};

}  // namespace palier::sql

#endif  // PALIER_COMMON_SQL_POSTGRES_CONNECTION_H_
