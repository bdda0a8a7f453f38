// SPDX-License-Identifier: Apache-2.0
// The waiver of the big-bang guard (S1-44): a wave may then hold more people, or reach more
// departments, than the limits of its roll-out allow.
#ifndef PALIER_ROLLOUT_API_BIG_BANG_H_
#define PALIER_ROLLOUT_API_BIG_BANG_H_

#include "absl/status/status.h"
#include "palier/rollout/v1/plan_revision.pb.h"
#include "rollout/api/context.h"
#include "rollout/api/plan_inputs.h"
#include "rollout/api/wave_records.h"
#include "rollout/domain/condition.h"

namespace palier::rollout {

// Rule of the registry's waivers, and of the explanations of waves that rest on one.
inline constexpr char kBigBang[] = "BIG_BANG";

// Says in each wave behind the first `frozen` that goes beyond the guard that it rests on the
// waiver, and in the warnings of the revision. `population` is what shares are counted against.
void ExplainBigBang(const PlanInputs& inputs, int population, int frozen,
                    v1::PlanRevision& revision);

// BIG_BANG for a wave that rests on a waiver which is not in force any more. Asks the registry for
// the caller; returns its errors.
absl::Status AddUnwaived(Context& context, const rpc::Call& call, const WaveRecord& record,
                         Conditions& unmet);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_BIG_BANG_H_
