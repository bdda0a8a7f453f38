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

// How far a search is.
struct SearchProgress {
  // Schedules built, and at most.
  int64_t schedules = 0;
  int64_t most_schedules = 0;
  // What the best plan so far is worth, as in PlanSearch.
  int64_t value = 0;
  // Makes the best plan so far, which keeps every rule; null while there is none. Costs a schedule,
  // and is valid during the call only.
  std::function<absl::StatusOr<Plan>()> best;
};

struct PlanOptions {
  // How much a searching planner may search, counted in schedules built, so that the answer does
  // not depend on the machine; and in groups placed by all of them, so that it takes seconds for
  // large models too. A planner that does not search reads none of the three.
  int64_t schedules = 1000;
  int64_t placings = 100'000;
  uint64_t seed = 1;
  // Asked now and then while a plan is searched for; an error ends the search and is returned, for
  // example once the caller's time is over. What is found does not depend on it otherwise.
  std::function<absl::Status()> check;
  // Told, when there is one, as often as the check is asked, of a search that goes on.
  std::function<void(const SearchProgress&)> on_progress;
};

class Planner {
 public:
  virtual ~Planner() = default;

  // The plan depends on the content of the model only, not on the order of its lists. It keeps
  // every rule of rule.h. Returns INVALID_ARGUMENT (INVALID_FIELDS) if the model is malformed.
  // Returns FAILED_PRECONDITION (NO_PLAN_FOUND) if no plan was found, with the limits that bind as
  // violations. Returns INTERNAL if the plan breaks a rule, which is a defect, and what the check
  // of the options returns.
  virtual absl::StatusOr<Plan> Make(const PlanningModel& model,
                                    const PlanOptions& options) const = 0;
};

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_PLANNER_H_
