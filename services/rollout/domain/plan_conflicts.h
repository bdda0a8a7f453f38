// SPDX-License-Identifier: Apache-2.0
// Where plans of several roll-outs want the same at the same time (S0-15).
#ifndef PALIER_ROLLOUT_DOMAIN_PLAN_CONFLICTS_H_
#define PALIER_ROLLOUT_DOMAIN_PLAN_CONFLICTS_H_

#include <compare>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/status/error.h"

namespace palier::rollout {

// What is wanted. The numbers are those of v1.PlanConflict.Kind.
struct WantedThing {
  enum class Kind { kTeam = 1, kChampion, kSponsor };
  Kind kind = Kind::kTeam;
  // Resource name.
  std::string name;
  friend auto operator<=>(const WantedThing&, const WantedThing&) = default;
};

// A roll-out wants something from the first day to the last.
struct PlanClaim {
  WantedThing wanted;
  std::string rollout;
  absl::CivilDay first, last;
};

struct PlanConflict {
  WantedThing wanted;
  std::set<std::string> rollouts;
  absl::CivilDay first, last;
  // How many there may be at once.
  int bearable = 1;
  friend bool operator==(const PlanConflict&, const PlanConflict&) = default;
};

// Each longest stretch of days on which more roll-outs want the same than it bears, with all that
// want it in that time; by what is wanted, then by day. `bearable` for what bears another number
// than one; never negative.
std::vector<PlanConflict> ConflictsOf(const std::vector<PlanClaim>& claims,
                                      const std::map<WantedThing, int>& bearable);

// The conflict as a sentence; names are shortened to ids.
status::Text TextOf(const PlanConflict& conflict);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_PLAN_CONFLICTS_H_
