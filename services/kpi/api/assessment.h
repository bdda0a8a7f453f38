// SPDX-License-Identifier: Apache-2.0
// What a KPI measures now: from its daily roll-ups to values of periods and a standing. Pure but
// for the reading; safe from any thread.
#ifndef PALIER_KPI_API_ASSESSMENT_H_
#define PALIER_KPI_API_ASSESSMENT_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "kpi/domain/forecast_periods.h"
#include "kpi/domain/rollup.h"
#include "kpi/domain/trajectory.h"
#include "kpi/storage/day_table.h"
#include "palier/kpi/v1/kpi_service.pb.h"

namespace palier::kpi {

// A period with its cell and its users.
struct PeriodValue {
  DayCell cell;
  int64_t distinct_users = 0;
  // The last day of it that has a measurement.
  absl::CivilDay last_measured;
};

// Periods of `unit` by their first day, those without measurements left out.
std::map<absl::CivilDay, PeriodValue> Periods(const TeamDays& days, PeriodUnit unit);

// Whether its value is an amount that grows while a period lasts (SUM, COUNT, DISTINCT_USERS).
bool GrowsInPeriod(const v1::Kpi& kpi);
// The one value of a period by the KPI's aggregation, at the KPI's scale; counts too, so that 3
// users of a KPI with 2 decimals are 300.
absl::int128 ValueOf(const PeriodValue& period, const v1::Kpi& kpi);
// As asked for; unset: as the KPI's cadence.
PeriodUnit UnitOf(v1::PeriodUnit unit, const v1::Kpi& kpi);

// A day to tell the figures of, and the last day up to it that is over.
struct AsOf {
  absl::CivilDay date;
  absl::CivilDay over;
};
AsOf AsOfDay(absl::CivilDay date, absl::CivilDay today);

// One measure of each period of the KPI's cadence on or before the day, in the order of time. Of
// amounts that grow while a period lasts (SUM, COUNT, DISTINCT_USERS) only periods that are over
// count, and the date is their last day.
std::vector<Measure> MeasuresOf(const TeamDays& days, const v1::Kpi& kpi, AsOf as_of);
// The same of the periods of `unit`.
std::vector<Measure> MeasuresOf(const TeamDays& days, const v1::Kpi& kpi, AsOf as_of,
                                PeriodUnit unit);
// The newest of them.
std::optional<Measure> LatestMeasure(const TeamDays& days, const v1::Kpi& kpi, AsOf as_of);

struct Assessment {
  // Unset for a KPI without baseline, target or horizon.
  std::optional<Standing> standing;
  std::optional<Measure> latest;
  int64_t measurement_count = 0;
};
absl::StatusOr<Assessment> Assess(sql::Transaction& transaction, const ProjectKey& project,
                                  const std::string& kpi_id, const v1::Kpi& kpi, AsOf as_of);

}  // namespace palier::kpi

#endif  // PALIER_KPI_API_ASSESSMENT_H_
