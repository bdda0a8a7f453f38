// SPDX-License-Identifier: Apache-2.0
// The events of cases that came in several deliveries (docs/adr/0014). One object serves one
// transaction; not thread-safe.
#ifndef PALIER_KPI_STORAGE_CASE_TABLE_H_
#define PALIER_KPI_STORAGE_CASE_TABLE_H_

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "kpi/domain/case_events.h"
#include "kpi/storage/fact_table.h"

namespace palier::kpi {

// A case of more is none: its source names all of its events one case.
inline constexpr size_t kMaxCaseEvents = 10'000;
// A case that has not changed for so long is forgotten.
inline constexpr absl::Duration kCaseMemory = absl::Hours(24 * 400);

class CaseTable {
 public:
  CaseTable(sql::Transaction& transaction, const ProjectKey& project, std::string source)
      : transaction_(transaction), project_(project), source_(std::move(source)) {}

  // Adds events to their cases and returns all of these cases with all of their events.
  // LIMIT_EXCEEDED beyond kMaxCaseEvents.
  absl::StatusOr<std::map<std::string, CaseEvents>> Merge(
      const std::map<std::string, std::vector<CaseEvent>>& events, absl::Time now);

 private:
  sql::Transaction& transaction_;
  const ProjectKey& project_;
  const std::string source_;
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_STORAGE_CASE_TABLE_H_
