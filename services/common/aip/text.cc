// SPDX-License-Identifier: Apache-2.0
#include "common/aip/text.h"

#include <utf8proc.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace palier::aip {
namespace {

constexpr size_t kExcerptBytes = 100;
constexpr char kReplacement[] = "\xEF\xBF\xBD";

const utf8proc_uint8_t* Bytes(absl::string_view text) {
  return reinterpret_cast<const utf8proc_uint8_t*>(text.data());
}

// Bytes of the first code point of `text`, which is not empty; 0 when it is malformed.
size_t CodePoint(absl::string_view text, utf8proc_int32_t* point) {
  const utf8proc_ssize_t size =
      utf8proc_iterate(Bytes(text), static_cast<utf8proc_ssize_t>(text.size()), point);
  return size > 0 ? static_cast<size_t>(size) : 0;
}

// Letters that Unicode does not decompose but that readers take for others. Capitals are folded
// before.
const char* Respelled(utf8proc_int32_t point) {
  switch (point) {
    case 0x00DF:
      return "ss";
    case 0x0153:
      return "oe";
    case 0x00E6:
      return "ae";
    case 0x00F8:
      return "o";
    case 0x0142:
      return "l";
    case 0x0111:
      return "d";
    case 0x0131:
      return "i";
    case 0x00F0:
      return "d";
    case 0x00FE:
      return "th";
    case 0x2018:
      return "'";
    case 0x2019:
      return "'";
    default:
      return nullptr;
  }
}

bool IsSpace(utf8proc_int32_t point) {
  const utf8proc_category_t category = utf8proc_category(point);
  return point == ' ' || category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
         category == UTF8PROC_CATEGORY_ZP;
}

// NFKD, no marks, folded case, no control characters. `clean` is valid UTF-8, so only lack of
// memory can fail.
std::string Decompose(const std::string& clean) {
  utf8proc_uint8_t* mapped = nullptr;
  const auto options =
      static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_STRIPMARK |
                                     UTF8PROC_CASEFOLD | UTF8PROC_IGNORE | UTF8PROC_STRIPCC);
  const utf8proc_ssize_t size =
      utf8proc_map(Bytes(clean), static_cast<utf8proc_ssize_t>(clean.size()), &mapped, options);
  const std::unique_ptr<utf8proc_uint8_t, void (*)(void*)> owner(mapped, std::free);
  if (size < 0) return clean;
  return std::string(reinterpret_cast<const char*>(mapped), static_cast<size_t>(size));
}

std::string Hex(uint64_t bits) {
  return absl::StrFormat("%016x", bits);
}

constexpr uint64_t kSign = uint64_t{1} << 63;

}  // namespace

bool IsValidUtf8(absl::string_view text) {
  while (!text.empty()) {
    utf8proc_int32_t point = 0;
    const size_t size = CodePoint(text, &point);
    if (size == 0) return false;
    text.remove_prefix(size);
  }
  return true;
}

std::string CleanText(absl::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  while (!text.empty()) {
    utf8proc_int32_t point = 0;
    const size_t size = CodePoint(text, &point);
    if (size == 0) {
      clean.append(kReplacement);
    } else if (point != 0) {
      clean.append(text.data(), size);
    }
    text.remove_prefix(std::max<size_t>(size, 1));
  }
  return clean;
}

absl::string_view CutText(absl::string_view text, size_t max_bytes) {
  if (text.size() <= max_bytes) return text;
  size_t end = max_bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

std::string Excerpt(absl::string_view text) {
  std::string clean = CleanText(text.substr(0, kExcerptBytes + 4));
  if (clean.size() <= kExcerptBytes && text.size() <= kExcerptBytes) return clean;
  return absl::StrCat(CutText(clean, kExcerptBytes), "…");
}

std::string FoldFragment(absl::string_view text) {
  const std::string decomposed = Decompose(CleanText(text));
  absl::string_view rest = decomposed;
  std::string folded;
  folded.reserve(rest.size());
  while (!rest.empty()) {
    utf8proc_int32_t point = 0;
    const size_t size = std::max<size_t>(CodePoint(rest, &point), 1);
    if (IsSpace(point)) {
      if (folded.empty() || folded.back() != ' ') folded.push_back(' ');
    } else if (const char* respelled = Respelled(point)) {
      folded.append(respelled);
    } else {
      folded.append(rest.data(), size);
    }
    rest.remove_prefix(size);
  }
  return folded;
}

std::string FoldText(absl::string_view text) {
  std::string folded = FoldFragment(text);
  if (!folded.empty() && folded.back() == ' ') folded.pop_back();
  if (!folded.empty() && folded.front() == ' ') folded.erase(0, 1);
  return folded;
}

int CountCodePoints(absl::string_view text) {
  return static_cast<int>(std::count_if(text.begin(), text.end(), [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
  }));
}

std::string AfterPrefix(absl::string_view prefix) {
  std::string after(prefix);
  while (!after.empty()) {
    size_t start = after.size() - 1;
    while (start > 0 && (static_cast<unsigned char>(after[start]) & 0xC0) == 0x80) --start;
    utf8proc_int32_t point = 0;
    const bool readable = CodePoint(absl::string_view(after).substr(start), &point) > 0;
    after.resize(start);
    if (!readable || point >= 0x10FFFF) continue;
    // UTF-8 has no surrogates: the code point after U+D7FF is U+E000.
    utf8proc_uint8_t bytes[4];
    const utf8proc_ssize_t size = utf8proc_encode_char(point == 0xD7FF ? 0xE000 : point + 1, bytes);
    return after.append(reinterpret_cast<const char*>(bytes), static_cast<size_t>(size));
  }
  return after;
}

std::string EncodeOrderedInt(int64_t value) {
  return Hex(static_cast<uint64_t>(value) ^ kSign);
}

std::string EncodeOrderedDouble(double value) {
  if (std::isnan(value)) return "";
  if (value == 0) value = 0;
  uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof(bits));
  // Negative doubles grow with their magnitude bits: flipping them all reverses that.
  return Hex((bits & kSign) != 0 ? ~bits : bits | kSign);
}

std::string EncodeOrderedTime(absl::Time value) {
  return EncodeOrderedInt(absl::ToUnixMicros(value));
}

std::string EncodeOrderedDuration(absl::Duration value) {
  return EncodeOrderedInt(absl::ToInt64Microseconds(absl::Floor(value, absl::Microseconds(1))));
}

std::string EncodeOrderedBool(bool value) {
  return value ? "1" : "0";
}

std::string EncodeOrderedEnum(int32_t number) {
  return absl::StrFormat("%08x", static_cast<uint32_t>(number) ^ (uint32_t{1} << 31));
}

std::string EncodeOrderedDate(int year, int month, int day) {
  return absl::StrFormat("%04d%02d%02d", std::clamp(year, 0, 9999), std::clamp(month, 0, 99),
                         std::clamp(day, 0, 99));
}

}  // namespace palier::aip
