// SPDX-License-Identifier: Apache-2.0
// The versions of the facts of a project. One object serves one transaction; not thread-safe.
#ifndef PALIER_KPI_STORAGE_FACT_TABLE_H_
#define PALIER_KPI_STORAGE_FACT_TABLE_H_

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/sql/database.h"
#include "kpi/domain/counter.h"
#include "kpi/storage/fact_content.h"
#include "kpi/storage/project_key.h"
#include "kpi/storage/segments.h"
#include "kpi/storage/version.h"

namespace palier::kpi {

class FactTable {
 public:
  FactTable(sql::Transaction& transaction, const ProjectKey& key) : segments_(transaction, key) {}

  using VersionFn = std::function<void(Version)>;
  absl::Status FindByIdentity(absl::Span<const Hash128> identities, const VersionFn& found);
  // By (KPI, business key).
  absl::Status FindByBusinessKey(absl::Span<const std::pair<std::string, std::string>> keys,
                                 const VersionFn& found);

  // Writes new versions, those that changed, and what they do to the days.
  absl::Status Write(absl::Span<const VersionChange> versions, absl::Span<const DayChange> days);

  // The versions of a cell. In no order.
  absl::Status FindInCell(absl::string_view kpi, const std::string& team, int64_t day,
                          const VersionFn& found);
  // The values that count, of one team or (nullptr) of all, by time. RESOURCE_EXHAUSTED
  // (LIMIT_EXCEEDED) past a million.
  absl::StatusOr<std::vector<Fixed>> Values(absl::string_view kpi, const std::string* team,
                                            DaySpan days);
  // The readings of counters that count, of one team or (nullptr) of all, in no order, until
  // `found` returns false.
  struct Reading {
    absl::string_view team;
    absl::string_view source;
    CounterReading counter;
  };
  absl::Status FindReadings(absl::string_view kpi, const std::string* team, DaySpan days,
                            const std::function<bool(const Reading&)>& found);
  // Every version of every fact of a KPI, at most `limit`, in no order.
  absl::Status FindAll(absl::string_view kpi, int64_t limit, const VersionFn& found);
  // The versions of other KPIs under an identity of this one.
  absl::Status FindShared(absl::string_view kpi, const VersionFn& found);
  // Whether the KPI has any version of any fact.
  absl::StatusOr<bool> HasAny(absl::string_view kpi);
  // Deletes all versions of a KPI with its roll-ups. What was quarantined stays.
  absl::Status RemoveKpi(absl::string_view kpi) { return segments_.RemoveKpi(kpi); }
  // Replaces a user by another text. Returns the identities of the versions that named the user.
  absl::StatusOr<std::vector<Hash128>> RenameUser(absl::string_view user, absl::string_view to);
  // Whether Segments::Merge should be called, after Write.
  bool merge_is_due() const { return segments_.merge_is_due(); }

 private:
  // Identity and payload.
  using VersionKey = std::pair<Hash128, Hash128>;
  using RowFn = std::function<bool(const Row&, const Texts&)>;

  // Calls `found` with the rows of a KPI, of one team or (nullptr) of all, newest segment first,
  // each version as the newest has it, until it returns false.
  absl::Status Scan(absl::string_view kpi, const std::string* team, DaySpan days,
                    const RowFn& found);
  // Calls `found` with the versions that `keys` lead to and whose row `may` lets pass, each once,
  // as the newest segment has it. Keys are shared: some lead elsewhere too.
  absl::Status Look(std::vector<uint64_t> keys, const RowFn& may, const VersionFn& found);
  absl::StatusOr<std::vector<uint32_t>> RowsWith(const StoredSegment& stored,
                                                 absl::Span<const uint64_t> keys);

  Segments segments_;
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_STORAGE_FACT_TABLE_H_
