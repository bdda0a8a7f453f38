// SPDX-License-Identifier: Apache-2.0
// How a plan takes the place of the one before it in the store.
#ifndef PALIER_ROLLOUT_API_PLAN_STORE_H_
#define PALIER_ROLLOUT_API_PLAN_STORE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/resource/store.h"
#include "palier/rollout/v1/plan_revision.pb.h"
#include "rollout/api/plan_inputs.h"
#include "rollout/domain/plan.h"
#include "rollout/storage/types.h"

namespace palier::rollout {

// The next revision of the roll-out: number, name, summary, warnings and what it was planned from;
// without waves.
v1::PlanRevision NextRevision(const PlanInputs& inputs, const PlanningModel& model,
                              const Plan& plan, const std::string& planner, absl::Time now);

// FAILED_PRECONDITION (ILLEGAL_TRANSITION) when one of the roll-out's waves behind the first
// `frozen` is not PLANNED any more.
absl::Status CheckReplaceable(resource::Session& session, const Types& types,
                              const std::string& rollout, int frozen);

// Stores the waves of the revision in the place of those there are, the revision, and the roll-out
// with its summary. The first `frozen` waves are not touched; the others must still be PLANNED,
// else FAILED_PRECONDITION (ILLEGAL_TRANSITION). ABORTED (ETAG_MISMATCH) when the roll-out has
// changed since it was read, or one of the waves in `read`; ABORTED (CONTENTION) when another plan
// has since taken hours of a champion that this one needs.
absl::Status StorePlan(resource::Session& session, const Types& types, const PlanInputs& inputs,
                       const std::vector<v1::Wave>& read, int frozen, v1::PlanRevision& revision);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_PLAN_STORE_H_
