// SPDX-License-Identifier: Apache-2.0
// What was known of a KPI at a time in the past: its versions by when they came, judged anew.
#ifndef PALIER_KPI_STORAGE_HISTORY_H_
#define PALIER_KPI_STORAGE_HISTORY_H_

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "kpi/storage/day_table.h"
#include "kpi/storage/fact_table.h"

namespace palier::kpi {

// Immutable, thread-safe. What came before there were times of receipt counts as known from the
// beginning; a version that came again with a greater order key counts with that key from when it
// first came.
class History {
 public:
  static constexpr int64_t kMaxVersions = 1'000'000;

  // Reads every version of the KPI and those of other KPIs that share a fact with it. With `team`
  // only that one's days are told. RESOURCE_EXHAUSTED (LIMIT_EXCEEDED) past kMaxVersions.
  static absl::StatusOr<History> Read(sql::Transaction& transaction, const ProjectKey& project,
                                      const std::string& kpi, const std::string* team);

  // By team, as DayTable::Read gives them.
  std::map<std::string, TeamDays> AsKnown(absl::Time time, DaySpan days = {}) const;

  // The days that changed after they were closed: some version came after `close_of` its day, or
  // after that of the day of another version of its fact.
  std::set<absl::CivilDay> ChangedAfter(
      const std::function<absl::Time(absl::CivilDay)>& close_of) const;

 private:
  History(std::string kpi, const std::string* team);
  bool Tells(const Version& version) const;

  std::string kpi_;
  bool one_team_;
  std::string team_;
  std::vector<Version> versions_;
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_STORAGE_HISTORY_H_
