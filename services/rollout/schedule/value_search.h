// SPDX-License-Identifier: Apache-2.0
// The search for the schedule that is worth most.
#ifndef PALIER_ROLLOUT_SCHEDULE_VALUE_SEARCH_H_
#define PALIER_ROLLOUT_SCHEDULE_VALUE_SEARCH_H_

#include "absl/status/statusor.h"
#include "rollout/schedule/model.h"
#include "rollout/schedule/search.h"
#include "rollout/schedule/serial_decoder.h"

namespace palier::schedule {

// Iterated local search over orders (moves of one activity or a block, worse orders accepted within
// a threshold that falls to 0: Dueck and Scheuer 1990), begun with the best of FirstOrders and,
// when it is not empty, of `known`, so that the answer is never worse than a schedule one already
// has. The bound is what each activity would be worth by itself. INVALID_ARGUMENT for a model that
// Validate refuses or values of another size; NOT_FOUND when no order led to a schedule, which is
// no proof that there is none.
absl::StatusOr<Found> MaximiseValue(const Model& model, const Values& values,
                                    const SearchOptions& options, const Starts& known = {});

// What no schedule can be worth more than: each activity at its best start, whatever the others do.
int64_t BoundOf(const Model& model, const Values& values);

}  // namespace palier::schedule

#endif  // PALIER_ROLLOUT_SCHEDULE_VALUE_SEARCH_H_
