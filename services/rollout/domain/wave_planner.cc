// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/wave_planner.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "rollout/domain/capacities.h"
#include "rollout/domain/compiled_model.h"
#include "rollout/domain/plan_checker.h"
#include "rollout/domain/wave_search.h"

namespace palier::rollout {
namespace {

absl::StatusOr<Plan> Checked(const PlanningModel& model, Plan plan) {
  const std::vector<RuleFinding> broken = CheckPlan(model, plan);
  if (broken.empty()) return plan;
  return status::Internal(absl::StrCat("the plan breaks ", RuleName(broken.front().rule), " for ",
                                       broken.front().subject, ": ", TextOf(broken.front()).en));
}

}  // namespace

absl::StatusOr<Plan> WavePlanner::Make(const PlanningModel& model,
                                       const PlanOptions& options) const {
  RETURN_IF_ERROR(ValidateModel(model));
  const CompiledModel compiled(model);
  if (const std::vector<RuleFinding> limits = ImpossibleLimits(compiled); !limits.empty()) {
    return NoPlanFound(limits.front().subject, true, limits);
  }
  ASSIGN_OR_RETURN(Plan plan, SearchWaves(compiled, nullptr, options));
  return Checked(model, std::move(plan));
}

}  // namespace palier::rollout
