// SPDX-License-Identifier: Apache-2.0
// The engine that makes a plan; engines of different strength stand behind it.
#ifndef PALIER_ROLLOUT_DOMAIN_PLANNER_H_
#define PALIER_ROLLOUT_DOMAIN_PLANNER_H_

#include <cstdint>
#include <functional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "rollout/domain/plan.h"
#include "rollout/domain/planning_model.h"

namespace palier::rollout {

struct PlanOptions {
  // How much a searching planner may search, counted in schedules built, so that the answer does
  // not depend on the machine. A planner that does not search reads neither field.
  int64_t schedules = 1000;
  uint64_t seed = 1;
  // Asked now and then while a plan is searched for; an error ends the search and is returned, for
  // example once the caller's time is over. What is found does not depend on it otherwise.
  std::function<absl::Status()> check;
};

class Planner {
 public:
  virtual ~Planner() = default;

  // The plan depends on the content of the model only, not on the order of its lists. It keeps
  // every rule of rule.h. Returns INVALID_ARGUMENT (INVALID_FIELDS) if the model is malformed.
  // Returns FAILED_PRECONDITION (NO_PLAN_FOUND) if no plan was found, with the limits that bind as
  // violations. Returns INTERNAL if the plan breaks a rule, which is a defect, and what the check of
  // the options returns.
  virtual absl::StatusOr<Plan> Make(const PlanningModel& model,
                                    const PlanOptions& options) const = 0;
};

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_PLANNER_H_
