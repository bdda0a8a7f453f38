// SPDX-License-Identifier: Apache-2.0
// How KPIs were defined in the past, as the change log tells it. Blocks; thread-safe.
#ifndef PALIER_KPI_API_DEFINITION_HISTORY_H_
#define PALIER_KPI_API_DEFINITION_HISTORY_H_

#include <optional>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/resource/store.h"
#include "kpi/api/context.h"

namespace palier::kpi {

// The KPI as it stood at `time`; none if it was not there then. RESOURCE_EXHAUSTED (LIMIT_EXCEEDED)
// past 100,000 changes of it and of what is below it.
absl::StatusOr<std::optional<v1::Kpi>> KpiAt(const resource::Store& store, const KpiKey& kpi,
                                             absl::Time time, absl::Time deadline);

}  // namespace palier::kpi

#endif  // PALIER_KPI_API_DEFINITION_HISTORY_H_
