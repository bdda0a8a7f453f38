// SPDX-License-Identifier: Apache-2.0
// From a roll-out and what the registry says to the model that a planner reads.
#ifndef PALIER_ROLLOUT_API_PLAN_INPUTS_H_
#define PALIER_ROLLOUT_API_PLAN_INPUTS_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/resource/rows.h"
#include "common/rpc/call.h"
#include "palier/registry/v1/organization.pb.h"
#include "palier/registry/v1/project.pb.h"
#include "palier/registry/v1/structure.pb.h"
#include "palier/rollout/v1/champion.pb.h"
#include "palier/rollout/v1/rollout.pb.h"
#include "rollout/api/champion_bookings.h"
#include "rollout/api/dependency_states.h"
#include "rollout/domain/planning_model.h"
#include "rollout/domain/shared_capacities.h"

namespace palier::rollout {

// Everything a plan is made from.
struct PlanInputs {
  v1::Rollout rollout;
  // All champions of the organisation, by name.
  std::vector<v1::Champion> champions;
  registry::v1::Organization organization;
  registry::v1::Project project;
  // By resource name: those of the roll-out and of the champions that exist.
  std::map<std::string, registry::v1::Team> teams;
  // Where the organisation is.
  absl::CivilDay today;
  // The other projects of its cluster.
  std::vector<registry::v1::Project> members;
  std::vector<DependencyState> dependencies;
  // What the champions hold in other roll-outs.
  ChampionBookings booked;
  // What its programmes leave to it; without sponsors.
  SharedCapacities left;
  // Active projects of the project's sponsor, and how many of them a sponsor can carry. Empty
  // without a sponsor.
  std::set<std::string> sponsored;
  int sponsor_capacity = 0;
  // Waiver of the big-bang guard in force for the project; empty without one.
  std::string big_bang_waiver;
};

struct Context;
// Reads the roll-out and, for the caller, what the registry knows of it. NOT_FOUND, and the errors
// of the registry.
absl::StatusOr<PlanInputs> GatherInputs(Context& context, const rpc::Call& call,
                                        const std::string& rollout);

// What the model calls teams and champions.
using resource::IdOf;

// The presets, and what the roll-out sets.
Limits LimitsOf(const v1::Limits& limits);
// How old a drill may be, 0 for any (S1-32).
int MaxDrillAgeDays(const v1::Limits& limits);

// Ids of teams and champions are the last of their names; a deployment has the id of its team.
// Returns INVALID_ARGUMENT (INVALID_FIELDS) for a team that does not exist, or more people than the
// team has.
absl::StatusOr<PlanningModel> ModelOf(const PlanInputs& inputs);

std::vector<v1::Explanation> WarningsOf(const PlanInputs& inputs, const PlanningModel& model);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_PLAN_INPUTS_H_
