// SPDX-License-Identifier: Apache-2.0
// The limits that no order of waves can satisfy: found before planning, and proofs that no plan
// exists.
#ifndef PALIER_ROLLOUT_DOMAIN_CAPACITIES_H_
#define PALIER_ROLLOUT_DOMAIN_CAPACITIES_H_

#include <vector>

#include "rollout/domain/compiled_model.h"
#include "rollout/domain/rule.h"

namespace palier::rollout {

// The three capacities of a programme (hours of a team, budget, attention of a sponsor; S1-09),
// cycles, and what is too large for any wave. Empty when nothing speaks against a plan.
std::vector<RuleFinding> ImpossibleLimits(const CompiledModel& model);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_CAPACITIES_H_
