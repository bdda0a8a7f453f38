// SPDX-License-Identifier: Apache-2.0
// Since when projects are known to be in production. Made for a reading of the registry's present,
// which does not say what was before: the earliest time that was ever seen stands, so that what is
// told later is never less than what was told before.
#ifndef PALIER_KPI_STORAGE_SAVED_TIME_PRODUCTION_H_
#define PALIER_KPI_STORAGE_SAVED_TIME_PRODUCTION_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "kpi/storage/project_key.h"

namespace palier::kpi {

absl::StatusOr<std::optional<absl::Time>> ProductionSince(sql::Transaction& transaction,
                                                          const ProjectKey& project);
absl::Status SeeInProduction(sql::Transaction& transaction, const ProjectKey& project,
                             absl::Time since);

}  // namespace palier::kpi

#endif  // PALIER_KPI_STORAGE_SAVED_TIME_PRODUCTION_H_
