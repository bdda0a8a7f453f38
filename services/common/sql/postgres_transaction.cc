// SPDX-License-Identifier: Apache-2.0
#include "common/sql/postgres_transaction.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/sql/errors.h"
#include "common/status/error.h"
#include "common/status/macros.h"

namespace palier::sql {
namespace {

constexpr absl::Duration kGrace = absl::Milliseconds(150);
constexpr size_t kCopyChunk = 1 << 16;

// Signature, flags and length of the header's extension (PostgreSQL manual, COPY, Binary Format).
const std::string& CopyHeader() {
  static const auto* header = new std::string("PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19);
  return *header;
}

constexpr char kColumns[] =
    "SELECT attname, atttypid FROM pg_attribute "
    "WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped";

}  // namespace

Deadline PostgresTransaction::StatementDeadline() const {
  return deadline_.Within(statement_timeout_).After(kGrace);
}

absl::Status PostgresTransaction::Noted(absl::Status status) {
  contended_ |= status::ReasonOf(status) == error::v1::CONTENTION;
  return status;
}

absl::StatusOr<int64_t> PostgresTransaction::Execute(absl::string_view statement,
                                                     absl::Span<const Value> parameters) {
  absl::StatusOr<int64_t> changed = connection_.Query(
      statement, parameters, [](const Row&) { return absl::OkStatus(); }, StatementDeadline());
  RETURN_IF_ERROR(Noted(changed.status()));
  return changed;
}

absl::Status PostgresTransaction::Query(absl::string_view statement,
                                        absl::Span<const Value> parameters, const RowFn& row) {
  return Noted(connection_.Query(statement, parameters, row, StatementDeadline()).status());
}

absl::StatusOr<std::vector<Oid>> PostgresTransaction::ColumnTypes(
    absl::string_view table, absl::Span<const absl::string_view> columns) {
  auto& known = connection_.column_types()[std::string(table)];
  std::vector<Oid> types;
  for (const absl::string_view column : columns) {
    // A column that a migration has added since is looked up again.
    if (!known.contains(column)) {
      RETURN_IF_ERROR(Query(kColumns, {std::string(table)}, [&known](const Row& row) {
        known[std::string(row.text(0))] = static_cast<Oid>(row.int64(1));
        return absl::OkStatus();
      }));
    }
    const auto found = known.find(column);
    if (found == known.end()) {
      return status::Internal(absl::StrCat("no column ", column, " in table ", table));
    }
    types.push_back(found->second);
  }
  return types;
}

absl::Status PostgresTransaction::BulkInsert(absl::string_view table,
                                             absl::Span<const absl::string_view> columns,
                                             absl::Span<const std::vector<Value>> rows) {
  ASSIGN_OR_RETURN(const std::vector<Oid> types, ColumnTypes(table, columns));
  RETURN_IF_ERROR(Noted(connection_.StartCopy(
      absl::StrCat("COPY ", table, " (", absl::StrJoin(columns, ","), ") FROM STDIN BINARY"),
      StatementDeadline())));
  // The server answers at the end of the COPY also when it has refused the data long before.
  const absl::Status sent = SendRows(types, rows);
  if (connection_.broken()) return sent;
  const absl::Status finished = Noted(connection_.FinishCopy(StatementDeadline()));
  return sent.ok() ? finished : sent;
}

absl::Status PostgresTransaction::SendRows(absl::Span<const Oid> types,
                                           absl::Span<const std::vector<Value>> rows) {
  const Deadline deadline = StatementDeadline();
  std::string chunk = CopyHeader();
  for (const std::vector<Value>& row : rows) {
    chunk.push_back(static_cast<char>(row.size() >> 8));
    chunk.push_back(static_cast<char>(row.size()));
    for (size_t i = 0; i < row.size(); ++i) {
      if (!AppendCopyField(row[i], types[i], chunk)) {
        return status::Internal(absl::StrCat("a bulk value of the wrong type in column ", i));
      }
    }
    if (chunk.size() >= kCopyChunk) {
      RETURN_IF_ERROR(connection_.SendCopy(chunk, deadline));
      chunk.clear();
    }
  }
  chunk.append(2, '\xff');
  return connection_.SendCopy(chunk, deadline);
}

}  // namespace palier::sql
