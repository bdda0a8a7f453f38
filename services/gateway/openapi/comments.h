// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_GATEWAY_OPENAPI_COMMENTS_H_
#define PALIER_GATEWAY_OPENAPI_COMMENTS_H_

#include <google/protobuf/descriptor.h>

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace palier::gateway {

// The comment above something in a proto file, or behind it on its line; empty without one.
template <typename Descriptor>
std::string CommentOf(const Descriptor& descriptor) {
  google::protobuf::SourceLocation location;
  if (!descriptor.GetSourceLocation(&location)) return "";
  const std::string& text =
      location.leading_comments.empty() ? location.trailing_comments : location.leading_comments;
  std::vector<absl::string_view> lines;
  for (const absl::string_view line : absl::StrSplit(text, '\n'))
    lines.push_back(absl::StripAsciiWhitespace(line));
  return std::string(absl::StripAsciiWhitespace(absl::StrJoin(lines, "\n")));
}

// `Reads a project.` of `Reads a project. NOT_FOUND (RESOURCE_NOT_FOUND).`, without its stop.
inline std::string FirstSentence(const std::string& comment) {
  std::string flat = comment;
  for (char& c : flat) {
    if (c == '\n') c = ' ';
  }
  const size_t stop = flat.find(". ");
  if (stop != std::string::npos) flat.resize(stop);
  if (!flat.empty() && flat.back() == '.') flat.pop_back();
  return flat;
}

}  // namespace palier::gateway

#endif  // PALIER_GATEWAY_OPENAPI_COMMENTS_H_
