// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_REPORTING_API_PORTFOLIO_REPORT_H_
#define PALIER_REPORTING_API_PORTFOLIO_REPORT_H_

#include "absl/status/statusor.h"
#include "palier/reporting/v1/reporting_service.pb.h"
#include "reporting/api/context.h"

namespace palier::reporting {

// What GetPortfolio answers.
absl::StatusOr<v1::Portfolio> ReportPortfolio(const Context& context, const rpc::Call& call,
                                              const v1::GetPortfolioRequest& request);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_API_PORTFOLIO_REPORT_H_
