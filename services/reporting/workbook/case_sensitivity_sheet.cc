// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "absl/strings/str_cat.h"
#include "reporting/workbook/case_sheets.h"

namespace palier::reporting {
namespace {

using Row = v1::CaseReportRow;

std::string YearsOf(const CaseBook& to, const TableSheet& table, int row) {
  return table.sheet.Reference({row, kFirstYearColumn}, {row, kFirstYearColumn + to.years() - 1});
}

// Gains less costs as they are likely, at a rate.
std::string LikelyAt(const CaseBook& to, const TableSheet& table, const std::string& rate) {
  return absl::StrCat("gain_likely*NPV(", rate, ",", YearsOf(to, table, table.gains),
                      ")-cost_likely*NPV(", rate, ",", YearsOf(to, table, table.costs), ")");
}

double LikelyValue(const v1::BusinessCaseReport& report) {
  const double costs = report.range().cost_spread().likely_permille() / 1000.0;
  const double gains = report.range().gain_spread().likely_permille() / 1000.0;
  double value = 0;
  for (int i = 0; i < report.horizon_years(); ++i) {
    value += (gains * AmountOf(report.gains().years(i)) - costs * AmountOf(report.costs().years(i))) /
             std::pow(1 + report.discount_rate(), i + 1);
  }
  return value;
}

// What a bar of the tornado comes to when its thing is `share` larger.
std::string Moved(const CaseBook& to, const TableSheet& table, const std::string& subject,
                  const std::string& share) {
  for (int i = 0; i < to.report.rows_size(); ++i) {
    const Row& row = to.report.rows(i);
    const bool cost = row.side() == Row::COST;
    if (subject != absl::StrCat(cost ? "COST/" : "GAIN/", row.group())) continue;
    return absl::StrCat("likely_value", cost ? "-" : "+", "(", share, ")*",
                        cost ? "cost_likely" : "gain_likely", "*SUMPRODUCT(",
                        YearsOf(to, table, table.rows[static_cast<size_t>(i)]), ",",
                        YearsOf(to, table, table.factors), ")");
  }
  return LikelyAt(to, table, absl::StrCat("discount_rate*(1+(", share, "))"));
}

void WriteTornado(CaseBook& to, const TableSheet& table, Sheet& sheet, int row) {
  const status::Text titles[] = {{"Net present value when this alone is",
                                  "Valeur actuelle nette si cela seul est"},
                                 {"smaller", "plus petit"},
                                 {"larger", "plus grand"}};
  for (int column = 0; column < 3; ++column)
    sheet.Text({row, column}, to.Say(titles[column]),
               column == 0 ? Look::kHeaderText : Look::kHeader);
  const int first = row + 1;
  for (const v1::TornadoBar& bar : to.report.tornado()) {
    ++row;
    sheet.Text({row, 0}, CaseBook::Short(bar.label()));
    sheet.Formula({row, 1}, Moved(to, table, bar.subject(), "-swing"), AmountOf(bar.with_less()),
                  Look::kMoney);
    sheet.Formula({row, 2}, Moved(to, table, bar.subject(), "swing"), AmountOf(bar.with_more()),
                  Look::kMoney);
  }
  if (row < first) return;
  lxw_chart* chart = to.book.Chart(LXW_CHART_BAR);
  const std::string labels = absl::StrCat("=", sheet.Reference({first, 0}, {row, 0}));
  lxw_chart_fill fills[] = {{.color = 0xB7C9DC}, {.color = 0x1F4E79}};
  for (int column = 1; column <= 2; ++column) {
    lxw_chart_series* series =
        chart_add_series(chart, labels.c_str(),
                         absl::StrCat("=", sheet.Reference({first, column}, {row, column})).c_str());
    chart_series_set_name(series, to.Say(titles[column]).c_str());
    chart_series_set_fill(series, &fills[column - 1]);
  }
  chart_title_set_name(chart, to.Say({"Sensitivity", "Sensibilité"}).c_str());
  chart_axis_set_reverse(chart->y_axis);
  worksheet_insert_chart(sheet.raw(), 0, 4, chart);
}

}  // namespace

void WriteSensitivity(CaseBook& to, const TableSheet& table) {
  Sheet sheet = to.book.Add(to.Say({"Sensitivity", "Sensibilité"}));
  sheet.Widths(0, 0, 44);
  sheet.Widths(1, 2, 16);
  sheet.FitOnePage();
  const v1::CaseReportRange& range = to.report.range();
  int row = 0;
  sheet.Text({row, 0}, to.Say({"Likely value", "Valeur probable"}), Look::kTotalText);
  sheet.Formula({row, 1}, LikelyAt(to, table, "discount_rate"), LikelyValue(to.report),
                Look::kTotal);
  to.book.Define("likely_value", sheet.Reference({row, 1}));
  row += 2;
  sheet.Text({row++, 0},
             absl::StrCat(to.Say({"Drawn by Palier, ", "Tirés par Palier, "}), range.draws(),
                          to.Say({" draws with seed ", " tirages avec la graine "}), range.seed(),
                          to.Say({": these do not follow the inputs.",
                                  " : ne suivent pas les hypothèses."})),
             Look::kNote);
  const std::pair<const char*, const google::type::Money*> percentiles[] = {
      {"P10", &range.p10()}, {"P50", &range.p50()}, {"P90", &range.p90()}};
  for (const auto& [name, amount] : percentiles) {
    sheet.Text({row, 0}, name);
    sheet.Number({row++, 1}, AmountOf(*amount), Look::kMoney);
  }
  sheet.Text({row, 0}, to.Say({"Share of the draws at a loss", "Part des tirages à perte"}));
  sheet.Number({row++, 1}, range.loss_permille() / 1000.0, Look::kPercent);
  WriteTornado(to, table, sheet, row + 1);
}

}  // namespace palier::reporting
