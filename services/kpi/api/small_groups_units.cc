// SPDX-License-Identifier: Apache-2.0
#include "kpi/api/small_groups_units.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "kpi/api/context.h"

namespace palier::kpi {

Units::Units(const std::string& organization, const std::vector<TeamPlace>& teams) {
  units_.push_back({absl::StrCat("organizations/", organization)});
  std::map<std::string, int> departments;
  for (const TeamPlace& team : teams) {
    if (!team.department.empty()) departments[team.department] = 0;
  }
  for (auto& [name, index] : departments) {
    index = static_cast<int>(units_.size());
    units_.push_back({name, "", 0});
  }
  std::map<std::string, const TeamPlace*> sorted;
  for (const TeamPlace& team : teams) sorted[team.team] = &team;
  for (const auto& [name, team] : sorted) {
    by_team_[LastIdOf(name)] = units_.size();
    const int parent = team->department.empty() ? 0 : departments[team->department];
    units_.push_back({name, team->department, parent, team->headcount, true});
  }
}

size_t Units::IndexOf(absl::string_view team_id) const {
  const auto found = by_team_.find(std::string(team_id));
  return found == by_team_.end() ? 0 : found->second;
}

std::vector<bool> Units::Shown(const std::vector<Crowd>& own) const {
  std::vector<Group> groups;
  for (size_t i = 0; i < units_.size(); ++i) {
    groups.push_back({units_[i].name, units_[i].parent, own[i]});
  }
  return ShownGroups(groups);
}

}  // namespace palier::kpi
