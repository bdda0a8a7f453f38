// SPDX-License-Identifier: Apache-2.0
#include "absl/strings/match.h"
#include "common/sql/database.h"
#include "common/sql/postgres.h"
#include "common/sql/sqlite.h"
#include "common/status/error.h"

namespace palier::sql {

absl::StatusOr<std::unique_ptr<Database>> Open(const OpenOptions& options) {
  if (absl::StartsWith(options.url, "sqlite:") && options.url.size() > 7) {
    return OpenSqlite(options);
  }
  if (absl::StartsWith(options.url, "postgres://") ||
      absl::StartsWith(options.url, "postgresql://")) {
    return OpenPostgres(options);
  }
  return status::InvalidField("store", {"Must begin with sqlite: or postgres://.",
                                        "Doit commencer par sqlite: ou postgres://."});
}

}  // namespace palier::sql
