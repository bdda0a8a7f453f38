// SPDX-License-Identifier: Apache-2.0
// Reads a JSONPath. Used by json_path only.
#ifndef PALIER_COMMON_MAPPING_JSON_PATH_PARSER_H_
#define PALIER_COMMON_MAPPING_JSON_PATH_PARSER_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/mapping/json_path.h"

namespace palier::mapping {

// What JsonPath::Parse reads and refuses.
absl::StatusOr<std::vector<JsonPathSegment>> ParseJsonPath(absl::string_view text);

}  // namespace palier::mapping

#endif  // PALIER_COMMON_MAPPING_JSON_PATH_PARSER_H_
