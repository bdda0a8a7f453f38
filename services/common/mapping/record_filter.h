// SPDX-License-Identifier: Apache-2.0
// Which records of a feed something is for: AIP-160 over the scalars of a JSON record.
#ifndef PALIER_COMMON_MAPPING_RECORD_FILTER_H_
#define PALIER_COMMON_MAPPING_RECORD_FILTER_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/aip/filter.h"
#include "common/mapping/json_value.h"

namespace palier::mapping {

// A field is a dotted name of members and of places in arrays, from 0 ("data.owner.name",
// "data.ids.1"). A value that is absent, null, an object
// or an array equals only "", differs from all else, and is neither less nor greater than anything.
// Two texts that both read as numbers are compared as numbers, others by their bytes; `field:text`
// asks whether the value contains it, `field:*` whether there is one. Immutable, thread-safe.
class RecordFilter {
 public:
  // The empty text holds for every record. INVALID_ARGUMENT (INVALID_FILTER) if it is malformed or
  // has a word without a field, which a record has no columns to look in.
  static absl::StatusOr<RecordFilter> Parse(absl::string_view text);

  bool Holds(JsonNode record) const;

 private:
  explicit RecordFilter(aip::Filter filter) : filter_(std::move(filter)) {}

  aip::Filter filter_;
};

}  // namespace palier::mapping

#endif  // PALIER_COMMON_MAPPING_RECORD_FILTER_H_
