// SPDX-License-Identifier: Apache-2.0
// Versions and days as a segment holds them, and back. Pure functions, safe from any thread.
#ifndef PALIER_KPI_STORAGE_FACT_CONTENT_H_
#define PALIER_KPI_STORAGE_FACT_CONTENT_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "kpi/domain/rollup.h"
#include "kpi/segment/content.h"
#include "kpi/storage/version.h"

namespace palier::kpi {

// What a batch does to a day of a KPI and team. Its texts point into versions.
struct DayChange {
  absl::string_view kpi;
  absl::string_view team;
  int64_t day = 0;
  // The cell is all that counts in this day, not an addition.
  bool anew = false;
  DayCell cell;
  std::vector<absl::string_view> users;

  // Folds in a version that counts.
  void Add(const Version& version);
};

// A version to write.
struct VersionChange {
  const Version* version;
  bool rewrites;  // it is stored already, and something about it has changed
};

// What comes out points into the versions.
Content ContentOf(absl::Span<const VersionChange> versions, absl::Span<const DayChange> days);

Version VersionOf(const Row& row, const Texts& texts);

}  // namespace palier::kpi

#endif  // PALIER_KPI_STORAGE_FACT_CONTENT_H_
