// SPDX-License-Identifier: Apache-2.0
// A plan while it runs, as the planner reads it.
#ifndef PALIER_ROLLOUT_API_RUNNING_PLAN_H_
#define PALIER_ROLLOUT_API_RUNNING_PLAN_H_

#include <vector>

#include "absl/status/statusor.h"
#include "palier/rollout/v1/wave.pb.h"
#include "rollout/api/plan_inputs.h"
#include "rollout/domain/standing_plan.h"

namespace palier::rollout {

struct Context;

// What a plan is made anew from.
struct RunningPlan {
  PlanInputs inputs;
  // By number.
  std::vector<v1::Wave> waves;
  PlanInForce in_force;
  // What the roll-out and the registry say now; frozen teams as they were planned.
  PlanningModel model;
};

// Reads the roll-out, its waves and what the registry knows. Frozen are the waves that have
// started; and, unless `notice_days` is below 0, those planned for today or up to so many days from
// it with a gate before them that is not decided against going on. The gate of a wave that started
// late is later by as much. FAILED_PRECONDITION (ILLEGAL_TRANSITION) without a plan, when it is
// over, or when nothing is left to plan; NOT_FOUND, and what GatherInputs and ModelOf return.
absl::StatusOr<RunningPlan> GatherRunningPlan(Context& context, const rpc::Call& call,
                                              const std::string& rollout, int notice_days);

PlannedWave PlannedWaveOf(const v1::Wave& wave, const std::string& application);

// How many waves from the first one stay, as GatherRunningPlan says. `waves` by number.
int FrozenCount(const std::vector<v1::Wave>& waves, const v1::Rollout& rollout,
                absl::CivilDay today, int notice_days);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_RUNNING_PLAN_H_
