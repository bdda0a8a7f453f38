// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/shared_capacities.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace palier::rollout {
namespace {

int64_t HoursOf(int64_t minutes) {
  return (minutes + 59) / 60;
}

int64_t MinutesOf(const CapacityClaims& claims, const std::string& team) {
  const auto claimed = claims.training_minutes.find(team);
  return claimed == claims.training_minutes.end() ? 0 : claimed->second;
}

std::string Count(int64_t number) {
  return absl::StrCat(number);
}

std::string Amount(int64_t hundredths) {
  return absl::StrCat(hundredths / 100, ".", absl::Dec(hundredths % 100, absl::kZeroPad2));
}

void AddOver(Rule rule, const std::string& subject, int64_t needed, int64_t limit,
             std::string (*text)(int64_t), std::vector<RuleFinding>& out) {
  if (needed <= limit) return;
  out.push_back({rule, subject, {{"needed", text(needed)}, {"limit", text(limit)}}});
}

}  // namespace

void CapacityClaims::Add(const PlanningModel& model) {
  for (const Deployment& deployment : model.deployments) {
    training_minutes[deployment.team] += int64_t{deployment.people} * model.limits.session_minutes;
    cost += deployment.cost;
    if (!deployment.sponsor.empty()) {
      initiatives[deployment.sponsor].insert(deployment.application);
    }
  }
}

std::vector<RuleFinding> ExceededBy(const CapacityClaims& claims, const SharedCapacities& there) {
  std::vector<RuleFinding> out;
  if (there.budget) AddOver(Rule::kBudget, "budget", claims.cost, *there.budget, Amount, out);
  for (const auto& [team, hours] : there.training_hours) {
    AddOver(Rule::kTeamHours, team, HoursOf(MinutesOf(claims, team)), hours, Count, out);
  }
  for (const Sponsor& sponsor : there.sponsors) {
    const auto carried = claims.initiatives.find(sponsor.id);
    if (carried == claims.initiatives.end()) continue;
    AddOver(Rule::kSponsorLoad, sponsor.id,
            sponsor.active_elsewhere + static_cast<int64_t>(carried->second.size()),
            sponsor.max_active, Count, out);
  }
  return out;
}

void Reduce(const CapacityClaims& claims, SharedCapacities& there) {
  if (there.budget) there.budget = std::max<int64_t>(0, *there.budget - claims.cost);
  for (auto& [team, hours] : there.training_hours) {
    hours = std::max<int64_t>(0, hours - HoursOf(MinutesOf(claims, team)));
  }
}

}  // namespace palier::rollout
