// SPDX-License-Identifier: Apache-2.0
// What is done to the text of statements before a store sees them. Literals, quoted identifiers and
// comments are left as they are. Pure functions.
#ifndef PALIER_COMMON_SQL_STATEMENT_TEXT_H_
#define PALIER_COMMON_SQL_STATEMENT_TEXT_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace palier::sql {

// `$1` -> `?1`: in SQLite `$1` is a name, numbered by first appearance.
std::string NumberedParameters(absl::string_view statement);

// The statements between `;`, trimmed, without the empty ones and those that are only a comment.
std::vector<std::string> SplitStatements(absl::string_view statements);

// Common DDL as `dialect` writes it: `{BLOB}` becomes its bytes type and, for PostgreSQL, the
// column type `TEXT` (in capitals, not after AS) becomes `TEXT COLLATE "C"`, so that text compares
// by bytes as it does in SQLite.
std::string DialectDdl(absl::string_view statement, absl::string_view dialect);

// `name` as a quoted SQL identifier.
std::string QuotedIdentifier(absl::string_view name);

}  // namespace palier::sql

#endif  // PALIER_COMMON_SQL_STATEMENT_TEXT_H_
