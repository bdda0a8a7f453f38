// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/rollup.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/str_format.h"

namespace palier::kpi {
namespace {

absl::CivilDay MondayOf(absl::CivilDay day) {
  return absl::PrevWeekday(day + 1, absl::Weekday::monday);
}

// ISO 8601: a week belongs to the year of its Thursday.
std::string WeekLabel(absl::CivilDay day) {
  const absl::CivilDay thursday = MondayOf(day) + 3;
  return absl::StrFormat("%04d-W%02d", thursday.year(), (absl::GetYearDay(thursday) + 6) / 7);
}

int QuarterOf(absl::CivilDay day) {
  return (day.month() + 2) / 3;
}

absl::Time BeginOf(absl::CivilDay day, absl::TimeZone zone) {
  const absl::TimeZone::TimeInfo info = zone.At(absl::CivilSecond(day));
  return info.kind == absl::TimeZone::TimeInfo::SKIPPED ? info.trans : info.pre;
}

}  // namespace

bool IsNewer(const LastValue& a, const LastValue& b) {
  return std::tie(a.order_key, a.event_time_us, a.id, a.value) >
         std::tie(b.order_key, b.event_time_us, b.id, b.value);
}

void DayCell::Add(const LastValue& measured) {
  min = count == 0 ? measured.value : std::min(min, measured.value);
  max = count == 0 ? measured.value : std::max(max, measured.value);
  if (count == 0 || IsNewer(measured, last)) last = measured;
  sum += measured.value;
  sketch.Add(measured.value);
  ++count;
}

void DayCell::Fold(const DayCell& other) {
  if (other.count == 0) return;
  min = count == 0 ? other.min : std::min(min, other.min);
  max = count == 0 ? other.max : std::max(max, other.max);
  if (count == 0 || IsNewer(other.last, last)) last = other.last;
  sum += other.sum;
  sketch.Merge(other.sketch);
  count += other.count;
}

Fixed MeanOf(const DayCell& cell) {
  if (cell.count == 0) return 0;
  return static_cast<Fixed>(DivideRounded(cell.sum.total(), cell.count));
}

Fixed QuantileOf(const DayCell& cell, int per_mille) {
  if (cell.count == 0) return 0;
  return std::clamp(cell.sketch.Quantile(per_mille), cell.min, cell.max);
}

absl::CivilDay FirstDayOf(PeriodUnit unit, absl::CivilDay day) {
  switch (unit) {
    case PeriodUnit::kDay:
      return day;
    case PeriodUnit::kWeek:
      return MondayOf(day);
    case PeriodUnit::kMonth:
      return absl::CivilDay(day.year(), day.month(), 1);
    case PeriodUnit::kQuarter:
      return absl::CivilDay(day.year(), QuarterOf(day) * 3 - 2, 1);
  }
  return day;
}

absl::CivilDay NextPeriodDay(PeriodUnit unit, absl::CivilDay day) {
  const absl::CivilDay first = FirstDayOf(unit, day);
  switch (unit) {
    case PeriodUnit::kDay:
      return first + 1;
    case PeriodUnit::kWeek:
      return first + 7;
    case PeriodUnit::kMonth:
      return absl::CivilDay(absl::CivilMonth(first) + 1);
    case PeriodUnit::kQuarter:
      return absl::CivilDay(absl::CivilMonth(first) + 3);
  }
  return first + 1;
}

std::string PeriodLabel(PeriodUnit unit, absl::CivilDay day) {
  switch (unit) {
    case PeriodUnit::kDay:
      return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
    case PeriodUnit::kWeek:
      return WeekLabel(day);
    case PeriodUnit::kMonth:
      return absl::StrFormat("%04d-%02d", day.year(), day.month());
    case PeriodUnit::kQuarter:
      return absl::StrFormat("%04d-Q%d", day.year(), QuarterOf(day));
  }
  return "";
}

Period PeriodOfDay(PeriodUnit unit, absl::CivilDay day, absl::TimeZone zone) {
  const absl::CivilDay first = FirstDayOf(unit, day);
  const absl::CivilDay next = NextPeriodDay(unit, day);
  return {unit, first, next, BeginOf(first, zone), BeginOf(next, zone), PeriodLabel(unit, first)};
}

Period PeriodOf(PeriodUnit unit, absl::Time time, absl::TimeZone zone) {
  return PeriodOfDay(unit, absl::ToCivilDay(time, zone), zone);
}

std::map<absl::CivilDay, DayCell> MergeDays(const std::map<absl::CivilDay, DayCell>& days,
                                            PeriodUnit unit) {
  std::map<absl::CivilDay, DayCell> periods;
  for (const auto& [day, cell] : days) periods[FirstDayOf(unit, day)].Fold(cell);
  return periods;
}

}  // namespace palier::kpi
