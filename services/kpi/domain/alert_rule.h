// SPDX-License-Identifier: Apache-2.0
// What a person wants to be told about a KPI. Pure functions, safe from any thread.
#ifndef PALIER_KPI_DOMAIN_ALERT_RULE_H_
#define PALIER_KPI_DOMAIN_ALERT_RULE_H_

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "kpi/domain/anomaly.h"
#include "kpi/domain/fixed.h"
#include "kpi/domain/trajectory.h"

namespace palier::kpi {

enum class AlertKind {
  kThreshold = 1,  // a measure is beyond a limit
  kChange = 2,     // a measure, or the last few, are unlike those before (anomaly.h)
  kMissing = 3,    // the cadence has passed without a measure
  kDrift = 4,      // the measures slide away from where they were (drift.h)
};

// Which way is an alert. For degradation alone, the bad side of the KPI.
enum class AlertSide { kAbove = 1, kBelow = 2, kEither = 3 };

struct AlertRule {
  AlertKind kind = AlertKind::kThreshold;
  int decimals = 0;                     // the scale of the KPI
  Cadence cadence = Cadence::kMonthly;  // how often a measure is due
  int grace_days = 0;                   // how much later it may come, 0 to kMaxGraceDays
  // The rule begins here: earlier measures are not read. After a change that was wanted, a person
  // moves it forward, and the rule learns afresh.
  absl::CivilDay first_day;
  AlertSide side = AlertSide::kEither;  // THRESHOLD: above or below; not read for MISSING

  // THRESHOLD only. The alert begins beyond the limit (the limit itself is not beyond) and ends
  // once a measure is back by `band` or more, so that a value near the limit makes one notice.
  Fixed limit = 0;
  Fixed band = 0;  // 0 or more

  // CHANGE and DRIFT only: the measures learned before any is judged. A season needs two of its
  // periods among them (seasonal.h).
  int history = 12;  // kMinProbation to kMaxProbation
};
inline constexpr int kMaxGraceDays = 366;

// Returns INVALID_ARGUMENT with every violation.
absl::Status Validate(const AlertRule& rule);

// The first day on which a measure of `measured` is outdated, where trajectory.h says so for a
// grace of 0.
absl::CivilDay FirstLateDay(const AlertRule& rule, absl::CivilDay measured);

}  // namespace palier::kpi

#endif  // PALIER_KPI_DOMAIN_ALERT_RULE_H_
