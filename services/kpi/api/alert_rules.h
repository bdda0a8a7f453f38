// SPDX-License-Identifier: Apache-2.0
// From the resource of an alert rule to the rule that the domain evaluates.
#ifndef PALIER_KPI_API_ALERT_RULES_H_
#define PALIER_KPI_API_ALERT_RULES_H_

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "kpi/domain/alert_rule.h"
#include "palier/kpi/v1/alert.pb.h"
#include "palier/kpi/v1/kpi.pb.h"

namespace palier::kpi {

// The rule at the scale and cadence of its KPI; `first_day` where the resource names none. Returns
// INVALID_ARGUMENT (INVALID_FIELDS) with every field that is wrong.
absl::StatusOr<AlertRule> RuleOf(const v1::AlertRule& resource, const v1::Kpi& kpi,
                                 absl::CivilDay first_day);

}  // namespace palier::kpi

#endif  // PALIER_KPI_API_ALERT_RULES_H_
