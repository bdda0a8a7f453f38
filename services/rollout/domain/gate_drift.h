// SPDX-License-Identifier: Apache-2.0
// Whether the figure of a criterion slides away from where it was.
#ifndef PALIER_ROLLOUT_DOMAIN_GATE_DRIFT_H_
#define PALIER_ROLLOUT_DOMAIN_GATE_DRIFT_H_

#include <optional>

#include "absl/time/civil_time.h"
#include "rollout/domain/gate_criteria.h"
#include "rollout/domain/gate_figures.h"

namespace palier::rollout {

// The day on which some course began to slide the wrong way, the first of them; none where none
// does. Each has a CUSUM of its own (k = 0.5, h = 5, self-starting): courses of one wave's people
// do not jump when the next ones join. Without a shift it alarms once in about 900 periods. The
// scatter is at least one person, and nothing is said of fewer than five periods.
std::optional<absl::CivilDay> DriftOf(const Criterion& criterion,
                                      const CriterionEvidence& evidence);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_GATE_DRIFT_H_
