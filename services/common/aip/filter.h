// SPDX-License-Identifier: Apache-2.0
// The `filter` of List methods (AIP-160): read, checked against a resource type, turned into SQL.
//
//   state = ACTIVE AND create_time >= 2024-01-01 chatbot -archived = true
//
// OR binds tighter than AND; words side by side are joined by AND; a bare word is looked for in
// every TEXT field; `*` at the ends of a text is a wildcard; `field:*` asks for presence. An unset
// field equals only "" (an enum's zero value for enums), differs from all else, and is neither less
// nor greater than anything. Pure functions on values, thread-safe.
#ifndef PALIER_COMMON_AIP_FILTER_H_
#define PALIER_COMMON_AIP_FILTER_H_

#include <google/protobuf/message.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/aip/field_table.h"

namespace palier::aip {

inline constexpr size_t kMaxFilterBytes = 2048;
inline constexpr int kMaxFilterDepth = 32;
inline constexpr int kMaxFilterRestrictions = 100;

enum class Comparator { kEqual, kNotEqual, kLess, kLessOrEqual, kGreater, kGreaterOrEqual, kHas };

// The text of an operator, for example "<=".
absl::string_view ComparatorText(Comparator comparator);

// `field comparator "*text*"`, or a bare text when `field` is empty.
struct Restriction {
  std::string field;
  Comparator comparator = Comparator::kHas;
  std::string text;  // Without quotes, escapes and wildcards.
  bool star_before = false;
  bool star_after = false;
  size_t position = 0;        // Of the field (or bare text) in the filter, in bytes from 1.
  size_t value_position = 0;  // Of the value.
};

// A filter as read, not yet checked against a type.
struct Filter {
  enum class Kind { kAnd, kOr, kNot, kRestriction };

  // An AND without children holds for everything: the empty filter.
  Kind kind = Kind::kAnd;
  std::vector<Filter> children;
  Restriction restriction;  // When kRestriction.

  bool empty() const { return kind == Kind::kAnd && children.empty(); }
};

// Reads a filter. Returns INVALID_ARGUMENT with INVALID_FILTER and the position if it is malformed
// or too large.
absl::StatusOr<Filter> ParseFilter(absl::string_view text);

// The filter in canonical form: explicit operators, all values quoted. Reading it back gives the
// same filter.
std::string ToString(const Filter& filter);

// A condition for WHERE and its parameters, all TEXT.
struct SqlFragment {
  std::string sql;
  std::vector<std::string> parameters;
};

// The SQL expression of a table's column, for example "f3" or "r.f3".
using ColumnNamer = std::function<std::string(int column)>;

// The condition on columns that hold EncodeField of each field, never NULL, in binary collation.
// Valid on SQLite and PostgreSQL. Its parameters are $first_parameter and following; "TRUE" for the
// empty filter. Returns INVALID_ARGUMENT with INVALID_FILTER if a field is unknown or a value does
// not fit its field.
absl::StatusOr<SqlFragment> CompileFilter(const Filter& filter, const FieldTable& table,
                                          const ColumnNamer& namer, int first_parameter = 1);

// Whether the filter holds for `message`, of the table's type. Same errors as CompileFilter.
absl::StatusOr<bool> Matches(const Filter& filter, const FieldTable& table,
                             const google::protobuf::Message& message);

}  // namespace palier::aip

#endif  // PALIER_COMMON_AIP_FILTER_H_
