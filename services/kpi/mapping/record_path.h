// SPDX-License-Identifier: Apache-2.0
// The paths of a mapping: what a record has there, or why that is an error.
#ifndef PALIER_KPI_MAPPING_RECORD_PATH_H_
#define PALIER_KPI_MAPPING_RECORD_PATH_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/mapping/json_path.h"
#include "common/mapping/json_value.h"

namespace palier::kpi {

// FORMAT_CHANGED: the record has no single value at `path`.
absl::Status FormatChanged(absl::string_view source, absl::string_view path);

// A path that leads to one scalar of a record. Immutable, thread-safe.
class RecordPath {
 public:
  // INVALID_ARGUMENT if it is no JSONPath, or one that may lead to several values.
  static absl::StatusOr<RecordPath> Parse(absl::string_view text);

  // As it was written.
  const std::string& text() const { return path_.text(); }
  // What is there, of any kind.
  std::optional<mapping::JsonNode> Node(mapping::JsonNode record) const {
    return path_.Find(record);
  }
  // The scalar as text; none if there is nothing, null, an object or an array.
  std::optional<std::string> Find(mapping::JsonNode record) const;
  // FORMAT_CHANGED if there is none.
  absl::StatusOr<std::string> Need(mapping::JsonNode record, absl::string_view source) const;

 private:
  explicit RecordPath(mapping::JsonPath path) : path_(std::move(path)) {}

  mapping::JsonPath path_;
};

// The texts of several paths as one identity: no two lists of texts give the same. A single text
// stays as it is. FORMAT_CHANGED if one is missing.
absl::StatusOr<std::string> JoinedText(const std::vector<RecordPath>& paths,
                                       mapping::JsonNode record, absl::string_view source);

}  // namespace palier::kpi

#endif  // PALIER_KPI_MAPPING_RECORD_PATH_H_
