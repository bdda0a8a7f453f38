// SPDX-License-Identifier: Apache-2.0
// The rules that both stores share, put around a driver's transaction.
#ifndef PALIER_COMMON_SQL_STRICT_TRANSACTION_H_
#define PALIER_COMMON_SQL_STRICT_TRANSACTION_H_

#include <string>
#include <vector>

#include "common/sql/database.h"
#include "common/sql/deadline.h"

namespace palier::sql {

// After a statement failed every later one returns the same error, as PostgreSQL has it and SQLite
// would not; a statement inside a row callback is refused; nothing starts after the deadline; the
// shape of bulk rows is checked.
class StrictTransaction : public Transaction {
 public:
  // `driver` outlives this.
  StrictTransaction(Transaction& driver, Deadline deadline)
      : driver_(driver), deadline_(deadline) {}

  absl::StatusOr<int64_t> Execute(absl::string_view statement,
                                  absl::Span<const Value> parameters) override;
  absl::Status Query(absl::string_view statement, absl::Span<const Value> parameters,
                     const RowFn& row) override;
  absl::Status BulkInsert(absl::string_view table, absl::Span<const absl::string_view> columns,
                          absl::Span<const std::vector<Value>> rows) override;
  absl::string_view dialect() const override { return driver_.dialect(); }

  // Runs `fn` on this unless the deadline passed. An error that `fn` swallowed is returned all the
  // same.
  absl::Status Run(const TransactionFn& fn);

 private:
  absl::Status Ready();

  Transaction& driver_;
  const Deadline deadline_;
  absl::Status failed_;
  bool in_row_ = false;
};

}  // namespace palier::sql

#endif  // PALIER_COMMON_SQL_STRICT_TRANSACTION_H_
