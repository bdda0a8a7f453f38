// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/number.h"

#include <charconv>
#include <cmath>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/mapping/text.h"

namespace palier::mapping {
namespace {

bool AreDigits(absl::string_view text) {
  for (const char c : text) {
    if (!absl::ascii_isdigit(c)) return false;
  }
  return !text.empty();
}

// "1 234 567" as digits; empty when a group after the first has not three digits.
std::string Joined(absl::string_view text, char mark) {
  std::string digits;
  const std::vector<absl::string_view> groups = absl::StrSplit(text, mark);
  for (size_t i = 0; i < groups.size(); ++i) {
    if (!AreDigits(groups[i]) || (i > 0 ? groups[i].size() != 3 : groups[i].size() > 3)) return "";
    digits.append(groups[i].data(), groups[i].size());
  }
  return digits;
}

std::string WholeDigits(absl::string_view text) {
  if (AreDigits(text)) return std::string(text);
  for (const char mark : {' ', '\'', ','}) {
    if (absl::StrContains(text, mark)) return Joined(text, mark);
  }
  return "";
}

ParsedNumber Made(bool negative, absl::string_view whole, absl::string_view fraction) {
  while (whole.size() > 1 && whole[0] == '0') whole.remove_prefix(1);
  while (!fraction.empty() && fraction.back() == '0') fraction.remove_suffix(1);
  const bool zero = whole == "0" && fraction.empty();
  return {NumberClass::kReadable, absl::StrCat(negative && !zero ? "-" : "", whole,
                                               fraction.empty() ? "" : ".", fraction)};
}

size_t Count(absl::string_view text, char c) {
  size_t count = 0;
  for (const char each : text) count += each == c ? 1 : 0;
  return count;
}

// Where the decimal mark is, npos for none; sets `ambiguous` when it cannot be told.
size_t DecimalMark(absl::string_view text, NumberStyle style, bool& ambiguous) {
  const size_t point = text.find('.');
  const size_t comma = text.find(',');
  if (point != absl::string_view::npos) return point;
  if (comma == absl::string_view::npos || Count(text, ',') > 1) return absl::string_view::npos;
  const bool could_group = text.size() - comma == 4 && comma >= 1 && comma <= 3 && text[0] != '0' &&
                           AreDigits(text.substr(0, comma));
  ambiguous = style == NumberStyle::kUnknown && could_group;
  return comma;
}

}  // namespace

ParsedNumber ParseNumber(absl::string_view raw, NumberStyle style) {
  if (IsEmptyMark(raw)) return {};
  const ParsedNumber unreadable{NumberClass::kUnreadable, ""};
  // No-break, thin and narrow no-break spaces; the minus sign of typography.
  const std::string plain = absl::StrReplaceAll(
      Trim(raw),
      {{"\u00A0", " "}, {"\u202F", " "}, {"\u2009", " "}, {"\u2212", "-"}, {"\u2019", "'"}});
  absl::string_view text = plain;
  const bool negative = absl::ConsumePrefix(&text, "-");
  if (!negative) absl::ConsumePrefix(&text, "+");
  if (text.size() > kMaxNumberDigits) return unreadable;
  bool ambiguous = false;
  const size_t mark = DecimalMark(text, style, ambiguous);
  const absl::string_view fraction = mark == absl::string_view::npos ? "" : text.substr(mark + 1);
  if (mark != absl::string_view::npos && !AreDigits(fraction)) return unreadable;
  const std::string whole = WholeDigits(text.substr(0, mark));
  if (whole.empty()) return unreadable;
  if (ambiguous) return {NumberClass::kAmbiguous, ""};
  return Made(negative, whole, fraction);
}

std::string ToDecimal(double value) {
  if (!std::isfinite(value)) return "";
  if (value == 0) return "0";
  char buffer[400];
  const auto end =
      std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed).ptr;
  return std::string(buffer, end);
}

int SignificantDigits(absl::string_view number) {
  int digits = 0;
  for (const char c : number) {
    if (absl::ascii_isdigit(c) && (digits > 0 || c != '0')) ++digits;
  }
  return digits;
}

}  // namespace palier::mapping
