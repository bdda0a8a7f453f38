// SPDX-License-Identifier: Apache-2.0
// Days folded from single versions, where the stored roll-ups cannot say them: of counters, whose
// increases depend on the reading before, and of what was known in the past.
#ifndef PALIER_KPI_STORAGE_DAY_FOLD_H_
#define PALIER_KPI_STORAGE_DAY_FOLD_H_

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "kpi/domain/counter.h"
#include "kpi/storage/day_table.h"
#include "kpi/storage/fact_table.h"
#include "kpi/storage/version.h"

namespace palier::kpi {

// Not thread-safe.
class DayFold {
 public:
  explicit DayFold(DaySpan days) : days_(days) {}

  // Takes in a version that counts, whose texts outlive this. Of a counter also those before the
  // days are needed.
  void Add(const Version& version);
  void AddReading(absl::string_view team, absl::string_view source, const CounterReading& reading);
  // By team, as DayTable::Read gives them. A counter is what one source says of one team.
  std::map<std::string, TeamDays> Teams() &&;

 private:
  bool Holds(int64_t day) const { return day >= days_.first && day <= days_.last; }

  const DaySpan days_;
  std::map<std::string, TeamDays> teams_;
  UserNumbers users_;
  // Of the days, after the newest one before them.
  struct Counter {
    std::optional<CounterReading> before;
    std::vector<CounterReading> readings;
  };
  std::map<std::pair<std::string, std::string>, Counter> counters_;
};

// The days of a KPI of cumulative semantics, by team. Looks at everything up to the last day.
// RESOURCE_EXHAUSTED (LIMIT_EXCEEDED) past kMaxReadings in the days.
inline constexpr int64_t kMaxReadings = 2'000'000;
absl::StatusOr<std::map<std::string, TeamDays>> ReadCounters(sql::Transaction& transaction,
                                                             const ProjectKey& project,
                                                             absl::string_view kpi,
                                                             const std::string* team, DaySpan days);

}  // namespace palier::kpi

#endif  // PALIER_KPI_STORAGE_DAY_FOLD_H_
