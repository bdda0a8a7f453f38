// SPDX-License-Identifier: Apache-2.0
// A business case of the registry as it is computed with.
#ifndef PALIER_REPORTING_API_CASE_LINES_H_
#define PALIER_REPORTING_API_CASE_LINES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "google/type/money.pb.h"
#include "palier/registry/v1/business_case.pb.h"
#include "reporting/finance/case_table.h"

namespace palier::reporting {

// What money costs in a year unless the caller says otherwise, in thousandths.
inline constexpr int kPresetRate = 80;

// The lines of a case, and the currency of all of them; empty where there is no amount.
struct CaseLines {
  std::vector<CaseLine> lines;
  std::string currency;
};

// FAILED_PRECONDITION (NOT_COMPARABLE) when they are in several currencies.
absl::StatusOr<CaseLines> LinesOf(const registry::v1::BusinessCase& business_case);

// Rounded to hundredths, half away from zero.
google::type::Money RoundedMoney(double units, const std::string& currency);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_API_CASE_LINES_H_
