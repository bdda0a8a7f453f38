// SPDX-License-Identifier: Apache-2.0
// The sentence that goes with the state of an alert. Pure, safe from any thread.
#ifndef PALIER_KPI_DOMAIN_ALERT_TEXT_H_
#define PALIER_KPI_DOMAIN_ALERT_TEXT_H_

#include <optional>

#include "absl/time/civil_time.h"
#include "common/status/error.h"
#include "kpi/domain/alert_judge.h"
#include "kpi/domain/alert_rule.h"
#include "kpi/domain/trajectory.h"

namespace palier::kpi {

// `measure` is late: it, or the first one, was due before `late`.
status::Text LateText(const AlertRule& rule, const std::optional<Measure>& measure,
                      absl::CivilDay late);
// No measure yet, and it is not late.
status::Text WaitingText(const AlertRule& rule, absl::CivilDay late);
// What was found of `measure`, which is not late.
status::Text FindingText(const AlertRule& rule, const Measure& measure,
                         const AlertFinding& finding);

}  // namespace palier::kpi

#endif  // PALIER_KPI_DOMAIN_ALERT_TEXT_H_
