// SPDX-License-Identifier: Apache-2.0
// Calendar dates as people write them in registers: read when there is one reading, never guessed.
#ifndef PALIER_COMMON_MAPPING_DATE_H_
#define PALIER_COMMON_MAPPING_DATE_H_

#include <compare>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"

namespace palier::mapping {

// A day of the Gregorian calendar; year 0 means no day.
struct Date {
  int year = 0;
  int month = 0;
  int day = 0;
  friend auto operator<=>(const Date&, const Date&) = default;
};

// A spelling that a source is known to use.
enum class DateFormat {
  kMonthDayYear,  // 7/1/2023
  kDayMonthYear,  // 1/7/2023, as in most of Europe
  kIso,           // 2023-07-01
  kRfc3339,       // 2023-07-01T08:00:00Z; the day as written, whatever the offset
};

enum class DateClass {
  kReadable,
  kSuspicious,  // readable, but before 1950 or more than ten years after the as-of date: kept, and
                // to be reported
  kEmpty,       // says that there is no date: IsEmptyMark
  kAmbiguous,   // has several readings: "22-Feb" or "Feb-22" (what a spreadsheet leaves of a date),
                // "1/2/23"
  kUnreadable,  // anything else, impossible days, "TBD", "Q4FY25"
};

struct ParsedDate {
  DateClass kind = DateClass::kEmpty;
  // Set when readable().
  Date date;
  bool readable() const { return kind == DateClass::kReadable || kind == DateClass::kSuspicious; }
};

// Reads `text` (white space around it does not matter) in one of `formats`. Thread-safe.
ParsedDate ParseDate(absl::string_view text, absl::Span<const DateFormat> formats, Date as_of);

// "2023-07-01"; empty for no day.
std::string ToIso(Date date);
absl::CivilDay ToCivilDay(Date date);

}  // namespace palier::mapping

#endif  // PALIER_COMMON_MAPPING_DATE_H_
