// SPDX-License-Identifier: Apache-2.0
// Who used a tool in a period, by team. Each person counts in one team only, the one in which they
// were active on the most days (of equal ones the first by name), so that teams are disjoint and
// their counts add up. Not thread-safe.
#ifndef PALIER_KPI_DOMAIN_ADOPTION_H_
#define PALIER_KPI_DOMAIN_ADOPTION_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "absl/time/civil_time.h"

namespace palier::kpi {

// The use of a tool by the people who count in one team.
struct TeamUse {
  int64_t people = 0;
  // Days on which each of them used it, in whatever team, added up.
  int64_t active_days = 0;

  TeamUse& operator+=(const TeamUse& other);
  friend bool operator==(const TeamUse&, const TeamUse&) = default;
};

class PeriodOfUse {
 public:
  // Takes in that `user` used the tool on that day of the period, in that team (empty: in none).
  // Repeating it changes nothing.
  void Add(const std::string& team, absl::CivilDay day, const std::string& user);

  // Teams in which somebody counts.
  std::map<std::string, TeamUse> Teams() const;
  // How many of these users used it.
  int64_t CountOf(const std::set<std::string>& users) const;

 private:
  using Days = std::set<absl::CivilDay>;
  std::map<std::string, std::map<std::string, Days>> users_;  // by user, by team
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_DOMAIN_ADOPTION_H_
