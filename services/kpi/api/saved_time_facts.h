// SPDX-License-Identifier: Apache-2.0
// What is measured around saved time, by the first day of each month. Pure but for the reading;
// safe from any thread.
#ifndef PALIER_KPI_API_SAVED_TIME_FACTS_H_
#define PALIER_KPI_API_SAVED_TIME_FACTS_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "common/rpc/call.h"
#include "common/sql/database.h"
#include "kpi/api/context.h"
#include "kpi/domain/saved_time.h"

namespace palier::kpi {

// Whole months, [first, next).
struct Months {
  absl::CivilMonth first;
  absl::CivilMonth next;
};

struct SavedTimeFacts {
  // The KPIs of hours, by name.
  std::vector<std::string> kpis;
  // At kHourDecimals.
  std::map<absl::CivilDay, Fixed> measured;
  // Months with hours of a KPI whose evidence grade is not REAL.
  std::set<absl::CivilDay> not_real;
  // Months in which somebody used the tool, as a KPI of grade REAL says.
  std::set<absl::CivilDay> used;
  std::map<absl::CivilDay, Amounts> run_costs;
};

// `kpis` are those of the project.
absl::StatusOr<SavedTimeFacts> FactsOf(resource::Session& session, const std::vector<v1::Kpi>& kpis,
                                       const ProjectKey& project, const Months& months);

}  // namespace palier::kpi

#endif  // PALIER_KPI_API_SAVED_TIME_FACTS_H_
