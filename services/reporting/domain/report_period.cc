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

// A week has 7 days, a month at most 31, a quarter at most 92: so many on is the next one.
absl::CivilDay NextBegin(Cadence cadence, absl::CivilDay begin) {
  const int step = cadence == Cadence::kWeekly ? 7 : cadence == Cadence::kMonthly ? 31 : 92;
  return BeginOf(cadence, begin + step);
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

ReportPeriod PeriodOf(Cadence cadence, absl::CivilDay day) {
  const absl::CivilDay first = BeginOf(cadence, day);
  return {LabelOf(cadence, first), first, NextBegin(cadence, first) - 1};
}

ReportPeriod PeriodBefore(Cadence cadence, absl::CivilDay day) {
  return PeriodOf(cadence, BeginOf(cadence, day) - 1);
}

absl::Time NextDue(Cadence cadence, absl::Time after, int hour, const absl::TimeZone& zone) {
  absl::CivilDay begin = BeginOf(cadence, absl::ToCivilDay(after, zone));
  while (true) {
    const absl::Time due = absl::FromCivil(absl::CivilHour(begin) + hour, zone);
    if (due > after) return due;
    begin = NextBegin(cadence, begin);
  }
}

}  // namespace palier::reporting
