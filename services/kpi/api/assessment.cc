// SPDX-License-Identifier: Apache-2.0
#include "kpi/api/assessment.h"

#include <algorithm>

#include "common/status/macros.h"
#include "kpi/api/definition.h"
#include "kpi/api/kpi_days.h"
#include "kpi/storage/version.h"

namespace palier::kpi {
namespace {

absl::int128 Scaled(int64_t count, int decimals) {
  absl::int128 value = count;
  for (int i = 0; i < decimals; ++i) value *= 10;
  return value;
}

Fixed Clamp(absl::int128 value) {
  return static_cast<Fixed>(std::clamp<absl::int128>(value, -kMaxFixed, kMaxFixed));
}

TeamDays UpTo(const TeamDays& days, absl::CivilDay date) {
  TeamDays kept;
  kept.cells.insert(days.cells.begin(), days.cells.upper_bound(date));
  kept.users.insert(days.users.begin(), days.users.upper_bound(date));
  return kept;
}

}  // namespace

std::map<absl::CivilDay, PeriodValue> Periods(const TeamDays& days, PeriodUnit unit) {
  std::map<absl::CivilDay, PeriodValue> periods;
  for (auto& [first_day, cell] : MergeDays(days.cells, unit)) {
    periods[first_day].cell = std::move(cell);
  }
  for (const auto& [day, cell] : days.cells) {
    PeriodValue& period = periods[FirstDayOf(unit, day)];
    period.last_measured = day;
    // The order key of a fact tells its versions apart; that of another day is no newer for it.
    period.cell.last = cell.last;
  }
  std::map<absl::CivilDay, UserSet> users;
  for (const auto& [day, of_day] : days.users) users[FirstDayOf(unit, day)].Merge(of_day);
  for (const auto& [first_day, of_period] : users) {
    periods[first_day].distinct_users = of_period.size();
  }
  return periods;
}

bool GrowsInPeriod(const v1::Kpi& kpi) {
  return kpi.aggregation() == v1::Kpi::SUM || kpi.aggregation() == v1::Kpi::COUNT ||
         kpi.aggregation() == v1::Kpi::DISTINCT_USERS;
}

absl::int128 ValueOf(const PeriodValue& period, const v1::Kpi& kpi) {
  switch (kpi.aggregation()) {
    case v1::Kpi::SUM:
      return period.cell.sum.total();
    case v1::Kpi::LAST:
      return period.cell.last.value;
    case v1::Kpi::COUNT:
      return Scaled(period.cell.count, kpi.decimals());
    case v1::Kpi::DISTINCT_USERS:
      return Scaled(period.distinct_users, kpi.decimals());
    case v1::Kpi::MEDIAN:
      return QuantileOf(period.cell, 500);
    case v1::Kpi::NINETIETH_PERCENTILE:
      return QuantileOf(period.cell, 900);
    default:
      return MeanOf(period.cell);
  }
}

PeriodUnit UnitOf(v1::PeriodUnit unit, const v1::Kpi& kpi) {
  switch (unit) {
    case v1::DAY:
      return PeriodUnit::kDay;
    case v1::WEEK:
      return PeriodUnit::kWeek;
    case v1::MONTH:
      return PeriodUnit::kMonth;
    case v1::QUARTER:
      return PeriodUnit::kQuarter;
    default:
      return UnitOf(CadenceOf(kpi));
  }
}

AsOf AsOfDay(absl::CivilDay date, absl::CivilDay today) {
  return {date, std::min(date, today - 1)};
}

std::vector<Measure> MeasuresOf(const TeamDays& days, const v1::Kpi& kpi, AsOf as_of,
                                PeriodUnit unit) {
  const bool grows = GrowsInPeriod(kpi);
  std::vector<Measure> measures;
  for (const auto& [first_day, period] : Periods(UpTo(days, as_of.date), unit)) {
    const absl::CivilDay last_day = NextPeriodDay(unit, first_day) - 1;
    if (grows && last_day > as_of.over) continue;
    measures.push_back({grows ? last_day : period.last_measured, Clamp(ValueOf(period, kpi))});
  }
  return measures;
}

std::vector<Measure> MeasuresOf(const TeamDays& days, const v1::Kpi& kpi, AsOf as_of) {
  return MeasuresOf(days, kpi, as_of, UnitOf(CadenceOf(kpi)));
}

std::optional<Measure> LatestMeasure(const TeamDays& days, const v1::Kpi& kpi, AsOf as_of) {
  const std::vector<Measure> measures = MeasuresOf(days, kpi, as_of);
  return measures.empty() ? std::nullopt : std::optional<Measure>(measures.back());
}

namespace {

// It is among the last periods of the cadence, or else anywhere before them: reading all of a long
// history for it would make each measurement dearer than the one before.
absl::StatusOr<std::optional<Measure>> ReadLatest(sql::Transaction& transaction,
                                                  const ProjectKey& project,
                                                  const std::string& kpi_id, const v1::Kpi& kpi,
                                                  AsOf as_of) {
  constexpr int kPeriods = 3;
  const PeriodUnit unit = UnitOf(CadenceOf(kpi));
  absl::CivilDay first = FirstDayOf(unit, as_of.date);
  for (int i = 1; i < kPeriods; ++i) first = FirstDayOf(unit, first - 1);
  std::optional<Measure> latest;
  for (const int64_t from : {DayNumber(first), DaySpan().first}) {
    ASSIGN_OR_RETURN(const KpiDays days, ReadDays(transaction, project, kpi_id, kpi, nullptr,
                                                  {from, DayNumber(as_of.date)}));
    latest = LatestMeasure(OneSeries(days, kpi, nullptr), kpi, as_of);
    if (latest) break;
  }
  return latest;
}

}  // namespace

absl::StatusOr<Assessment> Assess(sql::Transaction& transaction, const ProjectKey& project,
                                  const std::string& kpi_id, const v1::Kpi& kpi, AsOf as_of) {
  Assessment assessment;
  ASSIGN_OR_RETURN(assessment.latest, ReadLatest(transaction, project, kpi_id, kpi, as_of));
  ASSIGN_OR_RETURN(assessment.measurement_count, DayTable(transaction, project).Count(kpi_id));
  if (const std::optional<Target> target = TargetOf(kpi)) {
    assessment.standing = StandingOn(*target, as_of.date, assessment.latest);
  }
  return assessment;
}

}  // namespace palier::kpi
