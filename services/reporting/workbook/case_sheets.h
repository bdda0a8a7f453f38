// SPDX-License-Identifier: Apache-2.0
// The sheets of a case's workbook, in the order in which they are written.
#ifndef PALIER_REPORTING_WORKBOOK_CASE_SHEETS_H_
#define PALIER_REPORTING_WORKBOOK_CASE_SHEETS_H_

#include <string>
#include <vector>

#include "common/rpc/call.h"
#include "common/status/error.h"
#include "palier/reporting/v1/business_case_report.pb.h"
#include "reporting/workbook/book.h"

namespace palier::reporting {

struct CaseBook {
  Book& book;
  const v1::BusinessCaseReport& report;
  rpc::Language language;

  std::string Say(const status::Text& text) const { return rpc::In(language, text); }
  int years() const { return report.horizon_years(); }
  // A KPI by its id; all else as it is.
  static std::string Short(const std::string& label) { return label.substr(label.rfind('/') + 1); }
  // `Year 1`.
  std::string YearLabel(int year) const;
};

// In units of the currency.
double AmountOf(const google::type::Money& money);

// Labels stand in the first column, the years in those behind it, their total after them.
inline constexpr int kLabelColumn = 0;
inline constexpr int kFirstYearColumn = 1;

// What can be changed.
struct InputsSheet {
  Sheet sheet;
  // Rows of the amounts, in the order of the report's rows.
  std::vector<int> rows;
};
InputsSheet WriteInputs(CaseBook& to);

// The table and what it is worth.
struct TableSheet {
  Sheet sheet;
  // In the order of the report's rows.
  std::vector<int> rows;
  int costs = 0, gains = 0, factors = 0;
};
TableSheet WriteTable(CaseBook& to, const InputsSheet& inputs);

// What one thing alone would change, and the ranges that Palier drew.
void WriteSensitivity(CaseBook& to, const TableSheet& table);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_WORKBOOK_CASE_SHEETS_H_
