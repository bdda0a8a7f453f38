// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/text.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace palier::mapping {
namespace {

bool IsSpace(utf8proc_int32_t c) {
  if (c < 0x80) return c == ' ' || (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x1F);
  return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200B) || c == 0x2028 ||
         c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000 || c == 0xFEFF;
}

struct Character {
  utf8proc_int32_t code = 0;
  size_t bytes = 1;
};

// A byte that begins no character counts as one of its own, so that every loop goes on.
Character First(absl::string_view text) {
  Character first;
  if (static_cast<unsigned char>(text[0]) < 0x80) return {text[0], 1};
  const utf8proc_ssize_t bytes = utf8proc_iterate(
      reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
      static_cast<utf8proc_ssize_t>(std::min<size_t>(text.size(), 4)), &first.code);
  first.bytes = bytes > 0 ? static_cast<size_t>(bytes) : 1;
  return first;
}

bool IsContinuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

bool IsAscii(absl::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return (c & 0x80) != 0; });
}

std::string FoldCase(absl::string_view text) {
  if (IsAscii(text)) return absl::AsciiStrToLower(text);
  constexpr auto kForm = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE |
                                                        UTF8PROC_COMPAT | UTF8PROC_CASEFOLD);
  utf8proc_uint8_t* folded = nullptr;
  const utf8proc_ssize_t bytes =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                   static_cast<utf8proc_ssize_t>(text.size()), &folded, kForm);
  if (bytes < 0) return absl::AsciiStrToLower(text);
  std::string result(reinterpret_cast<const char*>(folded), static_cast<size_t>(bytes));
  std::free(folded);
  return result;
}

bool IsHeaderCharacter(utf8proc_int32_t c) {
  const utf8proc_category_t category = utf8proc_category(c);
  return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

}  // namespace

absl::string_view Trim(absl::string_view text) {
  while (!text.empty()) {
    const Character first = First(text);
    if (!IsSpace(first.code)) break;
    text.remove_prefix(first.bytes);
  }
  while (!text.empty()) {
    size_t last = text.size() - 1;
    while (last > 0 && IsContinuation(text[last])) --last;
    if (!IsSpace(First(text.substr(last)).code)) break;
    text.remove_suffix(text.size() - last);
  }
  return text;
}

std::string CollapseSpace(absl::string_view text) {
  std::string result;
  bool gap = false;
  for (text = Trim(text); !text.empty();) {
    const Character first = First(text);
    if (IsSpace(first.code)) {
      gap = true;
    } else {
      if (gap) result.push_back(' ');
      gap = false;
      result.append(text.data(), first.bytes);
    }
    text.remove_prefix(first.bytes);
  }
  return result;
}

std::string Fold(absl::string_view text) {
  return FoldCase(CollapseSpace(text));
}

std::string FoldHeader(absl::string_view text) {
  const std::string folded = FoldCase(text);
  std::string result;
  for (absl::string_view rest = folded; !rest.empty();) {
    const Character first = First(rest);
    if (IsHeaderCharacter(first.code)) result.append(rest.data(), first.bytes);
    rest.remove_prefix(first.bytes);
  }
  return result;
}

bool IsEmptyMark(absl::string_view text) {
  text = Trim(text);
  for (const char* mark : {"", "-", "n/a", "na", "n.a."}) {
    if (absl::EqualsIgnoreCase(text, mark)) return true;
  }
  return false;
}

absl::string_view Excerpt(absl::string_view text, size_t max_bytes) {
  if (text.size() <= max_bytes) return text;
  while (max_bytes > 0 && IsContinuation(text[max_bytes])) --max_bytes;
  return text.substr(0, max_bytes);
}

}  // namespace palier::mapping
