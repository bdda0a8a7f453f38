// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/table/list_text.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace palier::registry {
namespace {

std::string Escaped(absl::string_view value, char separator) {
  if (value.empty()) return "\\0";
  std::string out;
  for (size_t i = 0; i < value.size(); ++i) {
    const bool end = i == 0 || i + 1 == value.size();
    const bool space = end && absl::ascii_isspace(value[i]);
    if (value[i] == '\\' || value[i] == separator || space) out += '\\';
    out += value[i];
  }
  return out;
}

// White space that no backslash protects.
absl::string_view TrimBare(absl::string_view text) {
  while (!text.empty() && absl::ascii_isspace(text.front())) text.remove_prefix(1);
  while (!text.empty() && absl::ascii_isspace(text.back())) {
    size_t slashes = 0;
    while (slashes + 1 < text.size() && text[text.size() - 2 - slashes] == '\\') ++slashes;
    if (slashes % 2 == 1) break;
    text.remove_suffix(1);
  }
  return text;
}

std::vector<absl::string_view> Parts(absl::string_view text, char separator) {
  std::vector<absl::string_view> parts;
  size_t begin = 0;
  for (size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] == '\\') {
      ++i;
    } else if (i == text.size() || text[i] == separator) {
      parts.push_back(TrimBare(text.substr(begin, i - begin)));
      begin = i + 1;
    }
  }
  if (begin < text.size()) parts.push_back(TrimBare(text.substr(begin)));  // ends in a backslash
  return parts;
}

std::string Unescaped(absl::string_view part) {
  if (part == "\\0") return "";
  std::string out;
  for (size_t i = 0; i < part.size(); ++i) {
    if (part[i] == '\\' && i + 1 < part.size()) ++i;
    out += part[i];
  }
  return out;
}

}  // namespace

std::string JoinList(const std::vector<std::string>& values) {
  return absl::StrJoin(values, " | ", [](std::string* out, const std::string& value) {
    out->append(Escaped(value, '|'));
  });
}

std::vector<std::string> SplitList(absl::string_view text) {
  std::vector<std::string> values;
  for (const absl::string_view part : Parts(text, '|')) {
    if (!part.empty()) values.push_back(Unescaped(part));
  }
  return values;
}

std::string JoinRecord(const NamedValues& values) {
  return absl::StrJoin(values, " ; ", [](std::string* out, const auto& value) {
    absl::StrAppend(out, value.first, "=", Escaped(value.second, ';'));
  });
}

NamedValues SplitRecord(absl::string_view text) {
  NamedValues values;
  for (const absl::string_view part : Parts(text, ';')) {
    if (part.empty()) continue;
    const size_t equal = part.find('=');
    if (equal == absl::string_view::npos) {
      values.emplace_back("", Unescaped(part));
    } else {
      values.emplace_back(std::string(TrimBare(part.substr(0, equal))),
                          Unescaped(TrimBare(part.substr(equal + 1))));
    }
  }
  return values;
}

}  // namespace palier::registry
