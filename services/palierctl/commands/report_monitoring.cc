// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/status/macros.h"
#include "palier/reporting/v1/monitoring_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/errors.h"
#include "palierctl/names.h"
#include "palierctl/output/message_text.h"
#include "palierctl/output/missing.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = reporting::v1;

struct Arguments {
  std::string by = "application";
};

std::string BenefitText(const v1::MonitoringPanels& panels) {
  std::string text;
  for (const v1::PerformanceLine& line : panels.performance()) {
    if (line.decimal().empty()) continue;
    absl::StrAppend(&text, text.empty() ? "" : "; ", line.display_name(), " ", line.decimal(), " ",
                    line.unit());
  }
  return text;
}

absl::Status Monitoring(Session& session, const Arguments& arguments) {
  v1::QueryMonitoringRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Organization());
  v1::QueryMonitoringRequest::Grouping grouping = v1::QueryMonitoringRequest::GROUPING_UNSPECIFIED;
  if (!v1::QueryMonitoringRequest::Grouping_Parse(absl::AsciiStrToUpper(arguments.by), &grouping)) {
    return Usage(
        {"--by: expected application or department.", "--by : application ou department attendu."});
  }
  request.set_grouping(grouping);
  ASSIGN_OR_RETURN(const auto told,
                   session.connection.Call<v1::QueryMonitoringResponse>(
                       "palier.reporting.v1.MonitoringService/QueryMonitoring", request));
  WarnOfMissing(session, told.unreachable_services());
  if (session.json()) {
    session.Print(PlainJson(told));
    return absl::OkStatus();
  }
  Table table{{{session.Say({"group", "groupe"})},
               {session.Say({"people", "personnes"}), true},
               {session.Say({"days each", "jours chacun"}), true},
               {session.Say({"teams (regular / told)", "équipes (régulières / dites)"}), true},
               {session.Say({"return", "retour"}), true},
               {session.Say({"benefit", "bénéfice"})}},
              {}};
  for (const v1::MonitoringPanels& each : told.groups()) {
    const v1::UsePanel& use = each.use();
    table.rows.push_back(
        {each.group().empty() ? "-" : ShortName(each.group()),
         use.has_active_user_count() ? absl::StrCat(use.active_user_count()) : "-",
         use.has_active_days_per_user() ? absl::StrFormat("%.1f", use.active_days_per_user()) : "-",
         absl::StrCat(use.regular_team_count(), " / ", use.told_team_count()),
         each.returns().has_realised_return()
             ? absl::StrFormat("%+.0f %%", 100 * each.returns().realised_return())
             : "-",
         BenefitText(each)});
  }
  session.Print(table);
  return absl::OkStatus();
}

}  // namespace

void AddReportMonitoring(Command& report) {
  auto arguments = std::make_shared<Arguments>();
  report
      .Sub("monitoring", {"Who uses what, how often, for what benefit and return",
                          "Qui utilise quoi, à quelle fréquence, pour quel bénéfice et retour"})
      .With({"--by",
             "GROUPING",
             {"application (default) or department", "application (par défaut) ou department"},
             &arguments->by,
             false,
             {"application", "department"}})
      .Run([arguments](Session& session) { return Monitoring(session, *arguments); });
}

}  // namespace palier::ctl
