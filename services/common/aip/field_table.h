// SPDX-License-Identifier: Apache-2.0
// The fields of a resource type that `filter` and `order_by` may use, and the text in which each is
// stored.
#ifndef PALIER_COMMON_AIP_FIELD_TABLE_H_
#define PALIER_COMMON_AIP_FIELD_TABLE_H_

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace palier::aip {

inline constexpr int kMaxFilterFields = 16;
inline constexpr int kMaxFilterPathDepth = 4;
// Longest stored text of a TEXT field; what follows takes no part in comparisons.
inline constexpr size_t kMaxTextBytes = 256;

enum class FieldKind { kExact, kText, kInt, kDouble, kBool, kEnum, kTime, kDuration, kDate };

// Whether values of this kind are texts, which wildcards apply to.
inline bool IsString(FieldKind kind) {
  return kind == FieldKind::kExact || kind == FieldKind::kText;
}

struct FilterField {
  std::string path;  // Dotted, for example `place.city`.
  FieldKind kind;
  int column;  // 0, 1, 2 ... in the table.
  // From the message to the field; all but the last are singular messages.
  std::vector<const google::protobuf::FieldDescriptor*> steps;

  const google::protobuf::FieldDescriptor& leaf() const { return *steps.back(); }
};

// One field's value: nothing when unset; texts as stored (folded when kText); whole numbers,
// booleans, enum numbers, microseconds and dates (YYYYMMDD) as int64. Values of one field compare
// in their order; unset is the smallest.
using FieldValue = std::variant<std::monostate, int64_t, double, std::string>;

// The filterable fields of one message type, by their numbers, those of singular sub-messages
// at their place (not those of a type inside itself). Immutable, so thread-safe; refers to
// descriptors, which must outlive it.
class FieldTable {
 public:
  // Returns INTERNAL if the option stands on a repeated field or on a type that has no order, or on
  // more than kMaxFilterFields fields.
  static absl::StatusOr<FieldTable> Make(const google::protobuf::Descriptor& type);

  const std::vector<FilterField>& fields() const { return fields_; }
  int size() const { return static_cast<int>(fields_.size()); }
  // nullptr when no filterable field has this path.
  const FilterField* Find(absl::string_view path) const;
  // The paths, for people: "create_time, display_name, state".
  std::string Paths() const;

 private:
  std::vector<FilterField> fields_;
};

// What `message`, of the table's type, holds in `field`. Empty texts, enum number 0, all-zero
// dates, NaN, fields with presence that are absent and fields of absent sub-messages are unset;
// other numbers and booleans never are.
FieldValue ReadField(const google::protobuf::Message& message, const FilterField& field);

// The text stored in the field's column for a value: "" when unset, never "" otherwise. Byte order
// is value order.
std::string EncodeValue(FieldKind kind, const FieldValue& value);
std::string EncodeField(const google::protobuf::Message& message, const FilterField& field);

}  // namespace palier::aip

#endif  // PALIER_COMMON_AIP_FIELD_TABLE_H_
