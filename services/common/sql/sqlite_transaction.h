// SPDX-License-Identifier: Apache-2.0
// The statements of one transaction on an SQLite connection. Who makes it begins and ends the
// transaction.
#ifndef PALIER_COMMON_SQL_SQLITE_TRANSACTION_H_
#define PALIER_COMMON_SQL_SQLITE_TRANSACTION_H_

#include <vector>

#include "common/sql/database.h"
#include "common/sql/deadline.h"
#include "common/sql/sqlite_connection.h"

namespace palier::sql {

// Used by one thread.
class SqliteTransaction : public Transaction {
 public:
  SqliteTransaction(SqliteConnection& connection, Deadline deadline,
                    absl::Duration statement_timeout)
      : connection_(connection), deadline_(deadline), statement_timeout_(statement_timeout) {}

  absl::StatusOr<int64_t> Execute(absl::string_view statement,
                                  absl::Span<const Value> parameters) override;
  absl::Status Query(absl::string_view statement, absl::Span<const Value> parameters,
                     const RowFn& row) override;
  absl::Status BulkInsert(absl::string_view table, absl::Span<const absl::string_view> columns,
                          absl::Span<const std::vector<Value>> rows) override;
  absl::string_view dialect() const override { return "sqlite"; }

 private:
  absl::Status InsertSome(absl::string_view statement, absl::Span<const std::vector<Value>> rows);

  SqliteConnection& connection_;
  const Deadline deadline_;
  const absl::Duration statement_timeout_;
};

}  // namespace palier::sql

#endif  // PALIER_COMMON_SQL_SQLITE_TRANSACTION_H_
