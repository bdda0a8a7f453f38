// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/capacities.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "rollout/domain/shared_capacities.h"

namespace palier::rollout {
namespace {

using Findings = std::vector<RuleFinding>;

void CheckShared(const PlanningModel& model, Findings& out) {
  CapacityClaims claims;
  claims.Add(model);
  SharedCapacities there;
  there.budget = model.budget;
  there.sponsors = model.sponsors;
  for (const Team& team : model.teams) {
    if (team.training_hours) there.training_hours[team.id] = *team.training_hours;
  }
  for (RuleFinding& finding : ExceededBy(claims, there)) out.push_back(std::move(finding));
}

void CheckWaveRoom(const CompiledModel& model, const Group& group, const std::string& id,
                   Findings& out) {
  const Limits& limits = model.limits();
  const int64_t share = int64_t{model.model().population} * limits.max_wave_permille / 1000;
  const std::string people = absl::StrCat(group.people);
  if (group.people > share) {
    out.push_back({Rule::kWaveShare,
                   id,
                   {{"people", people},
                    {"limit", absl::StrCat(share)},
                    {"population", absl::StrCat(model.model().population)}}});
  }
  if (limits.wave_sizes.empty()) return;
  const auto largest = std::max_element(limits.wave_sizes.begin(), limits.wave_sizes.end());
  if (group.people <= *largest) return;
  const auto number = largest - limits.wave_sizes.begin() + 1;
  out.push_back(
      {Rule::kWaveSize,
       id,
       {{"people", people}, {"limit", absl::StrCat(*largest)}, {"wave", absl::StrCat(number)}}});
}

void CheckTeam(const CompiledModel& model, const Group& group, const std::string& id,
               Findings& out) {
  const Team& team = model.teams()[group.team];
  if (model.TrainingCap(group.team) == 0) {
    out.push_back({Rule::kTeamCapacity, id, {{"people", "1"}, {"limit", "0"}, {"team", team.id}}});
  }
  const int changes = static_cast<int>(group.deployments.size());
  if (changes <= team.saturation) return;
  out.push_back({Rule::kSaturation,
                 id,
                 {{"team", team.id},
                  {"changes", absl::StrCat(changes)},
                  {"limit", absl::StrCat(team.saturation)}}});
}

void CheckChampions(const CompiledModel& model, const Group& group, const std::string& id,
                    Findings& out) {
  const int users_each = model.limits().users_per_champion;
  if (users_each == 0) return;
  int64_t able = 0;
  for (int i = 0; i < static_cast<int>(model.champions().size()); ++i) {
    if (model.SessionsPerWeek(i) > 0 && model.Speaks(i, group.team)) ++able;
  }
  const int64_t needed = (int64_t{group.users} + users_each - 1) / users_each;
  if (needed <= able) return;
  out.push_back({Rule::kChampionShortage,
                 id,
                 {{"needed", absl::StrCat(needed)},
                  {"eligible", absl::StrCat(able)},
                  {"short", absl::StrCat(needed - able)}}});
}

void CheckDates(const CompiledModel& model, const Group& group, Findings& out) {
  if (group.release < model.days()) return;
  out.push_back(model.ReleaseOf(group));
}

void CheckCycle(const CompiledModel& model, Findings& out) {
  std::vector<std::string> cycle = model.FindCycle();
  if (cycle.empty()) return;
  const std::string subject = cycle.front();
  cycle.push_back(subject);
  out.push_back({Rule::kPrerequisiteCycle, subject, {{"cycle", absl::StrJoin(cycle, " <- ")}}});
}

}  // namespace

std::vector<RuleFinding> ImpossibleLimits(const CompiledModel& model) {
  Findings out;
  CheckCycle(model, out);
  CheckShared(model.model(), out);
  for (const Group& group : model.groups()) {
    const std::string& id = model.deployments()[group.deployments.front()].id;
    CheckWaveRoom(model, group, id, out);
    CheckTeam(model, group, id, out);
    CheckChampions(model, group, id, out);
    CheckDates(model, group, out);
  }
  return out;
}

}  // namespace palier::rollout
