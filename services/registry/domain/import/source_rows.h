// SPDX-License-Identifier: Apache-2.0
// A register as rows under one header, whatever its format.
#ifndef PALIER_REGISTRY_DOMAIN_IMPORT_SOURCE_ROWS_H_
#define PALIER_REGISTRY_DOMAIN_IMPORT_SOURCE_ROWS_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/mapping/csv.h"
#include "registry/domain/import/profile.h"

namespace palier::registry {

struct SourceRow {
  int64_t record = 0;
  // 0 when the format has no lines.
  int64_t line = 0;
  // By column; fewer or more than the header has when `shape` says so.
  std::vector<std::string> values;
  mapping::RowShape shape = mapping::RowShape::kExact;
  int stray_quotes = 0;
  // Fields that the record gives more than once.
  std::vector<std::string> repeated;
};

// A status that is not OK ends the reading and is what ReadRows returns.
struct RowSink {
  // Called once, before any row.
  std::function<absl::Status(const std::vector<std::string>& names)> on_header;
  std::function<absl::Status(const SourceRow& row)> on_row;
};

// Reads UTF-8 `text` in the profile's format. For JSON the header is every field name that any
// record has, in the order of their first occurrence. Memory is bounded by the header and one row.
// Returns UNREADABLE_FILE or LIMIT_EXCEEDED as csv.h and json_records.h do.
absl::Status ReadRows(absl::string_view text, const Profile& profile, const RowSink& sink);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_IMPORT_SOURCE_ROWS_H_
