// SPDX-License-Identifier: Apache-2.0
#include "kpi/mapping/cloud_event.h"

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/mapping/json_text.h"
#include "common/status/macros.h"
#include "kpi/mapping/unreadable.h"

namespace palier::kpi {
namespace {

using mapping::JsonNode;
using mapping::JsonType;

constexpr char kVersion[] = "1.0";

// null says that there is none.
std::optional<JsonNode> Member(JsonNode event, absl::string_view name) {
  const std::optional<JsonNode> found = event.Find(name);
  return found && found->type() != JsonType::kNull ? found : std::nullopt;
}

absl::StatusOr<std::string> NeededText(JsonNode event, absl::string_view name) {
  const std::optional<JsonNode> found = Member(event, name);
  if (found && found->type() == JsonType::kString && !found->text().empty()) {
    return std::string(found->text());
  }
  return Unreadable(
      absl::StrCat("it is no CloudEvent: `", name, "` is missing or no text."),
      absl::StrCat("ce n'est pas un CloudEvent : `", name, "` manque ou n'est pas un texte."));
}

// `application/json` and `application/vnd.acme+json; charset=utf-8`. Absent, it is JSON.
bool IsJson(JsonNode event) {
  const std::optional<JsonNode> type = Member(event, "datacontenttype");
  if (!type) return true;
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(type->text(), absl::MaxSplits(';', 1));
  const std::string media = absl::AsciiStrToLower(absl::StripAsciiWhitespace(parts.first));
  return absl::EndsWith(media, "/json") || absl::EndsWith(media, "+json");
}

}  // namespace

absl::StatusOr<std::optional<std::string>> EncodedData(JsonNode event) {
  for (const char* name : {"id", "source", "type"}) {
    RETURN_IF_ERROR(NeededText(event, name).status());
  }
  ASSIGN_OR_RETURN(const std::string version, NeededText(event, "specversion"));
  if (version != kVersion) {
    return Unreadable("it is a CloudEvent of another version than 1.0.",
                      "c'est un CloudEvent d'une autre version que 1.0.");
  }
  const std::optional<JsonNode> encoded = Member(event, "data_base64");
  if (!encoded) return std::optional<std::string>();
  if (Member(event, "data")) {
    return Unreadable("a CloudEvent has `data` or `data_base64`, not both.",
                      "un CloudEvent a `data` ou `data_base64`, pas les deux.");
  }
  std::string bytes;
  if (encoded->type() != JsonType::kString || !absl::Base64Unescape(encoded->text(), &bytes)) {
    return Unreadable("its `data_base64` is no Base64.", "son `data_base64` n'est pas du Base64.");
  }
  if (!IsJson(event)) return std::optional<std::string>();
  const auto document = mapping::JsonDocument::Parse(bytes);
  if (document.ok()) return std::optional<std::string>(mapping::JsonText(document->root()));
  return Unreadable("its `data_base64` should be JSON and is not.",
                    "son `data_base64` devrait être du JSON et n'en est pas.");
}

}  // namespace palier::kpi
