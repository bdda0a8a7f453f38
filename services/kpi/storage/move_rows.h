// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_KPI_STORAGE_MOVE_ROWS_H_
#define PALIER_KPI_STORAGE_MOVE_ROWS_H_

#include "absl/status/status.h"
#include "common/sql/database.h"

namespace palier::kpi {

// Moves measurements from the table of rows, where they were before there were segments, into
// segments: each project in one transaction. Does nothing where there are none. Call it after
// Migrate and before anything is written. Processes of an older version that write to the same
// store must have ended: what they write afterwards would not be seen.
absl::Status MoveRows(sql::Database& database);

}  // namespace palier::kpi

#endif  // PALIER_KPI_STORAGE_MOVE_ROWS_H_
