// SPDX-License-Identifier: Apache-2.0
// What a source has its records hold besides what stands in them: values around them, and the JSON
// that is in their texts.
#ifndef PALIER_KPI_MAPPING_RECORD_CONTENT_H_
#define PALIER_KPI_MAPPING_RECORD_CONTENT_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/mapping/json_path.h"
#include "common/mapping/json_value.h"
#include "kpi/mapping/compiled_fields.h"
#include "kpi/mapping/record_path.h"
#include "palier/kpi/v1/source.pb.h"

namespace palier::kpi {

class RecordEdits;

// Immutable, thread-safe.
class RecordContent {
 public:
  // `records` is the source's. `reader` gets what is wrong with its fields.
  static RecordContent Compile(const v1::Source& source, const mapping::JsonPath& records,
                               FieldReader& reader);

  // Whether records need to know the way to them.
  bool needs_way() const { return !enclosing_.empty(); }
  // The record at the end of the way to it in its document, as its source wants it; none if it is
  // that already. UNREADABLE_RECORD.
  absl::StatusOr<std::optional<std::string>> InDocument(
      absl::Span<const mapping::JsonNode> way) const;
  // The same for a record without a document: it has what was around it already, or nothing was.
  absl::StatusOr<std::optional<std::string>> Alone(mapping::JsonNode record) const;

 private:
  struct Enclosing {
    std::string name;
    // Place on the way, and the path from there.
    size_t level;
    mapping::JsonPath path;
  };

  static std::optional<Enclosing> OneEnclosing(const v1::EnclosingValue& from,
                                               const mapping::JsonPath& records,
                                               FieldReader& reader);
  absl::Status AddEnclosing(absl::Span<const mapping::JsonNode> way, RecordEdits& edits) const;
  absl::Status EditInside(mapping::JsonNode record, RecordEdits& edits) const;

  bool is_cloud_event_ = false;
  std::vector<Enclosing> enclosing_;
  std::vector<RecordPath> embedded_;
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_MAPPING_RECORD_CONTENT_H_
