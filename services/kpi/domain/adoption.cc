// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/adoption.h"

#include <algorithm>

namespace palier::kpi {

TeamUse& TeamUse::operator+=(const TeamUse& other) {
  people += other.people;
  active_days += other.active_days;
  return *this;
}

void PeriodOfUse::Add(const std::string& team, absl::CivilDay day, const std::string& user) {
  users_[user][team].insert(day);
}

std::map<std::string, TeamUse> PeriodOfUse::Teams() const {
  std::map<std::string, TeamUse> teams;
  for (const auto& [user, by_team] : users_) {
    Days days;
    for (const auto& [team, of_team] : by_team) days.insert(of_team.begin(), of_team.end());
    // max_element gives the first of the greatest.
    const auto home = std::max_element(
        by_team.begin(), by_team.end(),
        [](const auto& a, const auto& b) { return a.second.size() < b.second.size(); });
    teams[home->first] += {1, static_cast<int64_t>(days.size())};
  }
  return teams;
}

int64_t PeriodOfUse::CountOf(const std::set<std::string>& users) const {
  return std::count_if(users.begin(), users.end(),
                       [&](const std::string& user) { return users_.count(user) > 0; });
}

}  // namespace palier::kpi
