// SPDX-License-Identifier: Apache-2.0
// How far a business case has come, and where it is going. Pure functions.
#ifndef PALIER_REPORTING_FINANCE_CASE_PROGRESS_H_
#define PALIER_REPORTING_FINANCE_CASE_PROGRESS_H_

#include <optional>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "reporting/finance/case_table.h"

namespace palier::reporting {

// In the order of CaseSideProgress.Basis.
enum class CaseActuals { kNotMeasured = 1, kRecorded, kMeasured };

// What one calendar quarter came to, in nanos of the case's currency.
struct ActualQuarter {
  // First day of the quarter.
  absl::CivilDay first;
  absl::int128 costs = 0, gains = 0;
  // Of the costs, what was paid once and is not to be expected again.
  absl::int128 single_costs = 0;
};

struct Forecast {
  absl::int128 low = 0, likely = 0, high = 0;
};

struct SideProgress {
  CaseActuals basis = CaseActuals::kNotMeasured;
  // Over the horizon; of it up to today, coming evenly through each year.
  absl::int128 planned = 0, planned_to_date = 0;
  absl::int128 actual_to_date = 0;
  // Over the horizon.
  std::optional<Forecast> forecast;
  // No closed quarter tells how the rest will go: it is forecast as planned.
  bool as_planned = false;
};

// In units of the currency.
struct WorthForecast {
  double low = 0, likely = 0, high = 0;
};

struct CaseProgress {
  int elapsed_permille = 0;
  int closed_quarters = 0;
  SideProgress costs, gains;
  double net_present_value = 0;
  // With the forecasts of both sides; low with the low gains and the high costs.
  std::optional<WorthForecast> worth;
};

struct CaseSoFar {
  const CaseTable& plan;
  // Of the first year.
  absl::CivilDay start;
  absl::CivilDay today;
  // Ascending; quarters of which nothing is known are 0.
  std::vector<ActualQuarter> quarters;
  CaseActuals cost_basis = CaseActuals::kNotMeasured, gain_basis = CaseActuals::kNotMeasured;
};

// First days of the calendar quarters that hold a day from `start` to `today` within `horizon`
// years; none of a case that begins later.
std::vector<absl::CivilDay> QuartersOf(absl::CivilDay start, int horizon, absl::CivilDay today);

// A side's forecast is what is known plus the remaining plan times a factor: what its last closed
// quarters, four at most, came to of their plan (likely), the worst (low) and the best of them
// (high); of costs without what was paid once. `rate` > -1 as in WorthOf.
CaseProgress ProgressOf(const CaseSoFar& so_far, double rate);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_FINANCE_CASE_PROGRESS_H_
