// SPDX-License-Identifier: Apache-2.0
// Small models, with proof: every schedule is tried, or known to be worse than one that was.
#ifndef PALIER_ROLLOUT_SCHEDULE_EXACT_SEARCH_H_
#define PALIER_ROLLOUT_SCHEDULE_EXACT_SEARCH_H_

#include <cstdint>

#include "rollout/schedule/model.h"
#include "rollout/schedule/serial_decoder.h"

namespace palier::schedule {

struct Exact {
  // Whether nothing is left to try: then `starts` is the best schedule there is, or empty because
  // there is none.
  bool exhausted = false;
  Starts starts;
  int64_t value = 0;
  int64_t nodes = 0;
};

// Walks through time and decides in each period what starts, at most `nodes` times. The model
// passes Validate; `values` has one list for each activity.
Exact SearchAll(const Model& model, const Values& values, int64_t nodes);

}  // namespace palier::schedule

#endif  // PALIER_ROLLOUT_SCHEDULE_EXACT_SEARCH_H_
