// SPDX-License-Identifier: Apache-2.0
#include "kpi/storage/statement.h"

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"

namespace palier::kpi {
namespace {

size_t PaddedSize(size_t rows) {
  size_t size = 1;
  while (size < rows) size *= 2;
  return size;
}

void Append(std::vector<sql::Value>& parameters, const std::vector<sql::Value>& row) {
  parameters.insert(parameters.end(), row.begin(), row.end());
}

}  // namespace

std::string Tuples(size_t rows, size_t columns, size_t after) {
  std::string text;
  for (size_t row = 0; row < rows; ++row) {
    absl::StrAppend(&text, row == 0 ? "(" : ",(");
    for (size_t column = 0; column < columns; ++column) {
      absl::StrAppend(&text, column == 0 ? "$" : ",$", ++after);
    }
    absl::StrAppend(&text, ")");
  }
  return text;
}

absl::Status QueryIn(sql::Transaction& transaction, const std::vector<sql::Value>& prefix,
                     absl::Span<const std::vector<sql::Value>> keys,
                     const std::function<std::string(const std::string& tuples)>& statement,
                     const sql::RowFn& row) {
  constexpr size_t kKeys = 256;
  for (size_t begin = 0; begin < keys.size(); begin += kKeys) {
    const absl::Span<const std::vector<sql::Value>> chunk = keys.subspan(begin, kKeys);
    const size_t size = PaddedSize(chunk.size());
    std::vector<sql::Value> parameters = prefix;
    for (size_t i = 0; i < size; ++i) Append(parameters, chunk[std::min(i, chunk.size() - 1)]);
    RETURN_IF_ERROR(transaction.Query(statement(Tuples(size, chunk[0].size(), prefix.size())),
                                      parameters, row));
  }
  return absl::OkStatus();
}

absl::Status InsertRows(sql::Transaction& transaction, const std::string& head,
                        absl::Span<const std::vector<sql::Value>> rows, const std::string& tail) {
  for (size_t begin = 0; begin < rows.size(); begin += kRowsPerStatement) {
    const absl::Span<const std::vector<sql::Value>> chunk = rows.subspan(begin, kRowsPerStatement);
    std::vector<sql::Value> parameters;
    for (const std::vector<sql::Value>& row : chunk) Append(parameters, row);
    RETURN_IF_ERROR(transaction
                        .Execute(absl::StrCat(head, " VALUES ",
                                              Tuples(chunk.size(), chunk[0].size(), 0), " ", tail),
                                 parameters)
                        .status());
  }
  return absl::OkStatus();
}

}  // namespace palier::kpi
