// SPDX-License-Identifier: Apache-2.0
// The table of facts. One object serves one transaction; not thread-safe.
#ifndef PALIER_KPI_STORAGE_FACT_TABLE_H_
#define PALIER_KPI_STORAGE_FACT_TABLE_H_

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/sql/database.h"
#include "kpi/storage/version.h"

namespace palier::kpi {

// Ids, not resource names.
struct ProjectKey {
  std::string organization;
  std::string project;
};

// Days of the organisation's calendar, [first, last].
struct DaySpan {
  int64_t first = INT64_MIN;
  int64_t last = INT64_MAX;
};

class FactTable {
 public:
  FactTable(sql::Transaction& transaction, const ProjectKey& key)
      : transaction_(transaction), key_(key) {}

  using VersionFn = std::function<void(Version)>;
  absl::Status FindByIdentity(absl::Span<const std::string> identities, const VersionFn& found);
  // By (KPI, business key).
  absl::Status FindByBusinessKey(absl::Span<const std::pair<std::string, std::string>> keys,
                                 const VersionFn& found);

  absl::Status Insert(absl::Span<const Version* const> versions);
  // Writes standing and order key of versions that are stored.
  absl::Status Update(absl::Span<const Version* const> versions);

  // The facts of a cell that count: they stand and are no retractions. In no order.
  absl::Status FindStanding(absl::string_view kpi, absl::string_view team, int64_t day,
                            const VersionFn& found);
  // The values that count, of one team or (nullptr) of all, by time.
  absl::StatusOr<std::vector<Fixed>> Values(absl::string_view kpi, const std::string* team,
                                            DaySpan days);
  // Every version of every fact of a KPI, at most `limit`, in no order.
  absl::Status FindAll(absl::string_view kpi, int64_t limit, const VersionFn& found);
  // Those of them that came under another KPI too.
  absl::StatusOr<std::vector<std::string>> SharedIdentities(absl::string_view kpi);
  // Whether the KPI has any version of any fact.
  absl::StatusOr<bool> HasAny(absl::string_view kpi);
  // Deletes all versions of a KPI with its roll-ups. What was quarantined stays.
  absl::Status RemoveKpi(absl::string_view kpi);

 private:
  sql::Transaction& transaction_;
  const ProjectKey& key_;
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_STORAGE_FACT_TABLE_H_
