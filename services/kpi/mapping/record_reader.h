// SPDX-License-Identifier: Apache-2.0
// The records of a delivery, one by one.
#ifndef PALIER_KPI_MAPPING_RECORD_READER_H_
#define PALIER_KPI_MAPPING_RECORD_READER_H_

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/mapping/json_path.h"
#include "common/mapping/json_value.h"
#include "kpi/mapping/record_content.h"
#include "palier/kpi/v1/source.pb.h"

namespace palier::kpi {

inline constexpr size_t kMaxRecordBytes = size_t{64} << 10;
// Of all records of a delivery: those of a document may lie in one another.
inline constexpr size_t kMaxDeliveredBytes = size_t{16} << 20;

struct SourceRecord {
  // From 0, in the data.
  int index = 0;
  // As its source wants it, with what is around it and in its texts. Valid during the call only;
  // none for what is no record.
  std::optional<mapping::JsonNode> node;
  // If there is none: what was read, and why it is no record (UNREADABLE_RECORD).
  std::string raw;
  absl::Status why;
};

// A status that is not OK ends the reading and is what the function returns.
using RecordFn = std::function<absl::Status(const SourceRecord&)>;

// Immutable, thread-safe.
class RecordReader {
 public:
  // What the source says of where its records are and what they hold. INVALID_ARGUMENT
  // (INVALID_FIELDS) with every field of these that is wrong.
  static absl::StatusOr<RecordReader> Compile(const v1::Source& source);

  // Calls `on_record` for each record of `data`, which is in the source's format. One that cannot
  // be read spoils no other. Returns UNREADABLE_FILE for a JSON document or a table that cannot be
  // read as a whole, LIMIT_EXCEEDED for more than `max_records` or kMaxDeliveredBytes.
  absl::Status ForEach(absl::string_view data, int max_records, const RecordFn& on_record) const;
  // The same for one record as the quarantine keeps it, whatever the format: a JSON text that has
  // what was around it.
  absl::Status ReadKept(absl::string_view text, const RecordFn& on_record) const;

 private:
  RecordReader(v1::Source::Format format, mapping::JsonPath records, RecordContent content)
      : format_(format), records_(std::move(records)), content_(std::move(content)) {}

  v1::Source::Format format_;
  mapping::JsonPath records_;
  RecordContent content_;
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_MAPPING_RECORD_READER_H_
