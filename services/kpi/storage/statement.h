// SPDX-License-Identifier: Apache-2.0
// Pieces of SQL text with many parameters, so that a batch costs few statements.
#ifndef PALIER_KPI_STORAGE_STATEMENT_H_
#define PALIER_KPI_STORAGE_STATEMENT_H_

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "common/sql/database.h"

namespace palier::kpi {

// Most rows that one statement takes. Few sizes occur, because each size is a statement that every
// connection keeps prepared.
inline constexpr size_t kRowsPerStatement = 64;

// "($5,$6),($7,$8)" for 2 rows of 2 columns after 4 parameters.
std::string Tuples(size_t rows, size_t columns, size_t after);

// Runs `SELECT ... IN (<tuples>)` over all keys: `statement` makes the text from the list of
// tuples; each key has `columns` values; `prefix` are the parameters before them. The last chunk is
// filled up with its last key.
absl::Status QueryIn(sql::Transaction& transaction, const std::vector<sql::Value>& prefix,
                     absl::Span<const std::vector<sql::Value>> keys,
                     const std::function<std::string(const std::string& tuples)>& statement,
                     const sql::RowFn& row);

// Runs `<head> VALUES <tuples> <tail>` over all rows, which must differ in their key.
absl::Status InsertRows(sql::Transaction& transaction, const std::string& head,
                        absl::Span<const std::vector<sql::Value>> rows, const std::string& tail);

}  // namespace palier::kpi

#endif  // PALIER_KPI_STORAGE_STATEMENT_H_
