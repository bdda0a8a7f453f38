// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/status/macros.h"
#include "palier/kpi/v1/returns_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/errors.h"
#include "palierctl/input/date.h"
#include "palierctl/names.h"
#include "palierctl/output/money_text.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = kpi::v1;

struct Arguments {
  std::string by, from, to, application, filter;
  bool quarters = false;
};

std::string ReturnText(const Session& session, const v1::ReturnsFigures& figures) {
  if (figures.has_realised_return()) {
    return absl::StrFormat("%.0f %%", 100 * figures.realised_return());
  }
  std::string text;
  for (const v1::CurrencyReturn& one : figures.returns()) {
    absl::StrAppend(
        &text, text.empty() ? "" : ", ",
        absl::StrFormat("%.0f %% (%s)", 100 * one.realised_return(), one.currency_code()));
  }
  if (figures.unjudged_project_count() == 0) return text;
  absl::StrAppend(&text, text.empty() ? "" : ", ", session.Say({"unknown for ", "inconnu pour "}),
                  figures.unjudged_project_count());
  return text;
}

Table EmptyTable(const Session& session, const Text& first) {
  return {{{session.Say(first)},
           {session.Say({"quarter", "trimestre"})},
           {session.Say({"projects", "projets"}), true},
           {session.Say({"realised", "réalisé"}), true},
           {session.Say({"run cost", "coût de fonctionnement"}), true},
           {session.Say({"return", "rendement"}), true},
           {session.Say({"not realised", "non réalisé"}), true},
           {session.Say({"spent before", "dépensé avant"}), true},
           {session.Say({"declared once", "déclaré une fois"}), true}},
          {}};
}

std::vector<std::string> Row(const Session& session, const std::string& name,
                             const std::string& quarter, const v1::ReturnsFigures& figures,
                             const std::string& declared) {
  return {name,
          quarter,
          absl::StrCat(figures.realised_project_count(), "/", figures.project_count()),
          MoneyText(figures.realised_savings()),
          MoneyText(figures.run_costs()),
          ReturnText(session, figures),
          MoneyText(figures.unrealised_savings()),
          MoneyText(figures.unrealised_costs()),
          declared};
}

void AddGroup(const Session& session, const std::string& name, bool quarters,
              const v1::GroupReturns& group, Table& table) {
  if (quarters) {
    for (const v1::ReturnsQuarter& quarter : group.quarters()) {
      table.rows.push_back(Row(session, name, quarter.label(), quarter.figures(), ""));
    }
  }
  table.rows.push_back(Row(session, name, quarters ? session.Say({"all", "tous"}) : "",
                           group.figures(), MoneyText(group.declared_single_costs())));
}

Table GroupTable(const Session& session, const Text& kind, bool quarters,
                 const google::protobuf::RepeatedPtrField<v1::GroupReturns>& groups,
                 const v1::GroupReturns& total) {
  Table table = EmptyTable(session, kind);
  for (const v1::GroupReturns& group : groups) {
    AddGroup(session,
             group.group().empty() ? session.Say({"(none)", "(aucun)"}) : ShortName(group.group()),
             quarters, group, table);
  }
  AddGroup(session, session.Say({"all projects", "tous les projets"}), quarters, total, table);
  return WithoutEmptyColumns(table);
}

Table ProjectTable(const Session& session, const v1::QueryReturnsResponse& returns) {
  Table table = EmptyTable(session, {"project", "projet"});
  for (const v1::ProjectReturns& project : returns.projects()) {
    table.rows.push_back(Row(session, ShortName(project.project()), "", project.figures(),
                             MoneyText(project.declared_single_costs())));
  }
  return WithoutEmptyColumns(table);
}

absl::StatusOr<v1::QueryReturnsRequest> RequestOf(const Session& session,
                                                  const Arguments& arguments) {
  v1::QueryReturnsRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Organization());
  if (!arguments.from.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_from_date(), ParseDate(arguments.from));
  }
  if (!arguments.to.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_to_date(), ParseDate(arguments.to));
  }
  if (!arguments.application.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_application(),
                     session.Name("application", arguments.application));
  }
  request.set_filter(arguments.filter);
  return request;
}

absl::Status Returns(Session& session, const Arguments& arguments) {
  const bool by_domain = arguments.by.empty() || arguments.by == "domain";
  if (!by_domain && arguments.by != "project" && arguments.by != "application") {
    return Usage({"--by: expected domain, application or project.",
                  "--by : domain, application ou project est attendu."});
  }
  ASSIGN_OR_RETURN(const auto request, RequestOf(session, arguments));
  ASSIGN_OR_RETURN(const auto returns, session.connection.Call<v1::QueryReturnsResponse>(
                                           "palier.kpi.v1.ReturnsService/QueryReturns", request));
  if (session.json()) {
    session.Print(returns);
    return absl::OkStatus();
  }
  if (arguments.by == "project") {
    session.Print(ProjectTable(session, returns));
  } else if (by_domain) {
    session.Print(GroupTable(session, {"domain", "domaine"}, arguments.quarters, returns.domains(),
                             returns.total()));
  } else {
    session.Print(GroupTable(session, {"application", "application"}, arguments.quarters,
                             returns.applications(), returns.total()));
  }
  if (returns.unmeasured_project_count() > 0) {
    session.err << session.Say({"Projects of which nothing is measured: ",
                                "Projets dont rien n'est mesuré : "})
                << returns.unmeasured_project_count() << "\n";
  }
  return absl::OkStatus();
}

}  // namespace

void AddReturns(Command& root) {
  auto arguments = std::make_shared<Arguments>();
  root.Sub("returns", {"What the projects gave back, and what they cost",
                       "Ce que les projets ont rapporté, et ce qu'ils coûtent"})
      .With({"--by",
             "KIND",
             {"domain (default), application or project",
              "domain (par défaut), application ou project"},
             &arguments->by})
      .With(
          {"--quarters", "", {"Each quarter too", "Chaque trimestre aussi"}, &arguments->quarters})
      .With({"--application",
             "APPLICATION",
             {"Only projects that make or change it",
              "Seulement les projets qui la réalisent ou la modifient"},
             &arguments->application})
      .With({"--filter",
             "FILTER",
             {"Only projects that match, as in `list projects`",
              "Seulement les projets qui y répondent, comme dans `list projects`"},
             &arguments->filter})
      .With({"--from",
             "DATE",
             {"A day of the first quarter (default: three quarters ago)",
              "Un jour du premier trimestre (par défaut : il y a trois trimestres)"},
             &arguments->from})
      .With({"--to",
             "DATE",
             {"A day of the last quarter (default: today)",
              "Un jour du dernier trimestre (par défaut : aujourd'hui)"},
             &arguments->to})
      .Run([arguments](Session& session) { return Returns(session, *arguments); });
}

}  // namespace palier::ctl
