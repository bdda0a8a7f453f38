// SPDX-License-Identifier: Apache-2.0
#include "gateway/openapi/path_parameters.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace palier::gateway {
namespace {

std::string Singular(const std::string& collection) {
  if (collection == "people") return "person";
  if (absl::EndsWith(collection, "ies"))
    return absl::StrCat(collection.substr(0, collection.size() - 3), "y");
  if (absl::EndsWith(collection, "sses")) return collection.substr(0, collection.size() - 2);
  if (absl::EndsWith(collection, "s")) return collection.substr(0, collection.size() - 1);
  return collection;
}

}  // namespace

OpenApiPath OpenApiPathOf(const PathTemplate& path) {
  OpenApiPath result;
  std::string before = "resource";
  for (const PathSegment& segment : path.segments) {
    absl::StrAppend(&result.text, "/");
    if (segment.kind == PathSegment::kLiteral) {
      absl::StrAppend(&result.text, segment.literal);
      before = Singular(segment.literal);
      continue;
    }
    std::string name = segment.kind == PathSegment::kRest ? "rest" : before;
    while (std::count(result.parameters.begin(), result.parameters.end(), name) > 0) name += "_";
    absl::StrAppend(&result.text, "{", name, "}");
    result.parameters.push_back(std::move(name));
    before = "resource";
  }
  if (!path.verb.empty()) absl::StrAppend(&result.text, ":", path.verb);
  return result;
}

}  // namespace palier::gateway
