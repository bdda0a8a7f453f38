// SPDX-License-Identifier: Apache-2.0
// The values that a filter may compare a field with, as written by people.
#ifndef PALIER_COMMON_AIP_FILTER_VALUE_H_
#define PALIER_COMMON_AIP_FILTER_VALUE_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "common/aip/field_table.h"
#include "common/status/error.h"

namespace palier::aip {

// Reads `text` as a value of `field`, as ReadField would give it: a number, `true` or `false`, an
// enum value's name, an RFC 3339 time or a date (midnight UTC), a duration such as `90s` or `1.5s`,
// a date `2024-03-31`, or the text itself. Nothing when it is none.
std::optional<FieldValue> ParseValue(absl::string_view text, const FilterField& field);

// What ParseValue takes for the field, in both languages: "a whole number", "one of DRAFT, ACTIVE".
status::Text ExpectedValue(const FilterField& field);

}  // namespace palier::aip

#endif  // PALIER_COMMON_AIP_FILTER_VALUE_H_
