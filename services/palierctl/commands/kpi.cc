// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <nlohmann/json.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/time/proto_time.h"
#include "palier/kpi/v1/comparison_service.pb.h"
#include "palier/kpi/v1/kpi_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/commands/kpi_arguments.h"
#include "palierctl/dynamic.h"
#include "palierctl/errors.h"
#include "palierctl/input/date.h"
#include "palierctl/input/day.h"
#include "palierctl/names.h"
#include "palierctl/output/message_text.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = kpi::v1;

struct Arguments : KpiArguments {
  std::string baseline, owner, source, points, percent;
  std::string as_of, as_known, from, to, before, after;
  bool by_team = false;
};

absl::Status SetRange(const std::string& text, v1::DateRange* range) {
  ASSIGN_OR_RETURN(const DaySpan span, ParseDaySpan(text, Today()));
  *range->mutable_first_date() = ToDate(span.first);
  *range->mutable_last_date() = ToDate(span.last);
  return absl::OkStatus();
}

template <typename Request, typename Response>
absl::Status CallAndPrint(Session& session, const char* method, const Request& request) {
  ASSIGN_OR_RETURN(const Response response, session.connection.Call<Response>(method, request));
  session.json() ? session.Print(PlainJson(response)) : session.Print(response);
  return absl::OkStatus();
}

absl::Status Status(Session& session, const Arguments& arguments) {
  v1::GetKpiStatusRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), KpiName(session, arguments));
  if (!arguments.as_of.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_as_of_date(), ParseDate(arguments.as_of));
  }
  return CallAndPrint<v1::GetKpiStatusRequest, v1::KpiStatus>(
      session, "palier.kpi.v1.KpiService/GetKpiStatus", request);
}

Table Points(const v1::QueryKpiResponse& response) {
  Table table{{{"team"},
               {"period"},
               {absl::StrCat("value (", response.unit(), ")"), true},
               {"measurements", true},
               {"minimum", true},
               {"maximum", true},
               {"users", true}},
              {}};
  for (const v1::KpiSeries& series : response.series()) {
    for (const v1::KpiPoint& point : series.points()) {
      const auto number = [&](const char* field) {
        return CellOf(point, v1::KpiPoint::descriptor()->FindFieldByName(field));
      };
      table.rows.push_back({series.team(), point.label(), point.decimal(),
                            number("measurement_count"), number("minimum"), number("maximum"),
                            number("distinct_users")});
    }
  }
  return table;
}

absl::Status Query(Session& session, const Arguments& arguments) {
  v1::QueryKpiRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), KpiName(session, arguments));
  ASSIGN_OR_RETURN(const v1::PeriodUnit unit, ParseUnit(arguments.unit));
  request.set_unit(unit);
  if (!arguments.from.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_from_date(), ParseDate(arguments.from));
  }
  if (!arguments.to.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_to_date(), ParseDate(arguments.to));
  }
  if (!arguments.as_known.empty()) {
    ASSIGN_OR_RETURN(const absl::CivilDay day, ParseDay(arguments.as_known, Today()));
    const absl::Time end = absl::FromCivil(day + 1, absl::UTCTimeZone());
    time::SetTime(end - absl::Microseconds(1), request.mutable_as_known_time());
  }
  request.set_by_team(arguments.by_team);
  RETURN_IF_ERROR(SetTeam(session, arguments.team, request.mutable_team()));
  ASSIGN_OR_RETURN(const auto response, session.connection.Call<v1::QueryKpiResponse>(
                                            "palier.kpi.v1.KpiService/QueryKpi", request));
  session.json() ? session.Print(PlainJson(response)) : session.Print(Points(response));
  return absl::OkStatus();
}

absl::Status Templates(Session& session) {
  v1::QueryKpiTemplatesRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Organization());
  ASSIGN_OR_RETURN(const auto response, session.connection.Call<v1::QueryKpiTemplatesResponse>(
                                            "palier.kpi.v1.KpiService/QueryKpiTemplates", request));
  if (session.json()) {
    session.Print(PlainJson(response));
    return absl::OkStatus();
  }
  Table table{{{session.Say({"template", "modèle"})},
               {session.Say({"name", "nom"})},
               {session.Say({"unit", "unité"})},
               {session.Say({"target", "cible"}), true},
               {session.Say({"months", "mois"}), true}},
              {}};
  for (const v1::KpiTemplate& one : response.templates()) {
    const char* sign = one.direction() == v1::Kpi::DECREASE ? "-" : "+";
    table.rows.push_back(
        {one.template_id(), one.display_name(), one.unit(),
         one.relative_percent() == 0 ? "" : absl::StrCat(sign, one.relative_percent(), " %"),
         one.horizon_months() == 0 ? "" : absl::StrCat(one.horizon_months())});
  }
  session.Print(table);
  return absl::OkStatus();
}

absl::Status SetTarget(const Arguments& arguments, v1::CreateKpiFromTemplateRequest& request) {
  const std::string& text = arguments.points.empty() ? arguments.percent : arguments.points;
  if (text.empty()) return absl::OkStatus();
  double change = 0;
  if (!absl::SimpleAtod(text, &change)) {
    return Usage({"--points, --percent: expected a number.",
                  "--points, --percent : un nombre est attendu."});
  }
  if (arguments.points.empty()) {
    request.mutable_target()->set_relative_percent(change);
  } else {
    request.mutable_target()->set_points(change);
  }
  return absl::OkStatus();
}

absl::Status FromTemplate(Session& session, const Arguments& arguments) {
  v1::CreateKpiFromTemplateRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Name("project", arguments.project));
  request.set_template_id(arguments.kpi);
  double value = 0;
  if (!absl::SimpleAtod(arguments.baseline, &value)) {
    return Usage({"--baseline: expected a number.", "--baseline : un nombre est attendu."});
  }
  request.mutable_baseline()->set_value(value);
  ASSIGN_OR_RETURN(*request.mutable_baseline()->mutable_date(), ParseDate(arguments.from));
  if (!arguments.to.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_horizon_date(), ParseDate(arguments.to));
  }
  RETURN_IF_ERROR(SetTarget(arguments, request));
  request.set_owner(arguments.owner);
  request.set_source(arguments.source);
  request.set_request_id(NewRequestId());
  return CallAndPrint<v1::CreateKpiFromTemplateRequest, v1::Kpi>(
      session, "palier.kpi.v1.KpiService/CreateKpiFromTemplate", request);
}

absl::Status Corrections(Session& session, const Arguments& arguments) {
  v1::QueryKpiCorrectionsRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), KpiName(session, arguments));
  ASSIGN_OR_RETURN(const v1::PeriodUnit unit, ParseUnit(arguments.unit));
  request.set_unit(unit);
  RETURN_IF_ERROR(SetTeam(session, arguments.team, request.mutable_team()));
  ASSIGN_OR_RETURN(const auto response,
                   session.connection.Call<v1::QueryKpiCorrectionsResponse>(
                       "palier.kpi.v1.KpiService/QueryKpiCorrections", request));
  if (session.json()) {
    session.Print(PlainJson(response));
    return absl::OkStatus();
  }
  Table table{{{session.Say({"period", "période"})},
               {session.Say({"closed", "close le"})},
               {session.Say({"value then", "valeur d'alors"}), true},
               {session.Say({"value now", "valeur actuelle"}), true},
               {session.Say({"measurements then", "mesures d'alors"}), true},
               {session.Say({"measurements now", "mesures actuelles"}), true}},
              {}};
  for (const v1::KpiCorrection& correction : response.corrections()) {
    const absl::CivilDay closed =
        absl::ToCivilDay(time::TimeOf(correction.close_time()), absl::UTCTimeZone());
    table.rows.push_back({correction.label(), absl::FormatCivilTime(closed),
                          correction.closed_decimal(), correction.decimal(),
                          absl::StrCat(correction.closed_measurement_count()),
                          absl::StrCat(correction.measurement_count())});
  }
  session.Print(table);
  return absl::OkStatus();
}

absl::Status Compare(Session& session, const Arguments& arguments) {
  v1::CompareKpiRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), KpiName(session, arguments));
  RETURN_IF_ERROR(SetRange(arguments.before, request.mutable_before()));
  RETURN_IF_ERROR(SetRange(arguments.after, request.mutable_after()));
  RETURN_IF_ERROR(SetTeam(session, arguments.team, request.mutable_team()));
  return CallAndPrint<v1::CompareKpiRequest, v1::CompareKpiResponse>(
      session, "palier.kpi.v1.ComparisonService/CompareKpi", request);
}

}  // namespace

void AddKpi(Command& root) {
  Command& kpi = root.Sub("kpi", {"What the measurements say", "Ce que disent les mesures"});
  auto status = std::make_shared<Arguments>();
  WithKpi(kpi.Sub("status", {"Where a KPI stands on the way to its target",
                             "Où en est un KPI par rapport à sa cible"}),
          status.get())
      .With({"--as-of",
             "DATE",
             {"Day to judge at (default today)", "Jour du jugement (aujourd'hui par défaut)"},
             &status->as_of})
      .Run([status](Session& session) { return Status(session, *status); });
  auto query = std::make_shared<Arguments>();
  WithKpi(kpi.Sub("query", {"Its values per period", "Ses valeurs par période"}), query.get())
      .With(By(query.get()))
      .With({"--from", "DATE", {"First day", "Premier jour"}, &query->from})
      .With({"--to", "DATE", {"Last day", "Dernier jour"}, &query->to})
      .With({"--as-known",
             "DATE",
             {"As it was known at the end of that day (UTC)",
              "Tel qu'on le savait à la fin de ce jour (UTC)"},
             &query->as_known})
      .With({"--by-team", "", {"One series per team", "Une série par équipe"}, &query->by_team})
      .With(OnlyTeam(query.get()))
      .Run([query](Session& session) { return Query(session, *query); });
  kpi.Sub("templates", {"KPIs that are ready to be made a project's own",
                        "KPI prêts à devenir ceux d'un projet"})
      .Run([](Session& session) { return Templates(session); });
  auto from = std::make_shared<Arguments>();
  kpi.Sub("from-template", {"Make one of them a project's", "En donner un à un projet"})
      .With({"TEMPLATE", "", {"Id of the template", "Identifiant du modèle"}, &from->kpi, true})
      .With({"--project", "PROJECT", {"The project", "Le projet"}, &from->project, true})
      .With({"--baseline", "NUMBER", {"Where it stands", "Où il en est"}, &from->baseline, true})
      .With({"--on", "DATE", {"When it stood there", "Quand il en était là"}, &from->from, true})
      .With(
          {"--horizon",
           "DATE",
           {"By when (default: as the template says)", "Pour quand (par défaut : selon le modèle)"},
           &from->to})
      .With({"--points",
             "NUMBER",
             {"How far to go, in its unit (default: as the template says)",
              "Jusqu'où aller, dans son unité (par défaut : selon le modèle)"},
             &from->points})
      .With(
          {"--percent",
           "NUMBER",
           {"How far to go, in percent of the baseline", "Jusqu'où aller, en % du point de départ"},
           &from->percent})
      .With({"--owner", "NAME", {"Who answers for it", "Qui en répond"}, &from->owner})
      .With({"--from",
             "TEXT",
             {"Where its values come from", "D'où viennent ses valeurs"},
             &from->source})
      .Run([from](Session& session) { return FromTemplate(session, *from); });
  auto corrections = std::make_shared<Arguments>();
  WithKpi(kpi.Sub("corrections", {"Closed periods whose figure has changed since",
                                  "Périodes closes dont le chiffre a changé depuis"}),
          corrections.get())
      .With(By(corrections.get()))
      .With(OnlyTeam(corrections.get()))
      .Run([corrections](Session& session) { return Corrections(session, *corrections); });
  auto compare = std::make_shared<Arguments>();
  WithKpi(kpi.Sub("compare", {"Whether it really changed between two periods",
                              "S'il a vraiment changé entre deux périodes"}),
          compare.get())
      .With({"--before", "A..B", {"First period", "Première période"}, &compare->before, true})
      .With({"--after", "C..D", {"Second period", "Seconde période"}, &compare->after, true})
      .With(OnlyTeam(compare.get()))
      .Run([compare](Session& session) { return Compare(session, *compare); });
  AddKpiCohorts(kpi);
  AddKpiDriftChecks(kpi);
  AddKpiForecast(kpi);
  AddKpiPromise(kpi);
  AddKpiQuality(kpi);
  AddKpiAlerts(kpi);
  AddKpiWatch(kpi);
}

}  // namespace palier::ctl
