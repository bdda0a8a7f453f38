// SPDX-License-Identifier: Apache-2.0
// JSON read as flat records: what is nested gets a dotted name.
#ifndef PALIER_COMMON_MAPPING_JSON_RECORDS_H_
#define PALIER_COMMON_MAPPING_JSON_RECORDS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace palier::mapping {

struct JsonOptions {
  // Dotted names of the objects on the way to the array of records ("result.items"); empty if the
  // document itself is that array.
  std::string path;
  int max_depth = 32;
  size_t max_bytes = size_t{256} << 20;
  // Names and values of one record together.
  size_t max_record_bytes = size_t{4} << 20;
  int max_fields = 1024;
};

enum class JsonKind { kString, kNumber, kBool, kNull };

struct JsonField {
  // "owner.name" for a field of an object in the record, "tags.0" for the first element of an array
  // in it. A record that is no object has one field without name.
  std::string name;
  // The text of a string; a number as written if it is no integer, else in decimal; "true" or
  // "false"; empty for null.
  std::string value;
  JsonKind kind = JsonKind::kString;
};

struct JsonRecord {
  // From 1, in the order of the document.
  int64_t record = 0;
  // In the order of the document; a name that the document repeats is here as often.
  std::vector<JsonField> fields;

  // The first field of that name; nullptr for none.
  const JsonField* Find(absl::string_view name) const;
};

// A status that is not OK ends the reading and is what the function returns.
using JsonRecordCallback = std::function<absl::Status(const JsonRecord&)>;

// Calls `on_record` for each element of the array at `options.path`. The records before a defect of
// the document have been reported when it is found. Thread-safe. Returns UNREADABLE_FILE if the
// document is no JSON, is not UTF-8, or has no array at that path; LIMIT_EXCEEDED if it passes a
// bound of `options`.
absl::Status ForEachJsonRecord(absl::string_view text, const JsonOptions& options,
                               const JsonRecordCallback& on_record);

// Reads one document as one record, for example a line of newline-delimited JSON; `options.path` is
// not used. Returns what ForEachJsonRecord returns.
absl::StatusOr<JsonRecord> ParseJsonRecord(absl::string_view text, const JsonOptions& options = {});

}  // namespace palier::mapping

#endif  // PALIER_COMMON_MAPPING_JSON_RECORDS_H_
