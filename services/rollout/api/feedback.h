// SPDX-License-Identifier: Apache-2.0
// What people said of a project: comments that kpi holds, expectations that the registry holds.
#ifndef PALIER_ROLLOUT_API_FEEDBACK_H_
#define PALIER_ROLLOUT_API_FEEDBACK_H_

#include "rollout/api/context.h"
#include "rollout/api/wave_records.h"
#include "rollout/domain/condition.h"

namespace palier::rollout {

// Adds what was said since the wave before this one started and is not triaged (S1-36): comments of
// surveys that closed since, and open expectations of its teams. Nothing for the first wave.
// Returns the errors of kpi and of the registry.
absl::Status AddUntriaged(Context& context, const rpc::Call& call, const WaveRecord& record,
                          Conditions& unmet);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_FEEDBACK_H_
