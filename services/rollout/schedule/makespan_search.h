// SPDX-License-Identifier: Apache-2.0
// The shortest schedule of a model whose activities wait for one another and share resources.
#ifndef PALIER_ROLLOUT_SCHEDULE_MAKESPAN_SEARCH_H_
#define PALIER_ROLLOUT_SCHEDULE_MAKESPAN_SEARCH_H_

#include "absl/status/statusor.h"
#include "rollout/schedule/model.h"
#include "rollout/schedule/search.h"

namespace palier::schedule {

// A genetic algorithm on each island (makespan_island.h), ended early by a schedule as short as the
// bound (bounds.h). Objective and bound are makespans.
//
// INVALID_ARGUMENT for supplies, growths, a budget, demands over a part of a duration, negative
// lags, fewer than one decode, island or thread, and what Validate() refuses.
// FAILED_PRECONDITION when no schedule exists; NOT_FOUND when none was found that keeps all
// deadlines and the horizon, which proves nothing.
absl::StatusOr<Found> MinimiseMakespan(const Model& model, const SearchOptions& options);

}  // namespace palier::schedule

#endif  // PALIER_ROLLOUT_SCHEDULE_MAKESPAN_SEARCH_H_
