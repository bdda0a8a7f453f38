// SPDX-License-Identifier: Apache-2.0
// KPIs with the targets of the articles that Palier serves, ready to be made a project's own.
#ifndef PALIER_KPI_DOMAIN_TEMPLATES_H_
#define PALIER_KPI_DOMAIN_TEMPLATES_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/status/error.h"
#include "kpi/domain/trajectory.h"

namespace palier::kpi {

struct KpiTemplate {
  std::string id;
  status::Text name;
  std::string unit;
  int decimals = 0;
  Direction direction = Direction::kDecrease;
  Category category = Category::kEfficiency;
  // How far from the baseline, in percent of it; 0 where the article names no target.
  int relative_percent = 0;
  // From the baseline's day to the target's; 0 where the article names none.
  int horizon_months = 0;
};

// In a fixed order. Immutable.
absl::Span<const KpiTemplate> KpiTemplates();
// Null if there is none of that id.
const KpiTemplate* FindKpiTemplate(absl::string_view id);

}  // namespace palier::kpi

#endif  // PALIER_KPI_DOMAIN_TEMPLATES_H_
