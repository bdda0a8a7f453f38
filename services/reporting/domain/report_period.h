// SPDX-License-Identifier: Apache-2.0
// Weeks, months and quarters that reports are written for.
#ifndef PALIER_REPORTING_DOMAIN_REPORT_PERIOD_H_
#define PALIER_REPORTING_DOMAIN_REPORT_PERIOD_H_

#include <string>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace palier::reporting {

enum class Cadence { kWeekly = 1, kMonthly, kQuarterly };

// Days, both included.
struct ReportPeriod {
  // `2026-W47` (ISO 8601), `2026-11`, `2026-Q4`.
  std::string label;
  absl::CivilDay first;
  absl::CivilDay last;
};

// The period that holds `day`.
ReportPeriod PeriodOf(Cadence cadence, absl::CivilDay day);
// The last period that ended before `day`.
ReportPeriod PeriodBefore(Cadence cadence, absl::CivilDay day);

// The first instant after `after` at which a period has just ended: that day at `hour` in `zone`,
// or, where the clock leaps over it, when it is that late.
absl::Time NextDue(Cadence cadence, absl::Time after, int hour, const absl::TimeZone& zone);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_DOMAIN_REPORT_PERIOD_H_
