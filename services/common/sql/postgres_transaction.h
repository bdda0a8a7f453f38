// SPDX-License-Identifier: Apache-2.0
// The statements of one transaction on a PostgreSQL connection. Who makes it begins and ends the
// transaction.
#ifndef PALIER_COMMON_SQL_POSTGRES_TRANSACTION_H_
#define PALIER_COMMON_SQL_POSTGRES_TRANSACTION_H_

#include <vector>

#include "common/sql/database.h"
#include "common/sql/deadline.h"
#include "common/sql/postgres_connection.h"

namespace palier::sql {

// Used by one thread.
class PostgresTransaction : public Transaction {
 public:
  PostgresTransaction(PostgresConnection& connection, Deadline deadline,
                      absl::Duration statement_timeout)
      : connection_(connection), deadline_(deadline), statement_timeout_(statement_timeout) {}

  absl::StatusOr<int64_t> Execute(absl::string_view statement,
                                  absl::Span<const Value> parameters) override;
  absl::Status Query(absl::string_view statement, absl::Span<const Value> parameters,
                     const RowFn& row) override;
  absl::Status BulkInsert(absl::string_view table, absl::Span<const absl::string_view> columns,
                          absl::Span<const std::vector<Value>> rows) override;
  absl::string_view dialect() const override { return "postgres"; }

  // Whether a statement failed because of another transaction, whatever the function made of that
  // error.
  bool contended() const { return contended_; }

 private:
  // A little after the server's own limit, whose error keeps the connection usable.
  Deadline StatementDeadline() const;
  absl::StatusOr<std::vector<Oid>> ColumnTypes(absl::string_view table,
                                               absl::Span<const absl::string_view> columns);
  absl::Status SendRows(absl::Span<const Oid> types, absl::Span<const std::vector<Value>> rows);
  absl::Status Noted(absl::Status status);

  PostgresConnection& connection_;
  const Deadline deadline_;
  const absl::Duration statement_timeout_;
  bool contended_ = false;
};

}  // namespace palier::sql

#endif  // PALIER_COMMON_SQL_POSTGRES_TRANSACTION_H_
