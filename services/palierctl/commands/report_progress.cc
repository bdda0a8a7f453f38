// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "palier/reporting/v1/case_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/names.h"
#include "palierctl/output/missing.h"
#include "palierctl/output/money_text.h"
#include "palierctl/output/percent_text.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = reporting::v1;

std::string RangeText(const Session& session, bool known, const v1::CaseForecast& forecast) {
  if (!known) return "-";
  return absl::StrCat(MoneyText(forecast.likely()), " (", MoneyText(forecast.low()),
                      session.Say({" to ", " à "}), MoneyText(forecast.high()), ")");
}

void AddSide(const Session& session, const std::string& label, const v1::CaseSideProgress& side,
             Table& table) {
  table.rows.push_back({label, MoneyText(side.planned()), MoneyText(side.planned_so_far()),
                        side.has_actual_so_far() ? MoneyText(side.actual_so_far()) : "-",
                        v1::CaseSideProgress::Basis_Name(side.basis()),
                        RangeText(session, side.has_forecast(), side.forecast())});
}

absl::Status Progress(Session& session, const std::string& target) {
  v1::QueryCaseProgressRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), session.Name("businessCase", target));
  ASSIGN_OR_RETURN(const auto told,
                   session.connection.Call<v1::QueryCaseProgressResponse>(
                       "palier.reporting.v1.CaseService/QueryCaseProgress", request));
  WarnOfMissing(session, told.unreachable_services());
  if (session.json()) {
    session.Print(told);
    return absl::OkStatus();
  }
  Table table{{{""},
               {session.Say({"planned", "prévu"}), true},
               {session.Say({"planned to date", "prévu à ce jour"}), true},
               {session.Say({"to date", "à ce jour"}), true},
               {session.Say({"basis", "base"})},
               {session.Say({"forecast (low to high)", "prévision (bas à haut)"}), true}},
              {}};
  AddSide(session, session.Say({"costs", "coûts"}), told.costs(), table);
  AddSide(session, session.Say({"gains", "gains"}), told.gains(), table);
  session.Print(table);
  if (session.options.format == Format::kCsv) return absl::OkStatus();
  session.out << "\n"
              << session.Say({"Over: ", "Écoulé : "}) << PercentText(told.elapsed_permille())
              << session.Say({" of the horizon. Net present value as planned: ",
                              " de l'horizon. Valeur actuelle nette prévue : "})
              << MoneyText(told.net_present_value()) << session.Say({"; now: ", " ; à ce jour : "})
              << RangeText(session, told.has_net_present_value_forecast(),
                           told.net_present_value_forecast())
              << "\n";
  for (const v1::CasePromise& promise : told.promises()) {
    session.out << "* " << ShortName(promise.kpi()) << " (" << MoneyText(promise.planned())
                << "): " << v1::CasePromise::State_Name(promise.state()) << "\n";
  }
  for (const v1::CaseReportFinding& finding : told.findings())
    session.out << "! " << finding.text() << "\n";
  return absl::OkStatus();
}

}  // namespace

void AddReportProgress(Command& report) {
  auto target = std::make_shared<std::string>();
  report
      .Sub("progress", {"A business case as planned, as measured since, and as it looks now",
                        "Un dossier économique tel que prévu, tel que mesuré, et tel qu'il "
                        "s'annonce"})
      .With({"CASE", "", {"PROJECT/CASE", "PROJET/DOSSIER"}, target.get(), true})
      .Run([target](Session& session) { return Progress(session, *target); });
}

}  // namespace palier::ctl
