// SPDX-License-Identifier: Apache-2.0
#include "kpi/storage/day_fold.h"

#include "common/status/error.h"
#include "common/status/macros.h"

namespace palier::kpi {

void DayFold::Add(const Version& version) {
  const Measurement& fact = version.fact;
  const absl::CivilDay day = DayOfNumber(version.day);
  if (fact.semantics == Semantics::kCumulative) {
    counters_[{fact.team_id, fact.source_id}].push_back({AsLastValue(fact), day});
    return;
  }
  if (!Holds(version.day)) return;
  TeamDays& team = teams_[fact.team_id];
  team.cells[day].Add(AsLastValue(fact));
  if (fact.user_hash) team.users[day].Add(users_.Of(*fact.user_hash));
}

std::map<std::string, TeamDays> DayFold::Teams() && {
  for (auto& [counter, readings] : counters_) {
    for (const CounterReading& grown : IncreasesOf(std::move(readings))) {
      if (Holds(DayNumber(grown.day))) teams_[counter.first].cells[grown.day].Add(grown.value);
    }
  }
  return std::move(teams_);
}

absl::StatusOr<std::map<std::string, TeamDays>> ReadCounters(sql::Transaction& transaction,
                                                             const ProjectKey& project,
                                                             absl::string_view kpi,
                                                             const std::string* team,
                                                             DaySpan days) {
  DayFold fold(days);
  int64_t count = 0;
  RETURN_IF_ERROR(
      FactTable(transaction, project)
          .FindCounting(kpi, team, {DaySpan().first, days.last}, [&](const Version& version) {
            fold.Add(version);
            return ++count <= kMaxReadings;
          }));
  if (count > kMaxReadings) {
    return status::Error(absl::StatusCode::kResourceExhausted, error::v1::LIMIT_EXCEEDED,
                         {"Counters can be told of KPIs with at most {limit} measurements.",
                          "Des compteurs ne peuvent être dits que de KPI d'au plus {limit} "
                          "mesures."})
        .With("subject", "measurements")
        .With("limit", kMaxReadings);
  }
  return std::move(fold).Teams();
}

}  // namespace palier::kpi
