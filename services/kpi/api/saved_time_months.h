// SPDX-License-Identifier: Apache-2.0
// The months of a project: hours that were measured, where somebody recorded they went, and whether
// that is money. Pure but for the reading; safe from any thread.
#ifndef PALIER_KPI_API_SAVED_TIME_MONTHS_H_
#define PALIER_KPI_API_SAVED_TIME_MONTHS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "kpi/api/saved_time_facts.h"

namespace palier::kpi {

// By the first day of the month.
using RecordedMonths = std::map<absl::CivilDay, std::vector<RecordedHours>>;

// By project; `parent` is one, or all of an organisation with `-`.
absl::StatusOr<std::map<std::string, RecordedMonths>> RecordsOf(resource::Session& session,
                                                                const Types& types,
                                                                const std::string& parent);

struct MonthOfProject {
  absl::CivilDay first_day;
  HoursOfMonth hours;
  Amounts run_costs;
  Realisation realisation = Realisation::kNotInProduction;
};

// Every month asked for, by time.
std::vector<MonthOfProject> AccountMonths(const Months& months, const Production& production,
                                          const SavedTimeFacts& facts,
                                          const RecordedMonths& recorded);

}  // namespace palier::kpi

#endif  // PALIER_KPI_API_SAVED_TIME_MONTHS_H_
