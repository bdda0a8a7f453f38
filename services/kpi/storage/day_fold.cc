// SPDX-License-Identifier: Apache-2.0
#include "kpi/storage/day_fold.h"

#include "common/status/limit.h"
#include "common/status/macros.h"

namespace palier::kpi {

void DayFold::Add(const Version& version) {
  const Measurement& fact = version.fact;
  const absl::CivilDay day = DayOfNumber(version.day);
  if (fact.semantics == Semantics::kCumulative) {
    return AddReading(fact.team_id, fact.source_id,
                      {fact.event_time_us, fact.order_key, fact.value, day});
  }
  if (!Holds(version.day)) return;
  TeamDays& team = teams_[fact.team_id];
  team.cells[day].Add(AsLastValue(fact));
  if (fact.user_hash) team.users[day].Add(users_.Of(*fact.user_hash));
}

void DayFold::AddReading(absl::string_view team, absl::string_view source,
                         const CounterReading& reading) {
  const int64_t day = DayNumber(reading.day);
  if (day > days_.last) return;
  Counter& counter = counters_[{std::string(team), std::string(source)}];
  if (day >= days_.first) return counter.readings.push_back(reading);
  if (!counter.before || IsEarlier(*counter.before, reading)) counter.before = reading;
}

std::map<std::string, TeamDays> DayFold::Teams() && {
  for (auto& [name, counter] : counters_) {
    if (counter.before) counter.readings.push_back(*counter.before);
    for (const CounterReading& grown : IncreasesOf(std::move(counter.readings))) {
      // Days follow the zone of when a reading came in, times do not.
      if (!Holds(DayNumber(grown.day))) continue;
      teams_[name.first].cells[grown.day].Add({grown.order_key, grown.time_us, "", grown.value});
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
  RETURN_IF_ERROR(FactTable(transaction, project)
                      .FindReadings(kpi, team, {DaySpan().first, days.last},
                                    [&](const FactTable::Reading& found) {
                                      fold.AddReading(found.team, found.source, found.counter);
                                      count += DayNumber(found.counter.day) >= days.first;
                                      return count <= kMaxReadings;
                                    }));
  if (count > kMaxReadings) {
    return status::LimitExceeded(
        {"At most {limit} readings of counters can be told at once. Ask for "
         "less time.",
         "Au plus {limit} relevés de compteurs peuvent être dits à la fois. "
         "Demandez moins de temps."},
        "measurements", kMaxReadings);
  }
  return std::move(fold).Teams();
}

}  // namespace palier::kpi
