// SPDX-License-Identifier: Apache-2.0
// What people call the categories of costs.
#ifndef PALIER_REPORTING_FINANCE_COST_LABELS_H_
#define PALIER_REPORTING_FINANCE_COST_LABELS_H_

#include <string>
#include <vector>

#include "common/status/error.h"

namespace palier::reporting {

// Categories by the names that `registry.v1.CostLine.Category` gives them; the name itself for one
// that is not known.
status::Text CostLabel(const std::string& category);

// What running an AI costs year after year, each of which a case should name (S2-08).
const std::vector<std::string>& RunCostCategories();

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_FINANCE_COST_LABELS_H_
