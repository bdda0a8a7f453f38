// SPDX-License-Identifier: Apache-2.0
// A plan as messages.
#ifndef PALIER_ROLLOUT_API_PLAN_MESSAGES_H_
#define PALIER_ROLLOUT_API_PLAN_MESSAGES_H_

#include <string>
#include <vector>

#include "palier/rollout/v1/plan_revision.pb.h"
#include "rollout/domain/plan.h"

namespace palier::rollout {

// The planned waves of the roll-out named `rollout`, with their names, explanations and `revision`.
std::vector<v1::Wave> WavesOf(const Plan& plan, const std::string& rollout,
                              const std::string& revision);

// Everything but planner and plan_time.
v1::PlanSummary SummaryOf(const Plan& plan, int population, const std::string& revision);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_PLAN_MESSAGES_H_
