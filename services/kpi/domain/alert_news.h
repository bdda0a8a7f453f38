// SPDX-License-Identifier: Apache-2.0
// What is still to be told of an alert: the difference between its story and what was told. Pure
// functions, safe from any thread.
//
// An alert is judged anew from the measures each time, and a late measure changes its past. What
// was told stays told; where the story no longer has it, it is withdrawn. A change of the story is
// known again by its kind and by the period of the KPI's cadence it fell into: while a period
// lasts, its measure moves from day to day without being another one (unless what was told would
// then be in another order).
//
// What happened before the rule, or its KPI, was last changed is not told: of that past only
// whether the alert fires at its end, dated on the day of the change.
#ifndef PALIER_KPI_DOMAIN_ALERT_NEWS_H_
#define PALIER_KPI_DOMAIN_ALERT_NEWS_H_

#include <cstdint>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "common/status/error.h"
#include "kpi/domain/alert_watch.h"
#include "kpi/domain/rollup.h"

namespace palier::kpi {

enum class AlertNewsKind {
  kRaised = 1,     // the alert fires
  kCleared = 2,    // it does no longer: fine again, or nothing can be said
  kWithdrawn = 3,  // one of these never was, as is known by now
};

struct AlertNews {
  AlertNewsKind kind = AlertNewsKind::kRaised;
  absl::CivilDay date;
  AlertState state = AlertState::kOk;  // of the alert from then on; WITHDRAWN: as of now
  int64_t withdraws = 0;               // WITHDRAWN: the number of what was told
  status::Text text;                   // why
};

struct ToldNews {
  int64_t number = 0;  // in the order of telling
  AlertNewsKind kind = AlertNewsKind::kRaised;
  absl::CivilDay date;
  int64_t withdraws = 0;
  bool earlier = false;  // told before the rule, or its KPI, was last changed
  status::Text text;
};

// Whether somebody who heard all of it believes that the alert fires.
bool IsToldFiring(absl::Span<const ToldNews> told);

// What is to be told: withdrawals first, then in the order of time. `from`: the day on which the
// rule or its KPI was last changed; `unit`: the period of the KPI's cadence; `told` in the order of
// telling. Once all that is told, the answer is empty and IsToldFiring is what the story says.
std::vector<AlertNews> NewsOf(const AlertStory& story, absl::CivilDay from, PeriodUnit unit,
                              absl::Span<const ToldNews> told);

}  // namespace palier::kpi

#endif  // PALIER_KPI_DOMAIN_ALERT_NEWS_H_
