// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_REPORTING_FIGURES_JUDGEMENTS_H_
#define PALIER_REPORTING_FIGURES_JUDGEMENTS_H_

#include "reporting/domain/post_poc.h"
#include "reporting/model/portfolio_model.h"

namespace palier::reporting {

// What the rules and records say of each project of a model.
Judgements JudgementsOf(const PortfolioModel& model);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_FIGURES_JUDGEMENTS_H_
