// SPDX-License-Identifier: Apache-2.0
// A filter checked against a resource type: what its conditions mean there. Shared by the SQL
// writer and the in-memory evaluator, which differ in how they test values.
#ifndef PALIER_COMMON_AIP_FILTER_BINDING_H_
#define PALIER_COMMON_AIP_FILTER_BINDING_H_

#include <vector>

#include "absl/status/statusor.h"
#include "common/aip/field_table.h"
#include "common/aip/filter.h"

namespace palier::aip {

enum class Test {
  kEquals,
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
  kPresent,
  kPrefix,
  kSuffix,
  kContains,
};

// Holds when one of `fields` passes the test, or none when `negated`.
struct Predicate {
  Test test = Test::kEquals;
  bool negated = false;
  std::vector<const FilterField*> fields;
  // As ReadField gives it for these fields; a non-empty string for kPrefix, kSuffix and kContains.
  FieldValue operand;
};

struct BoundFilter {
  Filter::Kind kind = Filter::Kind::kAnd;
  std::vector<BoundFilter> children;
  Predicate predicate;  // When kRestriction.
};

// Refers to `table`. Returns INVALID_ARGUMENT with INVALID_FILTER if a field is unknown or a value
// does not fit.
absl::StatusOr<BoundFilter> BindFilter(const Filter& filter, const FieldTable& table);

}  // namespace palier::aip

#endif  // PALIER_COMMON_AIP_FILTER_BINDING_H_
