// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/json_text.h"

#include <nlohmann/json.hpp>

namespace palier::mapping {
namespace {

void Append(JsonNode node, const JsonEdit& edit, std::string& out);

void AppendMembers(JsonNode object, const JsonEdit& edit, std::string& out) {
  out += '{';
  const size_t begin = out.size();
  for (size_t i = 0; i < object.size(); ++i) {
    const size_t before = out.size();
    if (before > begin) out += ',';
    out += JsonString(object[i].name()) + ':';
    const size_t value = out.size();
    Append(object[i], edit, out);
    if (out.size() == value) out.resize(before);
  }
  out += '}';
}

void AppendElements(JsonNode array, const JsonEdit& edit, std::string& out) {
  out += '[';
  for (size_t i = 0; i < array.size(); ++i) {
    if (i > 0) out += ',';
    const size_t value = out.size();
    Append(array[i], edit, out);
    if (out.size() == value) out += "null";
  }
  out += ']';
}

void Append(JsonNode node, const JsonEdit& edit, std::string& out) {
  if (edit != nullptr) {
    if (const std::optional<std::string> other = edit(node)) {
      out += *other;
      return;
    }
  }
  switch (node.type()) {
    case JsonType::kNull:
      out += "null";
      return;
    case JsonType::kBool:
    case JsonType::kNumber:
      out += std::string(node.text());
      return;
    case JsonType::kString:
      out += JsonString(node.text());
      return;
    case JsonType::kArray:
      return AppendElements(node, edit, out);
    case JsonType::kObject:
      return AppendMembers(node, edit, out);
  }
}

}  // namespace

std::string JsonText(JsonNode node, const JsonEdit& edit) {
  std::string out;
  Append(node, edit, out);
  return out;
}

std::string JsonString(absl::string_view text) {
  return nlohmann::json(std::string(text))
      .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string JsonObjectText(absl::Span<const std::pair<std::string, std::string>> members) {
  std::string out = "{";
  for (const auto& [name, text] : members) {
    if (out.size() > 1) out += ',';
    out += JsonString(name) + ':' + JsonString(text);
  }
  return out + "}";
}

}  // namespace palier::mapping
