// SPDX-License-Identifier: Apache-2.0
// The shortest schedule under minimal and maximal time lags, where already to find any is hard.
#ifndef PALIER_ROLLOUT_SCHEDULE_LAG_SEARCH_H_
#define PALIER_ROLLOUT_SCHEDULE_LAG_SEARCH_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "rollout/schedule/model.h"
#include "rollout/schedule/search.h"

namespace palier::schedule {

// Branch and bound on conflicts of resources: of the activities that overdraw one, some must wait
// for another one (De Reyck and Herroelen 1998). Looks at `nodes` nodes at most, which count as
// decodes; the schedule found is the shortest when `Found::proven()`, which it always is before the
// nodes are used up.
//
// INVALID_ARGUMENT for supplies, growths, a budget, demands over a part of a duration and what
// Validate() refuses. FAILED_PRECONDITION when no schedule exists: arcs in a circle that lengthens
// itself, or everything tried. NOT_FOUND when the nodes were used up without one, which proves
// nothing.
// Meant for small models: INVALID_ARGUMENT where Propagation::IsFor() says no.
absl::StatusOr<Found> MinimiseMakespanWithLags(const Model& model, int64_t nodes);

}  // namespace palier::schedule

#endif  // PALIER_ROLLOUT_SCHEDULE_LAG_SEARCH_H_
