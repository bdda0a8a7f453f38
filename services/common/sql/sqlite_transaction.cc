// SPDX-License-Identifier: Apache-2.0
#include "common/sql/sqlite_transaction.h"

#include <algorithm>
#include <string>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/sql/sqlite_error.h"
#include "common/sql/statement_text.h"
#include "common/status/error.h"
#include "common/status/macros.h"

namespace palier::sql {
namespace {

// Gains level off about here; SQLite takes at least 32766 parameters.
constexpr size_t kRowsPerInsert = 100;
constexpr size_t kMaxParameters = 32766;

class SqliteRow : public Row {
 public:
  explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}
  int size() const override { return sqlite3_column_count(statement_); }
  bool is_null(int column) const override {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
  }
  int64_t int64(int column) const override { return sqlite3_column_int64(statement_, column); }
  double real(int column) const override { return sqlite3_column_double(statement_, column); }
  absl::string_view text(int column) const override {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return Bytes(text, column);
  }
  absl::string_view blob(int column) const override {
    return Bytes(static_cast<const char*>(sqlite3_column_blob(statement_, column)), column);
  }

 private:
  absl::string_view Bytes(const char* data, int column) const {
    const int size = sqlite3_column_bytes(statement_, column);
    return data == nullptr ? absl::string_view("") : absl::string_view(data, size);
  }

  sqlite3_stmt* const statement_;
};

// The values outlive the step, so SQLite need not copy them.
struct Binder {
  sqlite3_stmt* statement;
  int index;

  int operator()(std::monostate) const { return sqlite3_bind_null(statement, index); }
  int operator()(int64_t value) const { return sqlite3_bind_int64(statement, index, value); }
  int operator()(double value) const { return sqlite3_bind_double(statement, index, value); }
  int operator()(const std::string& value) const {
    return sqlite3_bind_text64(statement, index, value.data(), value.size(), SQLITE_STATIC,
                               SQLITE_UTF8);
  }
  int operator()(const Blob& value) const {
    return sqlite3_bind_blob64(statement, index, value.bytes.data(), value.bytes.size(),
                               SQLITE_STATIC);
  }
};

// Binds from parameter `first` on; returns the number after the last.
absl::StatusOr<int> Bind(sqlite3_stmt* statement, int first, absl::Span<const Value> values) {
  for (const Value& value : values) {
    const int code = std::visit(Binder{statement, first}, value);
    if (code != SQLITE_OK) return SqliteError(code, sqlite3_errstr(code));
    ++first;
  }
  return first;
}

absl::Status BindAll(sqlite3_stmt* statement, absl::Span<const Value> values) {
  if (sqlite3_bind_parameter_count(statement) != static_cast<int>(values.size())) {
    return status::Internal(absl::StrCat("the statement takes another number of parameters than ",
                                         values.size(), ": ",
                                         absl::string_view(sqlite3_sql(statement)).substr(0, 200)));
  }
  return Bind(statement, 1, values).status();
}

std::string InsertStatement(absl::string_view table, absl::Span<const absl::string_view> columns,
                            size_t rows) {
  const std::string tuple = absl::StrCat(
      "(", absl::StrJoin(std::vector<absl::string_view>(columns.size(), "?"), ","), ")");
  return absl::StrCat("INSERT INTO ", table, " (", absl::StrJoin(columns, ","), ") VALUES ",
                      absl::StrJoin(std::vector<absl::string_view>(rows, tuple), ","));
}

}  // namespace

absl::StatusOr<int64_t> SqliteTransaction::Execute(absl::string_view statement,
                                                   absl::Span<const Value> parameters) {
  const int64_t before = connection_.total_changes();
  RETURN_IF_ERROR(Query(statement, parameters, [](const Row&) { return absl::OkStatus(); }));
  // A statement that changes no rows (DDL) leaves the count of the one before it.
  return connection_.total_changes() == before ? 0 : connection_.last_changes();
}

absl::Status SqliteTransaction::Query(absl::string_view statement,
                                      absl::Span<const Value> parameters, const RowFn& row) {
  ASSIGN_OR_RETURN(sqlite3_stmt * prepared, connection_.Prepare(statement));
  // An open statement would hold its snapshot, and the parameters it points to end with the call.
  const absl::Cleanup reset = [prepared = prepared] { sqlite3_reset(prepared); };
  RETURN_IF_ERROR(BindAll(prepared, parameters));
  const Deadline deadline = deadline_.Within(statement_timeout_);
  const SqliteRow values(prepared);
  while (true) {
    ASSIGN_OR_RETURN(const bool more, connection_.Step(prepared, deadline));
    if (!more) return absl::OkStatus();
    RETURN_IF_ERROR(row(values));
  }
}

absl::Status SqliteTransaction::BulkInsert(absl::string_view table,
                                           absl::Span<const absl::string_view> columns,
                                           absl::Span<const std::vector<Value>> rows) {
  const size_t batch = std::clamp<size_t>(kMaxParameters / columns.size(), 1, kRowsPerInsert);
  const std::string full = InsertStatement(table, columns, batch);
  while (rows.size() >= batch) {
    RETURN_IF_ERROR(InsertSome(full, rows.subspan(0, batch)));
    rows.remove_prefix(batch);
  }
  const std::string single = InsertStatement(table, columns, 1);
  for (; !rows.empty(); rows.remove_prefix(1)) {
    RETURN_IF_ERROR(InsertSome(single, rows.subspan(0, 1)));
  }
  return absl::OkStatus();
}

absl::Status SqliteTransaction::InsertSome(absl::string_view statement,
                                           absl::Span<const std::vector<Value>> rows) {
  ASSIGN_OR_RETURN(sqlite3_stmt * prepared, connection_.Prepare(statement));
  const absl::Cleanup reset = [prepared = prepared] { sqlite3_reset(prepared); };
  int next = 1;
  for (const std::vector<Value>& row : rows) {
    ASSIGN_OR_RETURN(next, Bind(prepared, next, row));
  }
  return connection_.Step(prepared, deadline_.Within(statement_timeout_)).status();
}

}  // namespace palier::sql
