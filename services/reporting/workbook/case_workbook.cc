// SPDX-License-Identifier: Apache-2.0
#include "reporting/workbook/case_workbook.h"

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "reporting/workbook/case_sheets.h"

namespace palier::reporting {

std::string CaseBook::YearLabel(int year) const {
  return absl::StrCat(Say({"Year ", "Année "}), year);
}

double AmountOf(const google::type::Money& money) {
  return static_cast<double>(money.units()) + money.nanos() / 1e9;
}

absl::StatusOr<std::string> CaseWorkbook(const v1::BusinessCaseReport& report,
                                         rpc::Language language) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Book> book, Book::Open());
  CaseBook to{*book, report, language};
  book->Describe(report.display_name(), report.business_case());
  const InputsSheet inputs = WriteInputs(to);
  const TableSheet table = WriteTable(to, inputs);
  WriteSensitivity(to, table);
  return book->Bytes();
}

}  // namespace palier::reporting
