// SPDX-License-Identifier: Apache-2.0
// The table of a business case: costs and gains of each year, their totals and what they are worth
// (S0-18). Pure functions.
#ifndef PALIER_REPORTING_FINANCE_CASE_TABLE_H_
#define PALIER_REPORTING_FINANCE_CASE_TABLE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/types/span.h"

namespace palier::reporting {

// Amounts are exact: nanos (10^-9) of one currency, so that sums do not depend on their order.

inline constexpr int kMaxCaseYears = 10;

enum class CaseSide { kCost, kGain };

// One amount of one year.
struct CaseLine {
  CaseSide side = CaseSide::kCost;
  // What it is summed under: a category of costs, a KPI.
  std::string group;
  // 1 to the horizon; what lies beyond is left out of the table.
  int year = 1;
  // Not negative.
  absl::int128 nanos = 0;
};

// One amount a year, the first year first.
using Years = std::vector<absl::int128>;

absl::int128 TotalOf(const Years& years);

struct CaseRow {
  CaseSide side = CaseSide::kCost;
  std::string group;
  Years years;
};

struct CaseTable {
  // Costs before gains, each in the order in which their group is first met.
  std::vector<CaseRow> rows;
  Years costs, gains;
  // Gains less costs, and that added up over the years.
  Years net, cumulative;
};

// `horizon` is 1 to kMaxCaseYears.
CaseTable MakeCaseTable(absl::Span<const CaseLine> lines, int horizon);

// What a table is worth. Amounts of a year count at its end, discounted by `rate` > -1 a year.
struct CaseWorth {
  // In units of the currency.
  double net_present_value = 0;
  // Ascending; see InternalRates.
  std::vector<double> internal_rates;
  // In years; amounts of a year come evenly through it. None when it never pays back.
  std::optional<double> payback_years, discounted_payback_years;
};

CaseWorth WorthOf(const CaseTable& table, double rate);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_FINANCE_CASE_TABLE_H_
