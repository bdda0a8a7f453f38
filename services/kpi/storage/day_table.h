// SPDX-License-Identifier: Apache-2.0
// The daily roll-ups: one cell per KPI, team and day, and the users of each. Written in the
// transaction that writes the facts. One object serves one transaction; not thread-safe.
#ifndef PALIER_KPI_STORAGE_DAY_TABLE_H_
#define PALIER_KPI_STORAGE_DAY_TABLE_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "kpi/domain/rollup.h"
#include "kpi/storage/fact_table.h"

namespace palier::kpi {

struct CellKey {
  std::string kpi;
  std::string team;
  int64_t day = 0;
  friend auto operator<=>(const CellKey&, const CellKey&) = default;
};
CellKey CellOf(const Version& version);

// The days of one team.
struct TeamDays {
  std::map<absl::CivilDay, DayCell> cells;
  std::map<absl::CivilDay, std::set<std::string>> users;
};

class DayTable {
 public:
  DayTable(sql::Transaction& transaction, const ProjectKey& key)
      : transaction_(transaction), key_(key) {}

  // Folds new standing facts into their cells.
  absl::Status Add(absl::Span<const Version* const> facts);
  // Makes cells anew from the facts that stand.
  absl::Status Recompute(const std::set<CellKey>& cells);
  // By team. With `team` only that one.
  absl::StatusOr<std::map<std::string, TeamDays>> Read(absl::string_view kpi,
                                                       const std::string* team, DaySpan days);
  // Number of measurements that stand.
  absl::StatusOr<int64_t> Count(absl::string_view kpi);

 private:
  absl::StatusOr<std::map<CellKey, DayCell>> Load(const std::set<CellKey>& keys);
  // Of a cell that was written before there were sketches.
  absl::Status CompleteSketch(const CellKey& key, DayCell& cell);
  absl::Status Save(const std::map<CellKey, DayCell>& cells);
  absl::Status AddUsers(absl::Span<const Version* const> facts);
  absl::Status Remove(const CellKey& cell);

  sql::Transaction& transaction_;
  const ProjectKey& key_;
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_STORAGE_DAY_TABLE_H_
