// SPDX-License-Identifier: Apache-2.0
// How long a roll-out takes, from how many departments, how hard the integration is, and what is
// spent on change (S1-56). Pure.
#ifndef PALIER_ROLLOUT_DOMAIN_DURATION_ESTIMATE_H_
#define PALIER_ROLLOUT_DOMAIN_DURATION_ESTIMATE_H_

#include <optional>
#include <vector>

#include "common/status/error.h"

namespace palier::rollout {

enum class IntegrationComplexity { kUnknown, kLow, kMedium, kHigh };

struct DurationDrivers {
  // 1 to organization_departments.
  int departments = 1;
  int organization_departments = 1;
  IntegrationComplexity complexity = IntegrationComplexity::kUnknown;
  // EUR for one employee in one year: tools, training, support.
  std::optional<double> yearly_budget;
};

// Months, rounded to one decimal.
struct DurationEstimate {
  double low = 0;
  double likely = 0;
  double high = 0;
  std::vector<status::Text> explanations;
};

// Between the reference figures: quick wins in 2 to 3 months, the whole firm in 12 to 18; 150 to
// 300 EUR a year and employee. With s the share of departments (0 for one of several, 1 for all of
// them) and k, from 0 to 1, the mean of complexity and of what the budget lacks:
// (1 - s) (2 + k) + s (12 + 6 k).
DurationEstimate EstimateDuration(const DurationDrivers& drivers);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_DURATION_ESTIMATE_H_
