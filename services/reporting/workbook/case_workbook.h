// SPDX-License-Identifier: Apache-2.0
// A business case as a workbook that a CFO can recalculate (S0-18): inputs, the table by live
// formulas, sensitivity. Every figure stands beside the one that Palier computed.
#ifndef PALIER_REPORTING_WORKBOOK_CASE_WORKBOOK_H_
#define PALIER_REPORTING_WORKBOOK_CASE_WORKBOOK_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "palier/reporting/v1/business_case_report.pb.h"

namespace palier::reporting {

// The bytes of an .xlsx file. Its labels are in `language`, as those in the report should be. Names
// that formulas may use: discount_rate, swing, cost_likely, gain_likely, net_present_value,
// internal_rate, payback_years, discounted_payback_years. INTERNAL when it cannot be assembled.
absl::StatusOr<std::string> CaseWorkbook(const v1::BusinessCaseReport& report,
                                         rpc::Language language);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_WORKBOOK_CASE_WORKBOOK_H_
