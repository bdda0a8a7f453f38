// SPDX-License-Identifier: Apache-2.0
#include "reporting/monitoring/monitoring.h"

#include <algorithm>
#include <map>
#include <utility>

#include "reporting/figures/figure.h"
#include "reporting/model/measures.h"
#include "reporting/model/peer_facts.h"

namespace palier::reporting {
namespace {

using kpi::v1::Adoption;
using kpi::v1::AdoptionUnit;

std::vector<std::string> GroupsOf(Grouping grouping, const registry::v1::Project& project) {
  if (grouping == Grouping::kDepartment) return {project.department()};
  if (project.applications().empty()) return {""};
  return {project.applications().begin(), project.applications().end()};
}

void AddTeam(const AdoptionUnit& unit, Panels& to) {
  if (unit.hidden()) {
    ++to.hidden_teams;
    return;
  }
  ++to.told_teams;
  to.regular_teams += IsRegular(unit);
  to.hardly_using += !IsRegular(unit);
  to.champions += unit.quadrant() == AdoptionUnit::CHAMPION;
  to.captives += unit.quadrant() == AdoptionUnit::CAPTIVE;
  to.promising += unit.quadrant() == AdoptionUnit::PROMISING;
  to.distant += unit.quadrant() == AdoptionUnit::DISTANT;
}

void AddAdoption(const Adoption& adoption, Panels& to) {
  const kpi::v1::AdoptionPeriod* const period = LastPeriod(adoption);
  if (period == nullptr) return;
  for (const AdoptionUnit& unit : period->units())
    if (IsTeam(unit)) AddTeam(unit, to);
  if (const AdoptionUnit* const whole = WholeOf(*period)) {
    to.users = to.users.value_or(0) + whole->active_user_count();
    to.user_days += static_cast<double>(whole->active_day_count());
  }
  for (const kpi::v1::AdoptionBenefit& benefit : adoption.benefits()) {
    to.performance.push_back({benefit.kpi(), benefit.display_name(), benefit.unit(),
                              benefit.decimal(), period->label()});
  }
}

void AddTraining(const RolloutFacts& facts, const std::string& project, Panels& to) {
  for (const auto& [name, dossier] : facts.rollouts) {
    if (dossier.rollout.project() != project || dossier.learning.withheld()) continue;
    if (dossier.learning.key_user_count() == 0) continue;
    to.key_users = to.key_users.value_or(0) + dossier.learning.key_user_count();
    to.trained_key_users =
        to.trained_key_users.value_or(0) + dossier.learning.trained_key_user_count();
  }
}

void AddReturns(Grouping grouping, const kpi::v1::QueryReturnsResponse& returns,
                std::map<std::string, Panels>& groups) {
  const auto& told =
      grouping == Grouping::kApplication ? returns.applications() : returns.domains();
  for (const kpi::v1::GroupReturns& group : told) {
    const auto found = groups.find(group.group());
    if (found != groups.end()) found->second.returns = group.figures();
  }
}

}  // namespace

std::vector<Panels> PanelsBy(Grouping grouping, const PortfolioModel& model) {
  std::map<std::string, Panels> groups;
  for (const auto& [name, dossier] : model.dossiers) {
    if (!IsAlive(dossier->project)) continue;
    for (const std::string& group : GroupsOf(grouping, dossier->project)) {
      Panels& panels = groups[group];
      panels.group = group;
      panels.projects.push_back(name);
      if (model.kpi.facts != nullptr) {
        const auto measures = model.kpi.facts->projects.find(name);
        const bool is_told =
            measures != model.kpi.facts->projects.end() && measures->second.adoption.has_value();
        if (is_told) AddAdoption(*measures->second.adoption, panels);
      }
      if (model.rollout.facts != nullptr) AddTraining(*model.rollout.facts, name, panels);
    }
  }
  if (model.kpi.facts != nullptr && model.kpi.facts->returns.has_value())
    AddReturns(grouping, *model.kpi.facts->returns, groups);
  std::vector<Panels> all;
  for (auto& [name, panels] : groups) all.push_back(std::move(panels));
  std::stable_sort(all.begin(), all.end(), [](const Panels& a, const Panels& b) {
    return a.users.value_or(-1) > b.users.value_or(-1);
  });
  return all;
}

}  // namespace palier::reporting
