// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/date.h"

#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_format.h"
#include "common/mapping/text.h"

namespace palier::mapping {
namespace {

constexpr int kFirstCredibleYear = 1950;
constexpr int kCredibleYearsAhead = 10;

// A number of `least` to `most` digits at the front of `rest`, which it consumes; -1 for none. A
// longer run of digits is no number at all.
int TakeNumber(absl::string_view& rest, size_t least, size_t most) {
  size_t digits = 0;
  int value = 0;
  while (digits < rest.size() && absl::ascii_isdigit(rest[digits])) {
    if (++digits > most) return -1;
    value = value * 10 + (rest[digits - 1] - '0');
  }
  if (digits < least) return -1;
  rest.remove_prefix(digits);
  return value;
}

bool Take(absl::string_view& rest, absl::string_view any_of) {
  if (rest.empty() || !absl::StrContains(any_of, rest[0])) return false;
  rest.remove_prefix(1);
  return true;
}

// Reads year-month-day, and leaves what follows it in `rest`.
std::optional<Date> TakeIso(absl::string_view& rest) {
  Date date;
  if ((date.year = TakeNumber(rest, 4, 4)) < 0 || !Take(rest, "-")) return std::nullopt;
  if ((date.month = TakeNumber(rest, 2, 2)) < 0 || !Take(rest, "-")) return std::nullopt;
  if ((date.day = TakeNumber(rest, 2, 2)) < 0) return std::nullopt;
  return date;
}

bool TakeClock(absl::string_view& rest) {
  const int hour = TakeNumber(rest, 2, 2);
  if (hour < 0 || hour > 23 || !Take(rest, ":")) return false;
  const int minute = TakeNumber(rest, 2, 2);
  return minute >= 0 && minute <= 59;
}

bool IsTimeOfDay(absl::string_view rest) {
  if (!Take(rest, "Tt ") || !TakeClock(rest) || !Take(rest, ":")) return false;
  const int second = TakeNumber(rest, 2, 2);
  if (second < 0 || second > 60) return false;
  if (Take(rest, ".") && TakeNumber(rest, 1, 9) < 0) return false;
  if (Take(rest, "Zz")) return rest.empty();
  return Take(rest, "+-") && TakeClock(rest) && rest.empty();
}

std::optional<Date> TakeShortParts(absl::string_view rest, int Date::*first, int Date::*second) {
  Date date;
  if ((date.*first = TakeNumber(rest, 1, 2)) < 0 || !Take(rest, "/")) return std::nullopt;
  if ((date.*second = TakeNumber(rest, 1, 2)) < 0 || !Take(rest, "/")) return std::nullopt;
  if ((date.year = TakeNumber(rest, 4, 4)) < 0 || !rest.empty()) return std::nullopt;
  return date;
}

std::optional<Date> Read(absl::string_view text, DateFormat format) {
  if (format == DateFormat::kMonthDayYear) return TakeShortParts(text, &Date::month, &Date::day);
  if (format == DateFormat::kDayMonthYear) return TakeShortParts(text, &Date::day, &Date::month);
  const std::optional<Date> date = TakeIso(text);
  const bool whole = format == DateFormat::kIso ? text.empty() : IsTimeOfDay(text);
  return whole ? date : std::nullopt;
}

bool IsMonthName(absl::string_view word) {
  for (const char* month : {"january", "february", "march", "april", "may", "june", "july",
                            "august", "september", "october", "november", "december"}) {
    if (absl::EqualsIgnoreCase(word, month)) return true;
    if (absl::EqualsIgnoreCase(word, absl::string_view(month).substr(0, 3))) return true;
  }
  return absl::EqualsIgnoreCase(word, "sept");
}

bool IsShortNumber(absl::string_view text) {
  return TakeNumber(text, 1, 2) >= 0 && text.empty();
}

bool IsMonthAndShortNumber(absl::string_view text) {
  const size_t cut = text.find_first_of("- /");
  if (cut == absl::string_view::npos) return false;
  const absl::string_view left = text.substr(0, cut);
  const absl::string_view right = text.substr(cut + 1);
  return (IsShortNumber(left) && IsMonthName(right)) || (IsMonthName(left) && IsShortNumber(right));
}

bool HasShortYear(absl::string_view rest) {
  for (int part = 0; part < 3; ++part) {
    if (part > 0 && !Take(rest, "/-.")) return false;
    if (TakeNumber(rest, 1, 2) < 0) return false;
  }
  return rest.empty();
}

bool IsDay(const Date& date) {
  if (date.year < 1 || date.month < 1 || date.day < 1) return false;
  const absl::CivilDay day = ToCivilDay(date);
  return day.month() == date.month && day.day() == date.day;
}

bool IsCredible(const Date& date, const Date& as_of) {
  return date.year >= kFirstCredibleYear &&
         date <= Date{as_of.year + kCredibleYearsAhead, as_of.month, as_of.day};
}

}  // namespace

ParsedDate ParseDate(absl::string_view text, absl::Span<const DateFormat> formats, Date as_of) {
  if (IsEmptyMark(text)) return {DateClass::kEmpty, {}};
  text = Trim(text);
  for (const DateFormat format : formats) {
    const std::optional<Date> date = Read(text, format);
    if (!date.has_value() || !IsDay(*date)) continue;
    return {IsCredible(*date, as_of) ? DateClass::kReadable : DateClass::kSuspicious, *date};
  }
  const bool ambiguous = IsMonthAndShortNumber(text) || HasShortYear(text);
  return {ambiguous ? DateClass::kAmbiguous : DateClass::kUnreadable, {}};
}

std::string ToIso(Date date) {
  if (date.year == 0) return "";
  return absl::StrFormat("%04d-%02d-%02d", date.year, date.month, date.day);
}

absl::CivilDay ToCivilDay(Date date) {
  return absl::CivilDay(date.year, date.month, date.day);
}

}  // namespace palier::mapping
