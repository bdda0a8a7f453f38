// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_REPORTING_MODEL_PROJECT_FACTS_H_
#define PALIER_REPORTING_MODEL_PROJECT_FACTS_H_

#include <vector>

#include "reporting/domain/project_facts.h"
#include "reporting/model/portfolio_model.h"

namespace palier::reporting {

// What the portfolio and the purgatory look at in a project. Days are those of `zone`.
ProjectFacts ToFacts(const registry::v1::Project& project, const absl::TimeZone& zone);
// Of all projects of a model, by name.
std::vector<ProjectFacts> FactsOf(const PortfolioModel& model);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_MODEL_PROJECT_FACTS_H_
