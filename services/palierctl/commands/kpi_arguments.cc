// SPDX-License-Identifier: Apache-2.0
#include "palierctl/commands/kpi_arguments.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "palierctl/errors.h"
#include "palierctl/names.h"

namespace palier::ctl {

namespace v1 = kpi::v1;

Text StatusText(v1::KpiStatus::Status status) {
  switch (status) {
    case v1::KpiStatus::AHEAD:
      return {"ahead", "en avance"};
    case v1::KpiStatus::ON_TRACK:
      return {"on track", "sur la voie"};
    case v1::KpiStatus::BEHIND:
      return {"behind", "en retard"};
    default:
      return {"unknown", "inconnu"};
  }
}

Command& WithKpi(Command& command, KpiArguments* arguments) {
  return command
      .With({"KPI",
             "",
             {"PROJECT/KPI, or KPI with --project", "PROJET/KPI, ou KPI avec --project"},
             &arguments->kpi,
             true})
      .With({"--project", "PROJECT", {"The project", "Le projet"}, &arguments->project});
}

Parameter By(KpiArguments* arguments) {
  return {"--by",
          "UNIT",
          {"day, week, month or quarter (default: its cadence)",
           "day, week, month ou quarter (par défaut : sa cadence)"},
          &arguments->unit,
          false,
          {"day", "week", "month", "quarter"}};
}

Parameter OnlyTeam(KpiArguments* arguments) {
  return {"--team", "TEAM", {"Only this team", "Seulement cette équipe"}, &arguments->team};
}

absl::StatusOr<std::string> KpiName(const Session& session, const KpiArguments& arguments) {
  if (arguments.project.empty()) return session.Name("kpi", arguments.kpi);
  ASSIGN_OR_RETURN(const std::string project, session.Name("project", arguments.project));
  return absl::StrCat(project, "/kpis/", arguments.kpi);
}

absl::Status SetTeam(const Session& session, const std::string& text, std::string* team) {
  if (text.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::string whole, session.Name("team", text));
  *team = ShortName(whole);
  return absl::OkStatus();
}

absl::StatusOr<v1::PeriodUnit> ParseUnit(const std::string& text) {
  v1::PeriodUnit unit = v1::PERIOD_UNIT_UNSPECIFIED;
  if (text.empty() || v1::PeriodUnit_Parse(absl::AsciiStrToUpper(text), &unit)) return unit;
  return Usage({"--by: expected day, week, month or quarter.",
                "--by : day, week, month ou quarter attendu."});
}

}  // namespace palier::ctl
