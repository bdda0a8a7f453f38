// SPDX-License-Identifier: Apache-2.0
// What no schedule can be shorter than.
#ifndef PALIER_ROLLOUT_SCHEDULE_BOUNDS_H_
#define PALIER_ROLLOUT_SCHEDULE_BOUNDS_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "rollout/schedule/model.h"

namespace palier::schedule {

struct MakespanBounds {
  // The longest chain of arcs, with releases.
  int critical_path = 0;
  // What a resource needs for the energy of all its activities, or of those that begin late or have
  // much after them.
  int energy = 0;
  // The best that was proven: every shorter end leads to a contradiction (destructive bound, Klein
  // and Scholl 1999). Never below the other two.
  int proven = 0;
};

// `effort` bounds the contradictions looked for; 0 for none. Demands are those of the makespan
// searches: others are INVALID_ARGUMENT. FAILED_PRECONDITION when no schedule exists.
absl::StatusOr<MakespanBounds> BoundMakespan(const Model& model, int effort = 2'000);

}  // namespace palier::schedule

#endif  // PALIER_ROLLOUT_SCHEDULE_BOUNDS_H_
