// SPDX-License-Identifier: Apache-2.0
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "reporting/workbook/case_sheets.h"

namespace palier::reporting {
namespace {

using Report = v1::BusinessCaseReport;

constexpr double kThousand = 1000;
constexpr int kValueColumn = 1;

status::Text BasisText(Report::Basis basis) {
  switch (basis) {
    case Report::APPROVED:
      return {"As approved", "Tel qu'approuvé"};
    case Report::CHANGED_SINCE_APPROVAL:
      return {"Changed since it was approved", "Modifié depuis son approbation"};
    default:
      return {"A draft", "Un brouillon"};
  }
}

std::string DayText(const google::type::Date& date) {
  return absl::StrFormat("%04d-%02d-%02d", date.year(), date.month(), date.day());
}

// Facts about the case, one a row; returns the row behind them.
int WriteFacts(const CaseBook& to, Sheet& sheet, int row) {
  const Report& report = to.report;
  const std::pair<status::Text, std::string> facts[] = {
      {{"Currency", "Devise"}, report.currency_code()},
      {{"First day of year 1", "Premier jour de l'année 1"}, DayText(report.start_date())},
      {{"State", "État"}, to.Say(BasisText(report.basis()))},
      {{"Case", "Dossier"}, report.business_case()},
      {{"Content (SHA-256)", "Contenu (SHA-256)"}, report.content_hash()},
  };
  for (const auto& [label, text] : facts) {
    sheet.Text({row, kLabelColumn}, to.Say(label));
    sheet.Text({row++, kValueColumn}, text, Look::kNote);
  }
  return row;
}

// What the formulas are tuned by, each under a name.
int WriteLevers(CaseBook& to, Sheet& sheet, int row) {
  const v1::CaseReportRange& range = to.report.range();
  const struct {
    status::Text label;
    const char* name;
    double value;
  } levers[] = {
      {{"Discount rate, a year", "Taux d'actualisation annuel"},
       "discount_rate",
       to.report.discount_rate()},
      {{"Sensitivity: each thing moves by", "Sensibilité : chaque élément varie de"},
       "swing",
       to.report.swing()},
      {{"Sensitivity: likely costs, of those below",
        "Sensibilité : coûts probables, par rapport à ceux ci-dessous"},
       "cost_likely",
       range.cost_spread().likely_permille() / kThousand},
      {{"Sensitivity: likely gains, of those below",
        "Sensibilité : gains probables, par rapport à ceux ci-dessous"},
       "gain_likely",
       range.gain_spread().likely_permille() / kThousand},
  };
  for (const auto& lever : levers) {
    sheet.Text({row, kLabelColumn}, to.Say(lever.label));
    sheet.Number({row, kValueColumn}, lever.value, Look::kPercentInput);
    to.book.Define(lever.name, sheet.Reference({row, kValueColumn}));
    ++row;
  }
  return row;
}

}  // namespace

InputsSheet WriteInputs(CaseBook& to) {
  InputsSheet inputs{to.book.Add(to.Say({"Inputs", "Hypothèses"})), {}};
  Sheet& sheet = inputs.sheet;
  sheet.Widths(kLabelColumn, kLabelColumn, 52);
  sheet.Widths(kFirstYearColumn, kFirstYearColumn + to.years(), 16);
  sheet.FitOnePage();
  sheet.Text({0, kLabelColumn}, to.report.display_name(), Look::kTitle);
  sheet.Text({1, kLabelColumn},
             to.Say({"Coloured cells can be changed: the other sheets follow.",
                     "Les cellules colorées peuvent être modifiées : les autres feuilles suivent."}),
             Look::kNote);
  int row = WriteLevers(to, sheet, 3);
  row = WriteFacts(to, sheet, row) + 1;
  sheet.Text({row, kLabelColumn}, to.Say({"Amounts", "Montants"}), Look::kHeaderText);
  for (int year = 1; year <= to.years(); ++year)
    sheet.Text({row, kFirstYearColumn + year - 1}, to.YearLabel(year), Look::kHeader);
  for (const v1::CaseReportRow& line : to.report.rows()) {
    inputs.rows.push_back(++row);
    const bool cost = line.side() == v1::CaseReportRow::COST;
    sheet.Text({row, kLabelColumn},
               absl::StrCat(to.Say(cost ? status::Text{"Cost: ", "Coût : "}
                                        : status::Text{"Gain: ", "Gain : "}),
                            CaseBook::Short(line.label())));
    for (int i = 0; i < line.amounts().years_size(); ++i)
      sheet.Number({row, kFirstYearColumn + i}, AmountOf(line.amounts().years(i)),
                   Look::kMoneyInput);
  }
  return inputs;
}

}  // namespace palier::reporting
