// SPDX-License-Identifier: Apache-2.0
// Since when projects have been in production: as far as the registry says now, or was seen to say
// before. What it says now is remembered. Thread-safe.
#ifndef PALIER_KPI_API_PRODUCTION_H_
#define PALIER_KPI_API_PRODUCTION_H_

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "kpi/api/context.h"
#include "kpi/domain/saved_time.h"

namespace palier::kpi {

// What the registry says of a project, against what was seen before.
struct SeenProduction {
  Production production;
  // To be remembered: it is earlier than what was seen.
  std::optional<absl::Time> since;
};
SeenProduction ProductionOf(const ProjectStage& stage, std::optional<absl::Time> seen_since,
                            absl::Time now, absl::TimeZone zone);

// Of one project, remembered. Blocks.
absl::StatusOr<Production> SeeProduction(Context& context, const rpc::Call& call,
                                         const ProjectKey& project, absl::TimeZone zone);

// Remembers all. Blocks; does nothing for none.
struct FirstSight {
  ProjectKey project;
  absl::Time since;
};
absl::Status Remember(Context& context, const rpc::Call& call, const std::vector<FirstSight>& seen);

}  // namespace palier::kpi

#endif  // PALIER_KPI_API_PRODUCTION_H_
