// SPDX-License-Identifier: Apache-2.0
// When a rule last had something to check, and when it must have again (S2-18). Pure functions,
// safe from any thread.
#ifndef PALIER_KPI_DOMAIN_DRIFT_CALENDAR_H_
#define PALIER_KPI_DOMAIN_DRIFT_CALENDAR_H_

#include <optional>

#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "kpi/domain/alert_rule.h"

namespace palier::kpi {

struct CheckDays {
  // Of the last measure from the rule's first day on.
  std::optional<absl::CivilDay> last;
  // The last day on which the next one is in time.
  absl::CivilDay due;
  bool overdue = false;
};

// `rule` must be valid; `series` is in the order of time.
CheckDays CheckDaysOf(const AlertRule& rule, absl::Span<const Measure> series,
                      absl::CivilDay today);

}  // namespace palier::kpi

#endif  // PALIER_KPI_DOMAIN_DRIFT_CALENDAR_H_
