// SPDX-License-Identifier: Apache-2.0
// PostgreSQL as a Database.
#ifndef PALIER_COMMON_SQL_POSTGRES_H_
#define PALIER_COMMON_SQL_POSTGRES_H_

#include <memory>

#include "absl/status/statusor.h"
#include "common/sql/database.h"

namespace palier::sql {

// Opens a `postgres://` URL; see Open. Writes are SERIALIZABLE and run again after a conflict, up
// to 8 times with growing random pauses; reads are REPEATABLE READ READ ONLY. A connection that the
// server closed is replaced.
absl::StatusOr<std::unique_ptr<Database>> OpenPostgres(const OpenOptions& options);

}  // namespace palier::sql

#endif  // PALIER_COMMON_SQL_POSTGRES_H_
