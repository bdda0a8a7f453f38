// SPDX-License-Identifier: Apache-2.0
// The days of a KPI as its semantics tell them: the one way from what is stored to figures. One
// snapshot of the store each.
#ifndef PALIER_KPI_API_KPI_DAYS_H_
#define PALIER_KPI_API_KPI_DAYS_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "kpi/storage/day_table.h"
#include "palier/kpi/v1/kpi.pb.h"

namespace palier::kpi {

// By team id; empty: what was measured without a team.
using KpiDays = std::map<std::string, TeamDays>;

// What of the days the values of a KPI are made of.
DayTable::Parts PartsOf(const v1::Kpi& kpi);

// Of one team or (nullptr) of all. Of a counter, what it grew by each day; RESOURCE_EXHAUSTED
// (LIMIT_EXCEEDED) past kMaxReadings.
absl::StatusOr<KpiDays> ReadDays(sql::Transaction& transaction, const ProjectKey& project,
                                 const std::string& kpi_id, const v1::Kpi& kpi,
                                 const std::string* team, DaySpan days, DayTable::Parts parts);
// With the parts that its values need.
absl::StatusOr<KpiDays> ReadDays(sql::Transaction& transaction, const ProjectKey& project,
                                 const std::string& kpi_id, const v1::Kpi& kpi,
                                 const std::string* team, DaySpan days);

// The days of one team, or (nullptr) of the organisation: all teams together, but of a SNAPSHOT
// what was stated without a team.
TeamDays OneSeries(const KpiDays& days, const v1::Kpi& kpi, const std::string* team);

}  // namespace palier::kpi

#endif  // PALIER_KPI_API_KPI_DAYS_H_
