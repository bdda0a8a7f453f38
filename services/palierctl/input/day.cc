// SPDX-License-Identifier: Apache-2.0
#include "palierctl/input/day.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/status/macros.h"
#include "common/time/months.h"
#include "palierctl/errors.h"

namespace palier::ctl {
namespace {

constexpr int kMaxDistance = 100000;

absl::Status NoDay(absl::string_view text) {
  return Usage(
      {absl::StrCat("`", text,
                    "` is no day. Examples: 2026-07-01, today, today-180d, today+2w, today-6m."),
       absl::StrCat("« ", text,
                    " » n'est pas un jour. Exemples : 2026-07-01, today, today-180d, today+2w, "
                    "today-6m.")});
}

bool SplitUnit(absl::string_view text, int* number, char* unit) {
  if (text.size() < 2) return false;
  *unit = text.back();
  text.remove_suffix(1);
  return absl::ascii_isdigit(text.front()) && absl::SimpleAtoi(text, number) &&
         *number <= kMaxDistance;
}

bool Move(absl::CivilDay& day, absl::string_view distance) {
  const char sign = distance.front();
  int number = 0;
  char unit = 0;
  if ((sign != '+' && sign != '-') || !SplitUnit(distance.substr(1), &number, &unit)) return false;
  if (sign == '-') number = -number;
  switch (unit) {
    case 'd':
      day += number;
      return true;
    case 'w':
      day += 7 * number;
      return true;
    case 'm':
      day = time::MonthsAfter(day, number);
      return true;
    default:
      return false;
  }
}

bool IsoDay(absl::string_view text, absl::CivilDay* day) {
  return text.size() == 10 && text[4] == '-' && text[7] == '-' && absl::ParseCivilTime(text, day);
}

}  // namespace

absl::StatusOr<absl::CivilDay> ParseDay(absl::string_view text, absl::CivilDay today) {
  absl::string_view rest = text;
  if (absl::ConsumePrefix(&rest, "today")) {
    if (rest.empty() || Move(today, rest)) return today;
    return NoDay(text);
  }
  absl::CivilDay day;
  if (!IsoDay(text, &day)) return NoDay(text);
  return day;
}

absl::StatusOr<DaySpan> ParseDaySpan(absl::string_view text, absl::CivilDay today) {
  const std::vector<std::string> ends = absl::StrSplit(text, "..");
  if (ends.size() != 2) {
    return Usage(
        {absl::StrCat("`", text, "` is no period. Example: 2026-01-01..2026-03-31."),
         absl::StrCat("« ", text, " » n'est pas une période. Exemple : 2026-01-01..2026-03-31.")});
  }
  DaySpan span;
  ASSIGN_OR_RETURN(span.first, ParseDay(ends[0], today));
  ASSIGN_OR_RETURN(span.last, ParseDay(ends[1], today));
  if (span.last < span.first) {
    return Usage({absl::StrCat("The period `", text, "` ends before it begins."),
                  absl::StrCat("La période « ", text, " » finit avant de commencer.")});
  }
  return span;
}

absl::StatusOr<int> ParseDayCount(absl::string_view text) {
  int number = 0;
  char unit = 'd';
  if (absl::SimpleAtoi(text, &number) || SplitUnit(text, &number, &unit)) {
    const int days = unit == 'd' ? 1 : unit == 'w' ? 7 : unit == 'm' ? 30 : 0;
    if (days > 0 && number >= 0 && number <= kMaxDistance) return number * days;
  }
  return Usage(
      {absl::StrCat("`", text, "` is no number of days. Examples: 365d, 26w, 12m."),
       absl::StrCat("« ", text, " » n'est pas un nombre de jours. Exemples : 365d, 26w, 12m.")});
}

std::string FormatDay(absl::CivilDay day) {
  return absl::FormatCivilTime(day);
}

absl::CivilDay Today() {
  return absl::ToCivilDay(absl::Now(), absl::LocalTimeZone());
}

}  // namespace palier::ctl
