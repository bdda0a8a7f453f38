// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <nlohmann/json.hpp>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "palierctl/commands/commands.h"
#include "palierctl/commands/kpi_arguments.h"
#include "palierctl/errors.h"
#include "palierctl/input/date.h"
#include "palierctl/output/message_text.h"

namespace palier::ctl {
namespace {

namespace v1 = kpi::v1;

struct ForecastArguments : KpiArguments {
  std::string periods, coverage, as_of;
};

absl::Status SetCount(const std::string& text, const char* option, int32_t& count) {
  if (text.empty() || absl::SimpleAtoi(text, &count)) return absl::OkStatus();
  return Usage({absl::StrCat(option, ": expected a whole number."),
                absl::StrCat(option, " : un nombre entier est attendu.")});
}

absl::StatusOr<v1::QueryKpiForecastRequest> RequestOf(const Session& session,
                                                      const ForecastArguments& arguments) {
  v1::QueryKpiForecastRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), KpiName(session, arguments));
  RETURN_IF_ERROR(SetTeam(session, arguments.team, request.mutable_team()));
  ASSIGN_OR_RETURN(const v1::PeriodUnit unit, ParseUnit(arguments.unit));
  request.set_unit(unit);
  int32_t periods = 0;
  RETURN_IF_ERROR(SetCount(arguments.periods, "--periods", periods));
  request.set_horizon(periods);
  int32_t coverage = 0;
  RETURN_IF_ERROR(SetCount(arguments.coverage, "--coverage", coverage));
  request.set_coverage_percent(coverage);
  if (!arguments.as_of.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_as_of_date(), ParseDate(arguments.as_of));
  }
  return request;
}

Table Points(const Session& session, const v1::QueryKpiForecastResponse& response) {
  const std::string unit = absl::StrCat(" (", response.unit(), ")");
  Table table{{{session.Say({"period", "période"})},
               {absl::StrCat(session.Say({"forecast", "prévision"}), unit), true},
               {session.Say({"between", "entre"}), true},
               {session.Say({"and", "et"}), true}},
              {}};
  for (const v1::KpiForecastPoint& point : response.points()) {
    const auto number = [&](const char* field) {
      return CellOf(point, v1::KpiForecastPoint::descriptor()->FindFieldByName(field));
    };
    table.rows.push_back({point.label(), number("expected"), number("lower"), number("upper")});
  }
  return table;
}

absl::Status Forecast(Session& session, const ForecastArguments& arguments) {
  ASSIGN_OR_RETURN(const v1::QueryKpiForecastRequest request, RequestOf(session, arguments));
  ASSIGN_OR_RETURN(const auto response, session.connection.Call<v1::QueryKpiForecastResponse>(
                                            "palier.kpi.v1.KpiService/QueryKpiForecast", request));
  if (session.json()) {
    session.Print(PlainJson(response));
    return absl::OkStatus();
  }
  session.err << response.explanation() << "\n";
  if (response.has_outlook()) session.err << response.outlook().explanation() << "\n";
  if (response.points_size() > 0) session.Print(Points(session, response));
  return absl::OkStatus();
}

}  // namespace

void AddKpiForecast(Command& kpi) {
  auto arguments = std::make_shared<ForecastArguments>();
  WithKpi(
      kpi.Sub("forecast", {"Where it goes if it goes on like this, and when it meets its target",
                           "Où il va s'il continue ainsi, et quand il atteindra sa cible"}),
      arguments.get())
      .With(By(arguments.get()))
      .With({"--periods",
             "NUMBER",
             {"How many periods (default 13)", "Combien de périodes (13 par défaut)"},
             &arguments->periods})
      .With({"--coverage",
             "PERCENT",
             {"How many intervals shall hold what comes (default 80)",
              "Combien d'intervalles contiendront ce qui viendra (80 par défaut)"},
             &arguments->coverage})
      .With({"--as-of",
             "DATE",
             {"Read nothing after that day (default today)",
              "Ne rien lire après ce jour (aujourd'hui par défaut)"},
             &arguments->as_of})
      .With(OnlyTeam(arguments.get()))
      .Run([arguments](Session& session) { return Forecast(session, *arguments); });
}

}  // namespace palier::ctl
