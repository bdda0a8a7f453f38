// SPDX-License-Identifier: Apache-2.0
// The search for the schedule that is worth most.
#ifndef PALIER_ROLLOUT_SCHEDULE_VALUE_SEARCH_H_
#define PALIER_ROLLOUT_SCHEDULE_VALUE_SEARCH_H_

#include "absl/status/statusor.h"
#include "rollout/schedule/model.h"
#include "rollout/schedule/search.h"
#include "rollout/schedule/serial_decoder.h"

namespace palier::schedule {

// Small models are tried out (exact_search.h), which also proves that nothing is better, or that
// there is no schedule (FAILED_PRECONDITION). Others by iterated local search over orders (moves of
// one activity or a block, delays; worse orders accepted within a threshold that falls to 0: Dueck
// and Scheuer 1990), begun with the best of FirstOrders and, when it is not empty, with `known`, so
// that the answer is never worse than a schedule one already has. The bound is then what each
// activity would be worth by itself. NOT_FOUND when no order led to a schedule, which is no proof
// that there is none. INVALID_ARGUMENT for a model that Validate refuses, values of another size,
// or a known schedule that breaks a rule. Searches on one island and one thread, whatever the
// options say, and proofs of small models report no progress.
absl::StatusOr<Found> MaximiseValue(const Model& model, const Values& values,
                                    const SearchOptions& options, const Starts& known = {});

// What no schedule can be worth more than: each activity at its best start, whatever the others do.
int64_t BoundOf(const Model& model, const Values& values);

}  // namespace palier::schedule

#endif  // PALIER_ROLLOUT_SCHEDULE_VALUE_SEARCH_H_
