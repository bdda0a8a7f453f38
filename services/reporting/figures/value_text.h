// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_REPORTING_FIGURES_VALUE_TEXT_H_
#define PALIER_REPORTING_FIGURES_VALUE_TEXT_H_

#include <string>

#include "common/rpc/call.h"
#include "reporting/figures/figure.h"

namespace palier::reporting {

// `25.0 % of 4`, `1,200 EUR`, `unknown`.
std::string ValueText(const FigureValue& value, rpc::Language language);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_FIGURES_VALUE_TEXT_H_
