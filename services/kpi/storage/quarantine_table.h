// SPDX-License-Identifier: Apache-2.0
// What was kept aside, and why. One object serves one transaction; not thread-safe.
#ifndef PALIER_KPI_STORAGE_QUARANTINE_TABLE_H_
#define PALIER_KPI_STORAGE_QUARANTINE_TABLE_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "common/status/error.h"
#include "kpi/storage/fact_table.h"
#include "palier/kpi/v1/measurement.pb.h"

namespace palier::kpi {

struct QuarantineRow {
  // Of its content, so that the same line is kept once.
  std::string id;
  std::string reason;
  std::string source;
  status::Text text;
  v1::Measurement measurement;
  std::string raw;
  absl::Time receive_time;
};

// The row for what could not be admitted. `raw` is a row of a file that is no measurement at all.
QuarantineRow Refused(const absl::Status& why, const std::string& source,
                      const v1::Measurement& measurement, const std::string& raw, absl::Time now);
// The row for a version that another content has beaten: of the version alone, whatever came first.
QuarantineRow Beaten(const Version& version, absl::Time now);
// What is wrong, with the violations of each field, in both languages.
status::Text ExplanationOf(const absl::Status& status);

// Of an organisation. More would be a feed that nobody looks after; a limit of bytes alone would
// let a few long lines lock out the rest.
inline constexpr int64_t kMaxQuarantined = 100'000;
// What has waited this long makes room when there is none.
inline constexpr absl::Duration kMaxWait = absl::Hours(24 * 90);

class QuarantineTable {
 public:
  QuarantineTable(sql::Transaction& transaction, const ProjectKey& key)
      : transaction_(transaction), key_(key) {}

  // Keeps rows that are new. Returns how many were. LIMIT_EXCEEDED when the organisation's
  // quarantine is full, after what came kMaxWait before the newest of these has left it: a batch
  // that is refused is not lost, for its sender knows; one that is dropped would be.
  absl::StatusOr<int64_t> Add(const std::vector<QuarantineRow>& rows);
  // Lets go of versions that stand (again) or repeat another.
  absl::Status Remove(const std::vector<std::string>& ids);
  // Deletes what names the user, a keyed hash. Returns how many rows.
  absl::StatusOr<int64_t> Forget(const std::string& user);
  struct Page {
    // Of one reason and of one source, unless empty.
    std::string reason;
    std::string source;
    // After the row (time, id) of the page before.
    absl::Time before = absl::FromUnixMicros(INT64_MAX);
    std::string before_id;
    int limit = 50;
  };
  // Newest first.
  absl::StatusOr<std::vector<QuarantineRow>> List(const Page& page);
  absl::StatusOr<std::map<std::string, int64_t>> CountByReason();

 private:
  // Refused records and measurements of the organisation, and a change of how many there are.
  absl::StatusOr<int64_t> Held();
  absl::Status Count(int64_t change);
  absl::Status MakeRoom(int64_t count, absl::Time newest);

  sql::Transaction& transaction_;
  const ProjectKey& key_;
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_STORAGE_QUARANTINE_TABLE_H_
