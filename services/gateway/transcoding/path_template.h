// SPDX-License-Identifier: Apache-2.0
// Path templates of google.api.http: `/v1/{name=organizations/*/projects/*}:advance`.
#ifndef PALIER_GATEWAY_TRANSCODING_PATH_TEMPLATE_H_
#define PALIER_GATEWAY_TRANSCODING_PATH_TEMPLATE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace palier::gateway {

struct PathSegment {
  // kAny is `*`, one segment; kRest is `**`, what is left, which may be nothing.
  enum Kind { kLiteral, kAny, kRest };
  Kind kind = kLiteral;
  std::string literal;

  bool operator==(const PathSegment&) const = default;
};

// The segments [begin, end) are the value of a request field.
struct PathVariable {
  // As written: `project.name`.
  std::string field_path;
  size_t begin = 0;
  size_t end = 0;
};

struct PathTemplate {
  // A `**` is the last one.
  std::vector<PathSegment> segments;
  std::vector<PathVariable> variables;
  // Without the colon; may be empty.
  std::string verb;

  // Whether the value of the variable may hold slashes.
  bool IsSingle(const PathVariable& variable) const {
    return variable.end - variable.begin == 1 && segments[variable.begin].kind == PathSegment::kAny;
  }
};

// Returns INVALID_ARGUMENT with the place of what does not fit the grammar of
// google/api/http.proto.
absl::StatusOr<PathTemplate> ParsePathTemplate(absl::string_view text);

}  // namespace palier::gateway

#endif  // PALIER_GATEWAY_TRANSCODING_PATH_TEMPLATE_H_
