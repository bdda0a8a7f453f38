// SPDX-License-Identifier: Apache-2.0
// The daily roll-ups: one cell per KPI, team and day, and the users of each. They are parts of the
// segments, written with the facts. One object serves one transaction; not thread-safe.
#ifndef PALIER_KPI_STORAGE_DAY_TABLE_H_
#define PALIER_KPI_STORAGE_DAY_TABLE_H_

#include <functional>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "kpi/domain/rollup.h"
#include "kpi/domain/user_set.h"
#include "kpi/storage/project_key.h"
#include "kpi/storage/segments.h"

namespace palier::kpi {

// The days of one team.
struct TeamDays {
  std::map<absl::CivilDay, DayCell> cells;
  // By the numbers of the reading.
  std::map<absl::CivilDay, UserSet> users;
};

class DayTable {
 public:
  DayTable(sql::Transaction& transaction, const ProjectKey& key) : segments_(transaction, key) {}

  // Sketches and users are most of what is stored, and many figures do not ask for them.
  struct Parts {
    bool sketches = true;
    bool users = true;
  };
  // By team. With `team` only that one.
  absl::StatusOr<std::map<std::string, TeamDays>> Read(absl::string_view kpi,
                                                       const std::string* team, DaySpan days,
                                                       Parts parts);
  absl::StatusOr<std::map<std::string, TeamDays>> Read(absl::string_view kpi,
                                                       const std::string* team, DaySpan days) {
    return Read(kpi, team, days, Parts());
  }
  // The users whose numbers its readings gave.
  const UserNumbers& users() const { return users_; }
  // Number of measurements that stand.
  absl::StatusOr<int64_t> Count(absl::string_view kpi);

 private:
  // What is said of a day, with the sketch and the users if they were asked for.
  struct Said {
    const SegmentCell& cell;
    const Texts& texts;
    const std::string* sketch = nullptr;
    const storage::v1::UserList* users = nullptr;
  };
  using CellFn = std::function<absl::Status(const Said&)>;
  class Taking;
  // Oldest segment first.
  absl::Status Scan(absl::string_view kpi, const std::string* team, DaySpan days, Parts parts,
                    const CellFn& found);

  Segments segments_;
  UserNumbers users_;
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_STORAGE_DAY_TABLE_H_
