// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/xlsx_text.h"

#include <cmath>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"

namespace palier::mapping {
namespace {

constexpr int kDaySeconds = 86'400;
constexpr int64_t kLastSerial = 2'958'465;  // 9999-12-31

// Whether `text` begins as an escape does: `_xHHHH`.
bool BeginsEscape(absl::string_view text) {
  if (text.size() < 6 || text[0] != '_' || text[1] != 'x') return false;
  for (const char c : text.substr(2, 4)) {
    if (!absl::ascii_isxdigit(c)) return false;
  }
  return true;
}

// The code unit of an escape `_xHHHH_` at the front of `text`; -1 for none.
int EscapeAt(absl::string_view text) {
  uint32_t unit = 0;
  if (text.size() < 7 || text[6] != '_' || !BeginsEscape(text)) return -1;
  return absl::SimpleHexAtoi(text.substr(2, 4), &unit) ? static_cast<int>(unit) : -1;
}

void AppendCharacter(uint32_t c, std::string& out) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | (c >> 6));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xE0 | (c >> 12));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

void AppendEscaped(absl::string_view text, size_t at, std::string& out) {
  const char c = text[at];
  const auto byte = static_cast<unsigned char>(c);
  if (c == '&') {
    out += "&amp;";
  } else if (c == '<') {
    out += "&lt;";
  } else if (c == '>') {
    out += "&gt;";
  } else if (c == '_' && BeginsEscape(text.substr(at))) {
    // Whatever follows: an escape after it would bring the underscore that completes it.
    out += "_x005F_";
  } else if (byte < 0x20 && c != '\t' && c != '\n') {
    absl::StrAppend(&out, absl::StrFormat("_x%04X_", byte));
  } else {
    out += c;
  }
}

// A format code without what it shows as it stands: quoted texts, escaped and repeated characters,
// colours and conditions; elapsed times are kept.
std::string BareFormat(absl::string_view code) {
  std::string bare;
  for (size_t i = 0; i < code.size(); ++i) {
    const char c = absl::ascii_tolower(code[i]);
    if (c == ';') break;  // the first section is that of positive numbers
    if (c == '"') {
      i = std::min(code.find('"', i + 1), code.size());
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == '[') {
      const size_t end = std::min(code.find(']', i), code.size());
      const char first = i + 1 < code.size() ? absl::ascii_tolower(code[i + 1]) : ' ';
      const bool elapsed = end <= i + 3 && absl::StrContains("hms", first);
      if (elapsed) bare += first == 'm' ? 'h' : first;
      i = end;
    } else {
      bare += c;
    }
  }
  return bare;
}

}  // namespace

std::string DecodeXstring(absl::string_view text) {
  std::string out;
  while (!text.empty()) {
    const int unit = EscapeAt(text);
    // Surrogates and NUL stand for nothing that a text can hold.
    if (unit > 0 && (unit < 0xD800 || unit > 0xDFFF)) {
      AppendCharacter(static_cast<uint32_t>(unit), out);
      text.remove_prefix(7);
      continue;
    }
    const size_t next = std::min(text.find('_', 1), text.size());
    out.append(text.data(), next);
    text.remove_prefix(next);
  }
  return out;
}

std::string EncodeXstring(absl::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const absl::string_view rest = text.substr(i, 3);
    if (rest == "\xEF\xBF\xBE" || rest == "\xEF\xBF\xBF") {
      out += rest == "\xEF\xBF\xBE" ? "_xFFFE_" : "_xFFFF_";
      i += 2;
    } else {
      AppendEscaped(text, i, out);
    }
  }
  return out;
}

std::string ColumnLetters(int column) {
  std::string letters;
  for (int rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
  }
  return letters;
}

std::optional<CellPlace> ParsePlace(absl::string_view reference) {
  CellPlace place;
  int column = 0;
  size_t letters = 0;
  while (letters < reference.size() && letters < 3 && absl::ascii_isalpha(reference[letters])) {
    column = column * 26 + (absl::ascii_toupper(reference[letters++]) - 'A' + 1);
  }
  const absl::string_view digits = reference.substr(letters);
  if (letters == 0 || digits.empty() || !absl::ascii_isdigit(digits[0])) return std::nullopt;
  if (!absl::SimpleAtoi(digits, &place.row) || place.row < 1) return std::nullopt;
  place.column = column - 1;
  if (place.column >= kMaxSheetColumns || place.row > kMaxSheetRows) return std::nullopt;
  return place;
}

NumberFormat BuiltInFormat(int id) {
  const auto within = [id](int first, int last) { return id >= first && id <= last; };
  // 27 to 36 and 50 to 58 are the dates of East Asian locales.
  const bool date = within(14, 17) || id == 22 || within(27, 31) || id == 36 || within(50, 58);
  const bool time = within(18, 22) || within(32, 35) || within(45, 47);
  return {date, time};
}

NumberFormat ParseFormat(absl::string_view code) {
  std::string bare = BareFormat(code);
  NumberFormat format;
  if (absl::StrContains(bare, "general")) return format;
  const bool half_days = absl::StrContains(bare, "am/pm") || absl::StrContains(bare, "a/p");
  format.time = half_days || bare.find_first_of("hs") != std::string::npos;
  // An m is a month, unless hours or seconds make it minutes.
  const bool month = !format.time && absl::StrContains(bare, "m");
  format.date = month || bare.find_first_of("yd") != std::string::npos;
  return format;
}

std::optional<SerialTime> FromSerial(double serial, Epoch epoch) {
  if (!std::isfinite(serial) || serial < 0 || serial >= static_cast<double>(kLastSerial + 1))
    return std::nullopt;
  auto days = static_cast<int64_t>(std::floor(serial));
  auto second = static_cast<int>(std::lround((serial - std::floor(serial)) * kDaySeconds));
  if (second == kDaySeconds) {
    ++days;
    second = 0;
  }
  if (epoch == Epoch::k1900 && (days == 0 || days == 60)) return std::nullopt;
  absl::CivilDay first(1904, 1, 1);
  if (epoch == Epoch::k1900)
    first = days < 60 ? absl::CivilDay(1899, 12, 31) : absl::CivilDay(1899, 12, 30);
  const absl::CivilDay day = first + days;
  if (day.year() > 9999) return std::nullopt;
  return SerialTime{{static_cast<int>(day.year()), day.month(), day.day()}, second};
}

std::optional<int64_t> ToSerial(Date day) {
  const int64_t serial = ToCivilDay(day) - absl::CivilDay(1899, 12, 30);
  if (serial <= 60 || serial > kLastSerial) return std::nullopt;
  return serial;
}

std::string ClockText(int second) {
  return absl::StrFormat("%02d:%02d:%02d", second / 3600, second / 60 % 60, second % 60);
}

}  // namespace palier::mapping
