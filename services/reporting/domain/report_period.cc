// SPDX-License-Identifier: Apache-2.0
#include "reporting/domain/report_period.h"

#include "absl/strings/str_format.h"

namespace palier::reporting {
namespace {

absl::CivilMonth QuarterOf(absl::CivilMonth month) {
  return month - (month.month() - 1) % 3;
}

// First day of the period that holds `day`.
absl::CivilDay BeginOf(Cadence cadence, absl::CivilDay day) {
  switch (cadence) {
    case Cadence::kWeekly:
      return absl::PrevWeekday(day + 1, absl::Weekday::monday);
    case Cadence::kMonthly:
      return absl::CivilDay(absl::CivilMonth(day));
    case Cadence::kQuarterly:
      return absl::CivilDay(QuarterOf(absl::CivilMonth(day)));
  }
  return day;
}

// A week belongs to the year of its Thursday.
std::string LabelOf(Cadence cadence, absl::CivilDay first) {
  const absl::CivilDay thursday = first + 3;
  switch (cadence) {
    case Cadence::kWeekly:
      return absl::StrFormat("%d-W%02d", thursday.year(), (absl::GetYearDay(thursday) - 1) / 7 + 1);
    case Cadence::kMonthly:
      return absl::StrFormat("%d-%02d", first.year(), first.month());
    case Cadence::kQuarterly:
      return absl::StrFormat("%d-Q%d", first.year(), (first.month() - 1) / 3 + 1);
  }
  return "";
}

}  // namespace

ReportPeriod PeriodBefore(Cadence cadence, absl::CivilDay day) {
  const absl::CivilDay last = BeginOf(cadence, day) - 1;
  const absl::CivilDay first = BeginOf(cadence, last);
  return {LabelOf(cadence, first), first, last};
}

absl::Time NextDue(Cadence cadence, absl::Time after, int hour, const absl::TimeZone& zone) {
  absl::CivilDay begin = BeginOf(cadence, absl::ToCivilDay(after, zone));
  while (true) {
    const absl::Time due = absl::FromCivil(absl::CivilHour(begin) + hour, zone);
    if (due > after) return due;
    // Any day of the next period is at most 92 days on; its first day is found from there.
    const int step = cadence == Cadence::kWeekly ? 7 : cadence == Cadence::kMonthly ? 31 : 92;
    begin = BeginOf(cadence, begin + step);
  }
}

}  // namespace palier::reporting
