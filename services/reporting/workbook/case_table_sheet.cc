// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <functional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "reporting/workbook/case_sheets.h"

namespace palier::reporting {
namespace {

using Row = v1::CaseReportRow;

// Half a hundredth: figures that differ by less are the same to the cent.
constexpr char kSameMoney[] = "0.005";
constexpr char kSameRate[] = "0.0000005";

// Writes the table from the top to the bottom, and keeps where things stand.
class TableWriter {
 public:
  TableWriter(CaseBook& to, const InputsSheet& inputs)
      : to_(to),
        inputs_(inputs),
        table_{to.book.Add(to.Say({"Case", "Dossier"})), std::vector<int>(inputs.rows.size())} {}

  TableSheet Write() {
    Sheet& sheet = table_.sheet;
    sheet.Widths(kLabelColumn, kLabelColumn, 44);
    sheet.Widths(kFirstYearColumn, TotalColumn(), 16);
    sheet.FitOnePage();
    sheet.Text({0, kLabelColumn}, to_.report.display_name(), Look::kTitle);
    sheet.Text({1, kLabelColumn},
               absl::StrCat(to_.Say({"Amounts in ", "Montants en "}), to_.report.currency_code(),
                            to_.Say({"; those of a year count at its end.",
                                     " ; ceux d'une année comptent à sa fin."})),
               Look::kNote);
    row_ = 3;
    Header();
    table_.costs = Side(Row::COST, {"Costs", "Coûts"}, to_.report.costs());
    table_.gains = Side(Row::GAIN, {"Gains", "Gains"}, to_.report.gains());
    Flows();
    Worth();
    Findings();
    Chart();
    return std::move(table_);
  }

 private:
  int TotalColumn() const { return kFirstYearColumn + to_.years(); }
  Cell YearCell(int row, int year) const { return {row, kFirstYearColumn + year - 1}; }
  std::string YearsRange(int row) const {
    return RangeOf(YearCell(row, 1), YearCell(row, to_.years()));
  }

  void Header() {
    table_.sheet.Text({row_, kLabelColumn}, "", Look::kHeaderText);
    for (int year = 1; year <= to_.years(); ++year)
      table_.sheet.Text(YearCell(row_, year), to_.YearLabel(year), Look::kHeader);
    table_.sheet.Text({row_, TotalColumn()}, "Total", Look::kHeader);
    header_ = row_;
    table_.sheet.Freeze({++row_, kFirstYearColumn});
  }

  // A row whose cell of each year is made by `formula`.
  int YearsRow(const std::string& label, const v1::CaseReportYears& amounts, Look look,
               const std::function<std::string(int year)>& formula) {
    table_.sheet.Text({row_, kLabelColumn}, label,
                      look == Look::kTotal ? Look::kTotalText : Look::kPlain);
    for (int year = 1; year <= to_.years(); ++year)
      table_.sheet.Formula(YearCell(row_, year), formula(year), AmountOf(amounts.years(year - 1)),
                           look);
    return row_++;
  }
  void Total(int row, const v1::CaseReportYears& amounts, Look look) {
    table_.sheet.Formula({row, TotalColumn()}, absl::StrCat("SUM(", YearsRange(row), ")"),
                         AmountOf(amounts.total()), look);
  }

  // The lines of one side and their sum; returns the row of the sum.
  int Side(Row::Side side, const status::Text& label, const v1::CaseReportYears& sum) {
    const int first = row_;
    for (int i = 0; i < to_.report.rows_size(); ++i) {
      const Row& line = to_.report.rows(i);
      if (line.side() != side) continue;
      const auto place = static_cast<size_t>(i);
      table_.rows[place] =
          YearsRow(CaseBook::Short(line.label()), line.amounts(), Look::kMoney, [&](int year) {
            return inputs_.sheet.Reference(YearCell(inputs_.rows[place], year));
          });
      Total(table_.rows[place], line.amounts(), Look::kMoney);
    }
    const int last = row_ - 1;
    const int total = YearsRow(to_.Say(label), sum, Look::kTotal, [&](int year) {
      if (last < first) return std::string("0");
      return absl::StrCat("SUM(", RangeOf(YearCell(first, year), YearCell(last, year)), ")");
    });
    Total(total, sum, Look::kTotal);
    return total;
  }

  // What the years add up to, and the steps to what they are worth.
  void Flows() {
    const auto at = [&](int row, int year) { return NameOf(YearCell(row, year)); };
    net_ = YearsRow("Net", to_.report.net(), Look::kTotal, [&](int year) {
      return absl::StrCat(at(table_.gains, year), "-", at(table_.costs, year));
    });
    Total(net_, to_.report.net(), Look::kTotal);
    cumulative_ = YearsRow(to_.Say({"Cumulative", "Cumul"}), to_.report.cumulative(), Look::kMoney,
                           [&](int year) {
                             const std::string net = at(net_, year);
                             return year == 1 ? net
                                              : absl::StrCat(at(row_, year - 1), "+", net);
                           });
    ++row_;
    table_.factors = row_;
    double factor = 1;
    Steps({"Discount factor", "Facteur d'actualisation"}, [&](int year) {
      factor /= 1 + to_.report.discount_rate();
      return std::pair(absl::StrCat("1/(1+discount_rate)^", year), factor);
    });
    const int present = row_;
    std::vector<double> worth;
    Steps({"Net, discounted", "Net actualisé"}, [&](int year) {
      worth.push_back(Net(year) / std::pow(1 + to_.report.discount_rate(), year));
      return std::pair(absl::StrCat(at(net_, year), "*", at(table_.factors, year)), worth.back());
    });
    discounted_ = row_;
    double sum = 0;
    Steps({"Cumulative, discounted", "Cumul actualisé"}, [&](int year) {
      sum += worth[static_cast<size_t>(year - 1)];
      const std::string net = at(present, year);
      return std::pair(year == 1 ? net : absl::StrCat(at(row_, year - 1), "+", net), sum);
    });
    paid_ = PaidBack({"Paid back after years", "Récupéré au bout d'années"}, cumulative_, net_);
    paid_discounted_ = PaidBack({"The same, discounted", "De même, actualisé"}, discounted_, present);
    ++row_;
  }

  // A step's formula and value for each year; factors and amounts.
  void Steps(const status::Text& label,
             const std::function<std::pair<std::string, double>(int year)>& step) {
    table_.sheet.Text({row_, kLabelColumn}, to_.Say(label), Look::kNote);
    for (int year = 1; year <= to_.years(); ++year) {
      const auto [formula, value] = step(year);
      table_.sheet.Formula(YearCell(row_, year), formula, value,
                           row_ == table_.factors ? Look::kPercent : Look::kMoney);
    }
    ++row_;
  }
  // Where a cumulated row turns from negative to not negative: the years until then.
  int PaidBack(const status::Text& label, int cumulated, int flows) {
    table_.sheet.Text({row_, kLabelColumn}, to_.Say(label), Look::kNote);
    for (int year = 2; year <= to_.years(); ++year) {
      const std::string before = NameOf(YearCell(cumulated, year - 1));
      table_.sheet.TextFormula(
          YearCell(row_, year),
          absl::StrCat("IF(AND(", before, "<0,", NameOf(YearCell(cumulated, year)), ">=0),",
                       year - 1, "-", before, "/", NameOf(YearCell(flows, year)), ",\"\")"),
          "", Look::kYears);
    }
    return row_++;
  }

  double Net(int year) const { return AmountOf(to_.report.net().years(year - 1)); }

  // Live beside what Palier computed.
  void Worth() {
    const v1::BusinessCaseReport& report = to_.report;
    Sheet& sheet = table_.sheet;
    const std::pair<status::Text, Look> titles[] = {
        {{"What it is worth", "Ce qu'il vaut"}, Look::kHeaderText},
        {{"live", "recalculé"}, Look::kHeader},
        {{"by Palier", "par Palier"}, Look::kHeader},
        {{"the same?", "identique ?"}, Look::kHeader}};
    for (int column = 0; column < 4; ++column)
      sheet.Text({row_, column}, to_.Say(titles[column].first), titles[column].second);
    ++row_;
    const double value = AmountOf(report.net_present_value());
    WorthRow({"Net present value", "Valeur actuelle nette"}, "net_present_value",
             absl::StrCat("NPV(discount_rate,", YearsRange(net_), ")"), value, Look::kMoney,
             kSameMoney);
    InternalRate();
    PaybackRow({"Payback, in years", "Délai de récupération, en années"}, "payback_years", paid_,
               cumulative_, report.has_payback_years(), report.payback_years());
    PaybackRow({"Payback, discounted", "Délai de récupération actualisé"},
               "discounted_payback_years", paid_discounted_, discounted_,
               report.has_discounted_payback_years(), report.discounted_payback_years());
    ++row_;
  }
  void WorthRow(const status::Text& label, const char* name, const std::string& formula,
                double value, Look look, const char* same) {
    Sheet& sheet = table_.sheet;
    sheet.Text({row_, 0}, to_.Say(label));
    sheet.Formula({row_, 1}, formula, value, look);
    sheet.Number({row_, 2}, value, look);
    sheet.TextFormula({row_, 3},
                      absl::StrCat("IF(ABS(", NameOf({row_, 1}), "-", NameOf({row_, 2}), ")<", same,
                                   ",\"", Yes(), "\",\"", No(), "\")"),
                      Yes(), Look::kYears);
    to_.book.Define(name, sheet.Reference({row_, 1}));
    ++row_;
  }
  // A spreadsheet finds one rate, whichever: only where there is just one, that is it.
  void InternalRate() {
    const status::Text label = {"Internal rate of return", "Taux de rendement interne"};
    const auto& rates = to_.report.internal_rates();
    if (rates.size() == 1) {
      WorthRow(label, "internal_rate",
               absl::StrCat("IRR(", YearsRange(net_), ",", rates.Get(0), ")"), rates.Get(0),
               Look::kPercent, kSameRate);
      return;
    }
    table_.sheet.Text({row_, 0}, to_.Say(label));
    table_.sheet.Text({row_, 1},
                      rates.empty() ? to_.Say({"none", "aucun"})
                                    : to_.Say({"several, so none", "plusieurs, donc aucun"}),
                      Look::kYears);
    for (int i = 0; i < rates.size(); ++i)
      table_.sheet.Number({row_, 2 + i}, rates.Get(i), Look::kPercent);
    ++row_;
  }
  void PaybackRow(const status::Text& label, const char* name, int paid, int cumulated, bool known,
                  double years) {
    const std::string never = to_.Say({"not within the horizon", "pas dans l'horizon"});
    const std::string turns = RangeOf(YearCell(paid, 1), YearCell(paid, to_.years()));
    const std::string formula =
        absl::StrCat("IF(COUNT(", turns, ")>0,MIN(", turns, "),IF(",
                     NameOf(YearCell(cumulated, to_.years())), ">=0,0,\"", never, "\"))");
    if (known) return WorthRow(label, name, formula, years, Look::kYears, kSameRate);
    Sheet& sheet = table_.sheet;
    sheet.Text({row_, 0}, to_.Say(label));
    sheet.TextFormula({row_, 1}, formula, never, Look::kYears);
    sheet.Text({row_, 2}, never, Look::kYears);
    sheet.TextFormula({row_, 3},
                      absl::StrCat("IF(", NameOf({row_, 1}), "=", NameOf({row_, 2}), ",\"", Yes(),
                                   "\",\"", No(), "\")"),
                      Yes(), Look::kYears);
    to_.book.Define(name, sheet.Reference({row_, 1}));
    ++row_;
  }
  std::string Yes() const { return to_.Say({"yes", "oui"}); }
  std::string No() const { return to_.Say({"inputs changed", "hypothèses modifiées"}); }

  void Findings() {
    if (to_.report.findings().empty()) return;
    table_.sheet.Text({row_++, 0}, to_.Say({"Before relying on it", "Avant de s'y fier"}),
                      Look::kTotalText);
    for (const v1::CaseReportFinding& finding : to_.report.findings())
      table_.sheet.Text({row_++, 0}, absl::StrCat("• ", finding.text()));
    ++row_;
  }

  // Net as columns, cumulative as a line: told apart by form, not by colour alone.
  void Chart() {
    const Sheet& sheet = table_.sheet;
    const std::string years = absl::StrCat(
        "=", sheet.Reference(YearCell(header_, 1), YearCell(header_, to_.years())));
    const auto values = [&](int row) {
      return absl::StrCat("=", sheet.Reference(YearCell(row, 1), YearCell(row, to_.years())));
    };
    lxw_chart* columns = to_.book.Chart(LXW_CHART_COLUMN);
    lxw_chart_series* net =
        chart_add_series(columns, years.c_str(), values(net_).c_str());
    chart_series_set_name(net, "Net");
    lxw_chart_series* cumulative =
        chart_add_series(columns, years.c_str(), values(cumulative_).c_str());
    chart_series_set_name(cumulative, to_.Say({"Cumulative", "Cumul"}).c_str());
    lxw_chart_fill dark = {.color = 0x1F4E79}, light = {.color = 0xB7C9DC};
    chart_series_set_fill(net, &dark);
    chart_series_set_fill(cumulative, &light);
    chart_title_set_name(columns,
                         to_.Say({"Net by year, and added up", "Net par année, et cumul"}).c_str());
    chart_axis_set_name(columns->y_axis, to_.report.currency_code().c_str());
    worksheet_insert_chart(sheet.raw(), static_cast<lxw_row_t>(row_), 0, columns);
  }

  CaseBook& to_;
  const InputsSheet& inputs_;
  TableSheet table_;
  int row_ = 0, header_ = 0;
  int net_ = 0, cumulative_ = 0, discounted_ = 0, paid_ = 0, paid_discounted_ = 0;
};

}  // namespace

TableSheet WriteTable(CaseBook& to, const InputsSheet& inputs) {
  return TableWriter(to, inputs).Write();
}

}  // namespace palier::reporting
