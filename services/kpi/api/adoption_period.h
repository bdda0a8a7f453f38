// SPDX-License-Identifier: Apache-2.0
// The adoption of one period, by unit. Pure but for the reading; safe from any thread.
#ifndef PALIER_KPI_API_ADOPTION_PERIOD_H_
#define PALIER_KPI_API_ADOPTION_PERIOD_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "common/sql/database.h"
#include "kpi/api/small_groups_units.h"
#include "kpi/domain/adoption.h"
#include "kpi/domain/rollup.h"
#include "kpi/storage/fact_table.h"
#include "palier/kpi/v1/adoption.pb.h"

namespace palier::kpi {

// The days of the period that begins on that day.
DaySpan DaysOf(PeriodUnit unit, absl::CivilDay first_day);

// Who used the tool on these days, as the measurements of the KPI say.
absl::StatusOr<PeriodOfUse> UseIn(sql::Transaction& transaction, const ProjectKey& project,
                                  absl::string_view kpi, DaySpan days);

// What a period is told by, beside who used the tool in it.
struct AdoptionScene {
  PeriodUnit period_unit = PeriodUnit::kWeek;
  const Units* units = nullptr;
  // Of each leader the hashes under which they may appear.
  std::vector<std::set<std::string>> leaders;
  // Licensed people by team id; empty: the organisation.
  std::map<std::string, int64_t> seats;
  // Tell of small groups too.
  bool full = false;
};

v1::AdoptionPeriod Tell(const PeriodOfUse& use, absl::CivilDay first_day,
                        const AdoptionScene& scene);

}  // namespace palier::kpi

#endif  // PALIER_KPI_API_ADOPTION_PERIOD_H_
