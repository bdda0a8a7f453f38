// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "common/status/macros.h"
#include "palier/reporting/v1/case_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/errors.h"
#include "palierctl/names.h"
#include "palierctl/output/money_text.h"
#include "palierctl/output/output_file.h"
#include "palierctl/output/percent_text.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = reporting::v1;

struct Arguments {
  std::string target, rate, workbook;
};

void AddRow(const std::string& label, const v1::CaseReportYears& amounts, Table& table) {
  std::vector<std::string> row = {label};
  for (const google::type::Money& amount : amounts.years()) row.push_back(MoneyText(amount));
  row.push_back(MoneyText(amounts.total()));
  table.rows.push_back(std::move(row));
}

Table TableOf(const Session& session, const v1::BusinessCaseReport& report) {
  Table table{{{""}}, {}};
  for (int year = 1; year <= report.horizon_years(); ++year)
    table.columns.push_back({absl::StrCat(session.Say({"year ", "année "}), year), true});
  table.columns.push_back({"total", true});
  const auto add_side = [&](v1::CaseReportRow::Side side) {
    for (const v1::CaseReportRow& row : report.rows())
      if (row.side() == side) AddRow(ShortName(row.label()), row.amounts(), table);
  };
  add_side(v1::CaseReportRow::COST);
  AddRow(session.Say({"COSTS", "COÛTS"}), report.costs(), table);
  add_side(v1::CaseReportRow::GAIN);
  AddRow(session.Say({"GAINS", "GAINS"}), report.gains(), table);
  AddRow("NET", report.net(), table);
  AddRow(session.Say({"CUMULATIVE", "CUMUL"}), report.cumulative(), table);
  return table;
}

std::string YearsText(const Session& session, bool known, double years) {
  if (!known) return session.Say({"not within the horizon", "pas dans l'horizon"});
  if (years == 0) return session.Say({"from the start", "dès le départ"});
  return absl::StrCat(absl::StrFormat("%.1f", years), session.Say({" years", " ans"}));
}

std::string RatesText(const Session& session, const v1::BusinessCaseReport& report) {
  if (report.internal_rates().empty()) return session.Say({"none", "aucun"});
  return absl::StrJoin(report.internal_rates(), ", ", [](std::string* out, double rate) {
    absl::StrAppendFormat(out, "%.2f %%", 100 * rate);
  });
}

void PrintWorth(Session& session, const v1::BusinessCaseReport& report) {
  const v1::CaseReportRange& range = report.range();
  session.out << session.Say({"Net present value at ", "Valeur actuelle nette à "})
              << absl::StrFormat("%.1f %%", 100 * report.discount_rate())
              << session.Say({": ", " : "}) << MoneyText(report.net_present_value()) << "\n"
              << session.Say({"Internal rate of return: ", "Taux de rendement interne : "})
              << RatesText(session, report) << "\n"
              << session.Say({"Payback: ", "Délai de récupération : "})
              << YearsText(session, report.has_payback_years(), report.payback_years())
              << session.Say({"; discounted: ", " ; actualisé : "})
              << YearsText(session, report.has_discounted_payback_years(),
                           report.discounted_payback_years())
              << "\n"
              << session.Say({"Range (P10, P50, P90): ", "Fourchette (P10, P50, P90) : "})
              << MoneyText(range.p10()) << ", " << MoneyText(range.p50()) << ", "
              << MoneyText(range.p90()) << session.Say({"; at a loss in ", " ; à perte dans "})
              << PercentText(range.loss_permille()) << session.Say({" of ", " des "})
              << range.draws() << session.Say({" draws", " tirages"}) << "\n";
}

absl::Status Export(Session& session, const v1::ReportBusinessCaseRequest& wanted,
                    const std::string& name) {
  OutputFile file(name, session.out);
  RETURN_IF_ERROR(file.Check());
  v1::ExportBusinessCaseRequest request;
  request.set_name(wanted.name());
  if (wanted.has_discount_rate_permille())
    request.set_discount_rate_permille(wanted.discount_rate_permille());
  ASSIGN_OR_RETURN(const auto workbook,
                   session.connection.Call<v1::ExportBusinessCaseResponse>(
                       "palier.reporting.v1.CaseService/ExportBusinessCase", request));
  file.stream() << workbook.data();
  return file.Keep();
}

absl::Status Report(Session& session, const Arguments& arguments) {
  v1::ReportBusinessCaseRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), session.Name("businessCase", arguments.target));
  if (!arguments.rate.empty()) {
    double percent = 0;
    if (!absl::SimpleAtod(arguments.rate, &percent) || !(percent >= 0 && percent <= 100)) {
      return Usage({"--rate: expected 0 to 100, in percent a year.",
                    "--rate : 0 à 100 attendu, en pour cent par an."});
    }
    request.set_discount_rate_permille(static_cast<int>(percent * 10 + 0.5));
  }
  if (!arguments.workbook.empty()) return Export(session, request, arguments.workbook);
  ASSIGN_OR_RETURN(const auto report,
                   session.connection.Call<v1::BusinessCaseReport>(
                       "palier.reporting.v1.CaseService/ReportBusinessCase", request));
  if (session.json()) {
    session.Print(report);
    return absl::OkStatus();
  }
  session.Print(TableOf(session, report));
  if (session.options.format == Format::kCsv) return absl::OkStatus();
  session.out << "\n";
  PrintWorth(session, report);
  for (const v1::CaseReportFinding& finding : report.findings())
    session.out << "! " << finding.text() << "\n";
  return absl::OkStatus();
}

}  // namespace

void AddReportCase(Command& report) {
  auto arguments = std::make_shared<Arguments>();
  report
      .Sub("case", {"Costs and gains of a business case over its years, and what it is worth",
                    "Coûts et gains d'un dossier économique par année, et ce qu'il vaut"})
      .With({"CASE", "", {"PROJECT/CASE", "PROJET/DOSSIER"}, &arguments->target, true})
      .With({"--rate",
             "PERCENT",
             {"What money costs in a year (default 8)", "Coût annuel de l'argent (8 par défaut)"},
             &arguments->rate})
      .With({"--xlsx",
             "FILE",
             {"Write a workbook with live formulas to this file instead; - is standard output",
              "Écrire à la place un classeur à formules vivantes dans ce fichier ; - est la sortie "
              "standard"},
             &arguments->workbook})
      .Run([arguments](Session& session) { return Report(session, *arguments); });
}

}  // namespace palier::ctl
