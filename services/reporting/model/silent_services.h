// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_REPORTING_MODEL_SILENT_SERVICES_H_
#define PALIER_REPORTING_MODEL_SILENT_SERVICES_H_

#include <string>
#include <vector>

#include "reporting/model/portfolio_model.h"

namespace palier::reporting {

// Services that did not answer when they were last asked: what comes from them is what they told
// before, or unknown.
std::vector<std::string> SilentServices(const PortfolioModel& model);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_MODEL_SILENT_SERVICES_H_
