// SPDX-License-Identifier: Apache-2.0
#include "gateway/cloudevents/binary.h"

#include <optional>
#include <set>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/aip/text.h"
#include "common/mapping/json_text.h"
#include "common/mapping/json_value.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "gateway/cloudevents/attributes.h"
#include "gateway/transcoding/json_check.h"
#include "gateway/transcoding/percent.h"

namespace palier::gateway::cloudevents {
namespace {

using mapping::JsonString;

constexpr char kPrefix[] = "ce-";
constexpr char kContentType[] = "content-type", kType[] = "datacontenttype";
constexpr char kBytes[] = "application/octet-stream";
// The event is one object around its data.
constexpr int kMaxDataDepth = kMaxJsonDepth - 1;

// `"a \"b\""` without its quotes (RFC 9110, 5.6.4); anything else as it is.
std::string Unquoted(absl::string_view value) {
  if (value.size() < 2 || value.front() != '"' || value.back() != '"') return std::string(value);
  std::string text;
  for (size_t i = 1; i + 1 < value.size(); ++i) {
    if (value[i] == '\\' && i + 2 < value.size()) ++i;
    text.push_back(value[i]);
  }
  return text;
}

absl::Status Undecodable(absl::string_view name) {
  return status::InvalidField(aip::Excerpt(name),
                              {"The header is no UTF-8 in percent-encoding.",
                               "L'en-tête n'est pas de l'UTF-8 en encodage-pourcent."});
}

absl::Status Unexpected(absl::string_view name) {
  return status::InvalidField(
      aip::Excerpt(name),
      {"No header says this: the data are the body, and Content-Type is their type.",
       "Aucun en-tête ne le dit : les données sont le corps, et Content-Type leur type."});
}

absl::Status Twice(absl::string_view name) {
  return status::InvalidField(aip::Excerpt(name),
                              {"The header comes twice.", "L'en-tête vient deux fois."});
}

// JSON as it goes into an event; none for what is no JSON.
std::optional<std::string> JsonOf(absl::string_view body) {
  mapping::JsonLimits limits;
  limits.max_depth = kMaxDataDepth;
  const auto document = mapping::JsonDocument::Parse(body, limits);
  return document.ok() ? std::optional(mapping::JsonText(document->root())) : std::nullopt;
}

bool IsUtf8Text(absl::string_view type, absl::string_view body) {
  const std::string lower = absl::AsciiStrToLower(type);
  const bool other_charset = absl::StrContains(lower, "charset=") &&
                             !absl::StrContains(lower, "utf-8") &&
                             !absl::StrContains(lower, "us-ascii");
  return absl::StartsWith(lower, "text/") && !other_charset && aip::IsValidUtf8(body);
}

// Adds the member with the data, and that with their type: `"datacontenttype":"text/plain"`.
absl::Status AddData(absl::string_view type, absl::string_view body,
                     std::vector<std::string>& members) {
  const auto add = [&](const char* name, const std::string& json) {
    members.push_back(absl::StrCat("\"", name, "\":", json));
  };
  if (!type.empty()) add(kType, JsonString(type));
  if (body.empty()) return absl::OkStatus();
  if (type.empty() || IsJsonType(type)) {
    if (const std::optional<std::string> json = JsonOf(body)) {
      add("data", *json);
      return absl::OkStatus();
    }
    if (!type.empty()) {
      return status::InvalidField(
          "data", {"The body is not the JSON that Content-Type says, or is too deep.",
                   "Le corps n'est pas le JSON que dit Content-Type, ou est trop profond."});
    }
    add(kType, JsonString(kBytes));
  } else if (IsUtf8Text(type, body)) {
    add("data", JsonString(body));
    return absl::OkStatus();
  }
  add("data_base64", JsonString(absl::Base64Escape(body)));
  return absl::OkStatus();
}

}  // namespace

bool HasAttributes(HeaderFields headers) {
  for (const auto& [name, value] : headers)
    if (absl::StartsWithIgnoreCase(name, kPrefix)) return true;
  return false;
}

absl::StatusOr<std::string> EventOfHeaders(HeaderFields headers, absl::string_view body) {
  std::vector<std::string> members;
  std::string type;
  std::set<std::string> seen;
  for (const auto& [header, value] : headers) {
    std::string name = absl::AsciiStrToLower(header);
    const bool is_type = name == kContentType;
    if (!is_type && !absl::StartsWith(name, kPrefix)) continue;
    if (!is_type) name.erase(0, sizeof(kPrefix) - 1);
    if (!seen.insert(name).second) return Twice(name);
    if (is_type) {
      type = value;
      continue;
    }
    if (name == kType || absl::StartsWith(name, "data_") || name == "data") return Unexpected(name);
    const std::optional<std::string> text = PercentDecode(Unquoted(value));
    if (!text) return Undecodable(name);
    members.push_back(absl::StrCat(JsonString(name), ":", JsonString(*text)));
  }
  RETURN_IF_ERROR(AddData(type, body, members));
  return absl::StrCat("{", absl::StrJoin(members, ","), "}");
}

}  // namespace palier::gateway::cloudevents
