// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_COMMON_MAPPING_JSON_TEXT_H_
#define PALIER_COMMON_MAPPING_JSON_TEXT_H_

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "common/mapping/json_value.h"

namespace palier::mapping {

// What to write in place of a value: another JSON text, or empty to leave it out; none to write it
// as it is. A value left out of an array is null.
using JsonEdit = std::function<std::optional<std::string>(JsonNode)>;

// The value as compact JSON: reading it gives an equal value, numbers digit for digit, but for the
// values that `edit` changes. Thread-safe.
std::string JsonText(JsonNode node, const JsonEdit& edit = nullptr);

// A text as JSON; bytes that are no UTF-8 become U+FFFD.
std::string JsonString(absl::string_view text);

// An object of texts, in their order; bytes that are no UTF-8 become U+FFFD.
std::string JsonObjectText(absl::Span<const std::pair<std::string, std::string>> members);

}  // namespace palier::mapping

#endif  // PALIER_COMMON_MAPPING_JSON_TEXT_H_
