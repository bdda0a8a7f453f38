// SPDX-License-Identifier: Apache-2.0
// A second pair of eyes: reads a plan against its model and says which rules it breaks.
#ifndef PALIER_ROLLOUT_DOMAIN_PLAN_CHECKER_H_
#define PALIER_ROLLOUT_DOMAIN_PLAN_CHECKER_H_

#include <vector>

#include "rollout/domain/plan.h"
#include "rollout/domain/planning_model.h"
#include "rollout/domain/rule.h"

namespace palier::rollout {

// Every rule that `plan` breaks, empty for a good plan. `model` passes ValidateModel; `plan` may be
// anything. Shares no code with a planner, so that they cannot be wrong together.
std::vector<RuleFinding> CheckPlan(const PlanningModel& model, const Plan& plan);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_PLAN_CHECKER_H_
