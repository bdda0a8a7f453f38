// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/drift_calendar.h"

namespace palier::kpi {

CheckDays CheckDaysOf(const AlertRule& rule, absl::Span<const Measure> series,
                      absl::CivilDay today) {
  CheckDays days;
  if (!series.empty() && series.back().date >= rule.first_day) days.last = series.back().date;
  days.due = FirstLateDay(rule, days.last.value_or(rule.first_day)) - 1;
  days.overdue = days.due < today;
  return days;
}

}  // namespace palier::kpi
