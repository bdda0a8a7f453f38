// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/capacity_inputs.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "common/resource/read_all.h"
#include "common/resource/rows.h"
#include "common/status/macros.h"
#include "rollout/api/plan_inputs.h"
#include "rollout/api/wave_records.h"

namespace palier::rollout {
namespace {

using resource::Session;

absl::Status AddPlan(Session& session, const Types& types, const std::string& name, Cents& cents,
                     CapacityClaims& claims) {
  v1::Rollout rollout;
  ASSIGN_OR_RETURN(const bool found, session.Find(types.rollout, name, &rollout));
  const bool counts =
      found && !rollout.has_delete_time() && rollout.state() != v1::Rollout::STOPPED;
  if (!counts) return absl::OkStatus();
  const int minutes = LimitsOf(rollout.limits()).session_minutes;
  ASSIGN_OR_RETURN(const std::vector<v1::Wave> waves, ReadWaves(session, types, name));
  for (const v1::Wave& wave : waves) {
    for (const v1::WaveTeam& team : wave.teams()) {
      claims.training_minutes[IdOf(team.team())] += int64_t{team.people()} * minutes;
      claims.cost += CostOf(rollout, team.people(), cents);
    }
  }
  return absl::OkStatus();
}

void KeepLess(const SharedCapacities& other, SharedCapacities& least) {
  for (const auto& [team, hours] : other.training_hours) {
    const auto [known, added] = least.training_hours.insert({team, hours});
    if (!added) known->second = std::min(known->second, hours);
  }
  if (other.budget) least.budget = std::min(least.budget.value_or(*other.budget), *other.budget);
}

}  // namespace

int64_t CostOf(const v1::Rollout& rollout, int people, Cents& cents) {
  return cents.Of(rollout.cost_per_team(), "rollout.cost_per_team") +
         people * cents.Of(rollout.cost_per_user(), "rollout.cost_per_user");
}

absl::StatusOr<SharedCapacities> LeftBy(Session& session, const Types& types,
                                        const v1::Programme& programme,
                                        const std::set<std::string>& but_for) {
  const v1::ProgrammeCapacity& capacity = programme.capacity();
  SharedCapacities left;
  Cents cents;
  if (capacity.has_budget()) {
    left.budget = cents.Of(capacity.budget(), "programme.capacity.budget");
  }
  for (const v1::TeamHours& team : capacity.team_hours()) {
    left.training_hours[IdOf(team.team())] = team.hours();
  }
  if (!left.budget && left.training_hours.empty()) return left;
  CapacityClaims claims;
  for (const std::string& rollout : programme.rollouts()) {
    if (but_for.contains(rollout)) continue;
    RETURN_IF_ERROR(AddPlan(session, types, rollout, cents, claims));
  }
  // Of those that are left out, the currency at least.
  for (const std::string& rollout : but_for) {
    v1::Rollout asked;
    RETURN_IF_ERROR(session.Find(types.rollout, rollout, &asked).status());
    CostOf(asked, 0, cents);
  }
  if (left.budget) RETURN_IF_ERROR(cents.ToStatus());
  Reduce(claims, left);
  return left;
}

absl::StatusOr<SharedCapacities> LeftTo(Session& session, const Types& types,
                                        const std::string& rollout) {
  std::vector<v1::Programme> programmes;
  RETURN_IF_ERROR(
      resource::ReadAll(session, types.programme, resource::ParentOf(rollout), programmes));
  SharedCapacities least;
  for (const v1::Programme& programme : programmes) {
    const auto& rollouts = programme.rollouts();
    if (std::find(rollouts.begin(), rollouts.end(), rollout) == rollouts.end()) continue;
    ASSIGN_OR_RETURN(const SharedCapacities left, LeftBy(session, types, programme, {rollout}));
    KeepLess(left, least);
  }
  return least;
}

}  // namespace palier::rollout
