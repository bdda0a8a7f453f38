// SPDX-License-Identifier: Apache-2.0
// SQLite's result codes as the errors that common/sql/database.h promises.
#ifndef PALIER_COMMON_SQL_SQLITE_ERROR_H_
#define PALIER_COMMON_SQL_SQLITE_ERROR_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace palier::sql {

// `code` is an extended result code (https://www.sqlite.org/rescode.html) other than OK, ROW and
// DONE.
absl::Status SqliteError(int code, absl::string_view message);

}  // namespace palier::sql

#endif  // PALIER_COMMON_SQL_SQLITE_ERROR_H_
