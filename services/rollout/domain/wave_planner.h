// SPDX-License-Identifier: Apache-2.0
// The planner: waves one after the other, each as full as the rules allow, in the order that brings
// most use soonest.
#ifndef PALIER_ROLLOUT_DOMAIN_WAVE_PLANNER_H_
#define PALIER_ROLLOUT_DOMAIN_WAVE_PLANNER_H_

#include "absl/status/statusor.h"
#include "rollout/domain/planner.h"

namespace palier::rollout {

// A wave starts as soon as one group of deployments may, and is filled in an order of priority. The
// planner begins with four orders (deadline, value for each person, readiness; largest first;
// smallest first; most new champions first) and goes on by local search (schedule/order_search.h),
// or tries every order when there are few. Of the plans found it returns the one worth most:
// the days each deployment is live within the horizon, times its value per week, or its people
// where no deployment has a value; then the one that is over first. A plan it does not find may
// still exist; the error says which (metadata "proven"). Stateless, thread-safe.
class WavePlanner : public Planner {
 public:
  absl::StatusOr<Plan> Make(const PlanningModel& model, const PlanOptions& options) const override;
};

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_WAVE_PLANNER_H_
