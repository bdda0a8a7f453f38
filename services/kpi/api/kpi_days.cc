// SPDX-License-Identifier: Apache-2.0
#include "kpi/api/kpi_days.h"

#include "kpi/storage/day_fold.h"

namespace palier::kpi {

DayTable::Parts PartsOf(const v1::Kpi& kpi) {
  return {.sketches = kpi.aggregation() == v1::Kpi::MEDIAN ||
                      kpi.aggregation() == v1::Kpi::NINETIETH_PERCENTILE,
          .users = kpi.aggregation() == v1::Kpi::DISTINCT_USERS};
}

absl::StatusOr<KpiDays> ReadDays(sql::Transaction& transaction, const ProjectKey& project,
                                 const std::string& kpi_id, const v1::Kpi& kpi,
                                 const std::string* team, DaySpan days, DayTable::Parts parts) {
  if (kpi.semantics() == v1::Kpi::CUMULATIVE)
    return ReadCounters(transaction, project, kpi_id, team, days);
  return DayTable(transaction, project).Read(kpi_id, team, days, parts);
}

absl::StatusOr<KpiDays> ReadDays(sql::Transaction& transaction, const ProjectKey& project,
                                 const std::string& kpi_id, const v1::Kpi& kpi,
                                 const std::string* team, DaySpan days) {
  return ReadDays(transaction, project, kpi_id, kpi, team, days, PartsOf(kpi));
}

TeamDays OneSeries(const KpiDays& days, const v1::Kpi& kpi, const std::string* team) {
  if (team != nullptr || kpi.semantics() == v1::Kpi::SNAPSHOT) {
    const auto found = days.find(team == nullptr ? "" : *team);
    return found == days.end() ? TeamDays() : found->second;
  }
  TeamDays all;
  for (const auto& [id, of_team] : days) {
    for (const auto& [day, cell] : of_team.cells) all.cells[day].Fold(cell);
    for (const auto& [day, users] : of_team.users) all.users[day].Merge(users);
  }
  return all;
}

}  // namespace palier::kpi
