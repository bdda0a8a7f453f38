// SPDX-License-Identifier: Apache-2.0
// The second pair of eyes on a plan that takes the place of another.
#ifndef PALIER_ROLLOUT_DOMAIN_REPLAN_CHECKER_H_
#define PALIER_ROLLOUT_DOMAIN_REPLAN_CHECKER_H_

#include <vector>

#include "rollout/domain/plan.h"
#include "rollout/domain/planning_model.h"
#include "rollout/domain/rule.h"
#include "rollout/domain/standing_plan.h"

namespace palier::rollout {

// Every rule that `plan` breaks in the place of `in_force`, empty for a good plan: FROZEN where a
// wave that stays is not there exactly as it was, NOTICE where another starts too early, and what
// CheckPlan says but for what the frozen waves break by themselves. `model` passes ValidateModel;
// `plan` may be anything.
std::vector<RuleFinding> CheckReplan(const PlanningModel& model, const PlanInForce& in_force,
                                     const Plan& plan);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_REPLAN_CHECKER_H_
