// SPDX-License-Identifier: Apache-2.0
// The records of a delivery, one by one.
#ifndef PALIER_KPI_MAPPING_RECORD_READER_H_
#define PALIER_KPI_MAPPING_RECORD_READER_H_

#include <cstddef>
#include <functional>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/mapping/json_value.h"
#include "palier/kpi/v1/source.pb.h"

namespace palier::kpi {

inline constexpr size_t kMaxRecordBytes = size_t{64} << 10;

struct SourceRecord {
  // From 0, in the data.
  int index = 0;
  // Valid during the call only; none for what is no JSON object, or no row of its table.
  std::optional<mapping::JsonNode> node;
  // If there is none: what was read, and why it is no record (UNREADABLE_RECORD).
  std::string raw;
  absl::Status why;
};

// A status that is not OK ends the reading and is what the function returns.
using RecordFn = std::function<absl::Status(const SourceRecord&)>;

// Calls `on_record` for each record of `data`, which is in the source's format. One that cannot be
// read spoils no other. Returns UNREADABLE_FILE for a JSON document or a table that cannot be read
// as a whole, LIMIT_EXCEEDED for more than `max_records`. Thread-safe.
absl::Status ForEachRecord(const v1::Source& source, absl::string_view data, int max_records,
                           const RecordFn& on_record);

}  // namespace palier::kpi

#endif  // PALIER_KPI_MAPPING_RECORD_READER_H_
