// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_KPI_STORAGE_MIGRATIONS_H_
#define PALIER_KPI_STORAGE_MIGRATIONS_H_

#include "absl/types/span.h"
#include "common/sql/database.h"

namespace palier::kpi {

// The tables of this service beside those of common/resource.
absl::Span<const sql::Migration> Migrations();

}  // namespace palier::kpi

#endif  // PALIER_KPI_STORAGE_MIGRATIONS_H_
