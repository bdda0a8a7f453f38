// SPDX-License-Identifier: Apache-2.0
// The units of an organisation that answers about people are told for: the organisation itself, the
// departments of its teams, the teams. Immutable.
#ifndef PALIER_KPI_API_SMALL_GROUPS_UNITS_H_
#define PALIER_KPI_API_SMALL_GROUPS_UNITS_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "kpi/api/registry_view.h"
#include "kpi/domain/small_groups.h"

namespace palier::kpi {

struct Unit {
  // Resource names; `department` only of a team that has one.
  std::string name;
  std::string department;
  // Index of the unit that it is part of, below its own; -1 for the organisation.
  int parent = -1;
  int64_t headcount = 0;
  bool is_team = false;
};

class Units {
 public:
  Units(const std::string& organization, const std::vector<TeamPlace>& teams);

  // The organisation first, then the departments, then the teams, by name.
  const std::vector<Unit>& all() const { return units_; }
  // Where people of the team with that id count: in the organisation alone if the registry knows no
  // such team.
  size_t IndexOf(absl::string_view team_id) const;

  // Which units may be shown; `own` has the people who count in each unit and in none below it.
  std::vector<bool> Shown(const std::vector<Crowd>& own) const;

  // What each unit has with all below it, of what it has alone.
  template <typename Sum>
  std::vector<Sum> Totals(std::vector<Sum> own) const {
    for (size_t i = units_.size(); i-- > 1;) own[units_[i].parent] += own[i];
    return own;
  }

 private:
  std::vector<Unit> units_;
  absl::flat_hash_map<std::string, size_t> by_team_;
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_API_SMALL_GROUPS_UNITS_H_
