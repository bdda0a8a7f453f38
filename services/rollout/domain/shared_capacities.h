// SPDX-License-Identifier: Apache-2.0
// The three things that initiatives compete for: hours of teams, money, and the attention of
// sponsors (S1-09).
#ifndef PALIER_ROLLOUT_DOMAIN_SHARED_CAPACITIES_H_
#define PALIER_ROLLOUT_DOMAIN_SHARED_CAPACITIES_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "rollout/domain/planning_model.h"
#include "rollout/domain/rule.h"

namespace palier::rollout {

// What plans take.
struct CapacityClaims {
  // Person-minutes of training by team.
  std::map<std::string, int64_t> training_minutes;
  // In hundredths of one currency.
  int64_t cost = 0;
  // Applications by sponsor.
  std::map<std::string, std::set<std::string>> initiatives;

  // Each deployment of the model, its sessions as long as the limits say.
  void Add(const PlanningModel& model);
};

// What there is. A team or sponsor that is not named has no limit.
struct SharedCapacities {
  // Person-hours by team.
  std::map<std::string, int64_t> training_hours;
  // In the same; none for no limit.
  std::optional<int64_t> budget;
  std::vector<Sponsor> sponsors;
};

// BUDGET, TEAM_HOURS and SPONSOR_LOAD for each that is exceeded, with what is needed and the limit;
// hours rounded up.
std::vector<RuleFinding> ExceededBy(const CapacityClaims& claims, const SharedCapacities& there);

// Takes the claims from what there is, down to nothing.
void Reduce(const CapacityClaims& claims, SharedCapacities& there);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_SHARED_CAPACITIES_H_
