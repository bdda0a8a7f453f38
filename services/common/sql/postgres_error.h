// SPDX-License-Identifier: Apache-2.0
// PostgreSQL's errors as those that common/sql/database.h promises.
#ifndef PALIER_COMMON_SQL_POSTGRES_ERROR_H_
#define PALIER_COMMON_SQL_POSTGRES_ERROR_H_

#include <libpq-fe.h>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace palier::sql {

// The error of a failed result, by its SQLSTATE (PostgreSQL manual, appendix A).
absl::Status PostgresError(const PGresult* result);
absl::Status PostgresError(absl::string_view sqlstate, absl::string_view message,
                           absl::string_view constraint);

}  // namespace palier::sql

#endif  // PALIER_COMMON_SQL_POSTGRES_ERROR_H_
