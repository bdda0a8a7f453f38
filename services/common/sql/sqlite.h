// SPDX-License-Identifier: Apache-2.0
// SQLite as a Database: one writer that commits for everyone, a pool of read connections.
#ifndef PALIER_COMMON_SQL_SQLITE_H_
#define PALIER_COMMON_SQL_SQLITE_H_

#include <memory>

#include "absl/status/statusor.h"
#include "common/sql/database.h"

namespace palier::sql {

// Opens a `sqlite:` URL; see Open. A file is held by a lock on `<file>.lock` until the Database
// ends. In memory, a read waits for a write and a write for the reads before it.
absl::StatusOr<std::unique_ptr<Database>> OpenSqlite(const OpenOptions& options);

}  // namespace palier::sql

#endif  // PALIER_COMMON_SQL_SQLITE_H_
