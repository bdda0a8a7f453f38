// SPDX-License-Identifier: Apache-2.0
// Values shown for tests.
#ifndef PALIER_COMMON_MAPPING_JSON_FIXTURE_H_
#define PALIER_COMMON_MAPPING_JSON_FIXTURE_H_

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/mapping/json_value.h"

namespace palier::mapping {

// JSON without spaces, whose texts are not escaped.
inline std::string Shown(JsonNode node) {
  if (node.type() == JsonType::kNull) return "null";
  if (node.type() == JsonType::kString) return absl::StrCat("\"", node.text(), "\"");
  if (node.type() != JsonType::kObject && node.type() != JsonType::kArray) {
    return std::string(node.text());
  }
  const bool object = node.type() == JsonType::kObject;
  std::vector<std::string> parts;
  for (size_t i = 0; i < node.size(); ++i) {
    const std::string name = object ? absl::StrCat("\"", node[i].name(), "\":") : "";
    parts.push_back(absl::StrCat(name, Shown(node[i])));
  }
  const std::string inside = absl::StrJoin(parts, ",");
  return object ? absl::StrCat("{", inside, "}") : absl::StrCat("[", inside, "]");
}

}  // namespace palier::mapping

#endif  // PALIER_COMMON_MAPPING_JSON_FIXTURE_H_
