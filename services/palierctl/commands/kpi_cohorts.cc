// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/status/macros.h"
#include "palier/kpi/v1/comparison_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/commands/kpi_arguments.h"
#include "palierctl/input/date.h"
#include "palierctl/output/message_text.h"

namespace palier::ctl {
namespace {

namespace v1 = kpi::v1;

struct CohortArguments : KpiArguments {
  std::vector<std::string> teams;
  std::string from, to;
};

// `sales=2026-03-02`, or `legal` for one that has not started.
absl::StatusOr<v1::TeamStart> ParseStart(const Session& session, const std::string& text) {
  const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits('=', 1));
  v1::TeamStart start;
  RETURN_IF_ERROR(SetTeam(session, parts.first, start.mutable_team()));
  if (parts.second.empty()) return start;
  ASSIGN_OR_RETURN(*start.mutable_start_date(), ParseDate(parts.second));
  return start;
}

absl::StatusOr<v1::CompareKpiCohortsRequest> RequestOf(const Session& session,
                                                       const CohortArguments& arguments) {
  v1::CompareKpiCohortsRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), KpiName(session, arguments));
  for (const std::string& team : arguments.teams) {
    ASSIGN_OR_RETURN(*request.add_teams(), ParseStart(session, team));
  }
  ASSIGN_OR_RETURN(const v1::PeriodUnit unit, ParseUnit(arguments.unit));
  request.set_unit(unit);
  if (!arguments.from.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_from_date(), ParseDate(arguments.from));
  }
  if (!arguments.to.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_to_date(), ParseDate(arguments.to));
  }
  return request;
}

Table TableOf(const Session& session, const v1::CompareKpiCohortsResponse& response) {
  const std::string unit = absl::StrCat(" (", response.unit(), ")");
  Table table{{{session.Say({"started", "départ"})},
               {session.Say({"teams", "équipes"})},
               {session.Say({"against", "face à"})},
               {absl::StrCat(session.Say({"effect", "effet"}), unit), true},
               {session.Say({"between", "entre"}), true},
               {session.Say({"and", "et"}), true},
               {session.Say({"verdict", "verdict"})}},
              {}};
  for (const v1::KpiCohortComparison& cohort : response.cohorts()) {
    const auto cell = [&](const char* field) {
      return CellOf(cohort, v1::KpiCohortComparison::descriptor()->FindFieldByName(field));
    };
    table.rows.push_back({cell("start_date"), absl::StrJoin(cohort.teams(), ", "),
                          absl::StrJoin(cohort.control_teams(), ", "), cell("effect"),
                          cell("lower"), cell("upper"), cohort.explanation()});
  }
  return table;
}

absl::Status Cohorts(Session& session, const CohortArguments& arguments) {
  ASSIGN_OR_RETURN(const v1::CompareKpiCohortsRequest request, RequestOf(session, arguments));
  ASSIGN_OR_RETURN(const auto response,
                   session.connection.Call<v1::CompareKpiCohortsResponse>(
                       "palier.kpi.v1.ComparisonService/CompareKpiCohorts", request));
  if (session.json()) {
    session.Print(PlainJson(response));
    return absl::OkStatus();
  }
  session.err << response.assumption() << "\n";
  session.Print(TableOf(session, response));
  return absl::OkStatus();
}

}  // namespace

void AddKpiCohorts(Command& kpi) {
  auto arguments = std::make_shared<CohortArguments>();
  WithKpi(kpi.Sub("cohorts",
                  {"Whether teams changed more after they started than those that had not yet",
                   "Si des équipes ont plus changé après leur départ que celles qui attendaient"}),
          arguments.get())
      .With({"--team",
             "TEAM[=DATE]",
             {"A team and when it started; without a date it has not. Repeat it",
              "Une équipe et son départ ; sans date, elle attend encore. À répéter"},
             &arguments->teams,
             true})
      .With(By(arguments.get()))
      .With({"--from", "DATE", {"First day", "Premier jour"}, &arguments->from})
      .With({"--to",
             "DATE",
             {"Last day (default yesterday)", "Dernier jour (hier par défaut)"},
             &arguments->to})
      .Run([arguments](Session& session) { return Cohorts(session, *arguments); });
}

}  // namespace palier::ctl
