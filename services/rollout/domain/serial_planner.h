// SPDX-License-Identifier: Apache-2.0
// The planner that always answers at once: waves one after the other, each as full as the rules
// allow.
#ifndef PALIER_ROLLOUT_DOMAIN_SERIAL_PLANNER_H_
#define PALIER_ROLLOUT_DOMAIN_SERIAL_PLANNER_H_

#include "absl/status/statusor.h"
#include "rollout/domain/planner.h"

namespace palier::rollout {

// Fills wave after wave in a fixed order of priority: deadline, value for each person, readiness,
// id. A wave starts as soon as one group of deployments may. When a limit leaves no way on, other
// orders are tried: largest first, smallest first, most new champions first. Does not search beyond
// that, so a plan it does not find may still exist; the error says which (metadata "proven").
// Stateless, thread-safe.
class SerialPlanner : public Planner {
 public:
  absl::StatusOr<Plan> Make(const PlanningModel& model, const PlanOptions& options) const override;
};

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_SERIAL_PLANNER_H_
