// SPDX-License-Identifier: Apache-2.0
#include "common/sql/strict_transaction.h"

#include "common/sql/errors.h"
#include "common/status/error.h"
#include "common/status/macros.h"

namespace palier::sql {

absl::Status StrictTransaction::Ready() {
  if (in_row_) return status::Internal("a statement inside a row callback");
  if (failed_.ok() && deadline_.passed()) failed_ = DeadlineExceeded();
  return failed_;
}

absl::StatusOr<int64_t> StrictTransaction::Execute(absl::string_view statement,
                                                   absl::Span<const Value> parameters) {
  RETURN_IF_ERROR(Ready());
  absl::StatusOr<int64_t> changed = driver_.Execute(statement, parameters);
  failed_ = changed.status();
  return changed;
}

absl::Status StrictTransaction::Query(absl::string_view statement,
                                      absl::Span<const Value> parameters, const RowFn& row) {
  RETURN_IF_ERROR(Ready());
  // An error of the callback ends this query only: the store did nothing wrong.
  absl::Status row_error;
  in_row_ = true;
  absl::Status status = driver_.Query(statement, parameters,
                                      [&](const Row& values) { return row_error = row(values); });
  in_row_ = false;
  if (!row_error.ok()) return row_error;
  return failed_ = status;
}

absl::Status StrictTransaction::BulkInsert(absl::string_view table,
                                           absl::Span<const absl::string_view> columns,
                                           absl::Span<const std::vector<Value>> rows) {
  RETURN_IF_ERROR(Ready());
  if (columns.empty()) return failed_ = status::Internal("a bulk insert without columns");
  for (const std::vector<Value>& row : rows) {
    if (row.size() != columns.size()) {
      return failed_ = status::Internal("a bulk row of another size than its columns");
    }
  }
  if (rows.empty()) return absl::OkStatus();
  return failed_ = driver_.BulkInsert(table, columns, rows);
}

absl::Status StrictTransaction::Run(const TransactionFn& fn) {
  if (deadline_.passed()) return DeadlineExceeded();
  absl::Status status = fn(*this);
  return status.ok() ? failed_ : status;
}

}  // namespace palier::sql
