// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "palier/reporting/v1/reporting_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/input/date.h"
#include "palierctl/output/message_text.h"
#include "palierctl/output/missing.h"
#include "palierctl/output/percent_text.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = reporting::v1;
using registry::v1::Project;

struct Arguments {
  std::string as_of, older_than;
};

// `funnel` holds exactly stage and count; what else is known of a stage stands in `stages`.
Json PortfolioJson(const v1::Portfolio& portfolio) {
  Json funnel = Json::array();
  for (const v1::FunnelStage& stage : portfolio.funnel()) {
    funnel.push_back({{"stage", Project::Stage_Name(stage.stage())}, {"count", stage.count()}});
  }
  Json json = {{"funnel", std::move(funnel)}};
  const Json whole = PlainJson(portfolio);
  for (const auto& [key, value] : whole.items()) json[key == "funnel" ? "stages" : key] = value;
  return json;
}

Table FunnelTable(const Session& session, const v1::Portfolio& portfolio) {
  Table table{{{session.Say({"stage", "stade"})},
               {""},
               {session.Say({"projects", "projets"}), true},
               {session.Say({"share", "part"}), true},
               {session.Say({"median age (days)", "âge médian (jours)"}), true}},
              {}};
  for (const v1::FunnelStage& stage : portfolio.funnel()) {
    table.rows.push_back(
        {Project::Stage_Name(stage.stage()), stage.label(), absl::StrCat(stage.count()),
         PercentText(stage.share_permille()),
         stage.has_median_age_days() ? absl::StrCat(stage.median_age_days()) : "-"});
  }
  return table;
}

Table PostPocTable(const Session& session, const v1::PostPoc& post_poc) {
  Table table{{{session.Say({"after the PoC", "après le PoC"})},
               {session.Say({"projects", "projets"}), true},
               {session.Say({"share", "part"}), true},
               {session.Say({"zombies", "zombies"}), true}},
              {}};
  for (const v1::PostPocClass& row : post_poc.classes()) {
    table.rows.push_back({row.label(), absl::StrCat(row.count()), PercentText(row.share_permille()),
                          absl::StrCat(row.zombie_count())});
  }
  table.rows.push_back({session.Say({"all", "tous"}), absl::StrCat(post_poc.project_count()), "",
                        absl::StrCat(post_poc.zombie_count())});
  return table;
}

absl::Status Portfolio(Session& session, const Arguments& arguments) {
  v1::GetPortfolioRequest request;
  ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  request.set_name(absl::StrCat(organization, "/portfolio"));
  if (!arguments.as_of.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_as_of_date(), ParseDate(arguments.as_of));
  }
  ASSIGN_OR_RETURN(const auto portfolio,
                   session.connection.Call<v1::Portfolio>(
                       "palier.reporting.v1.ReportingService/GetPortfolio", request));
  WarnOfMissing(session, portfolio.unreachable_services());
  if (session.json()) {
    session.Print(PortfolioJson(portfolio));
    return absl::OkStatus();
  }
  session.Print(FunnelTable(session, portfolio));
  if (session.options.format == Format::kCsv) return absl::OkStatus();
  session.out << "\n";
  session.Print(PostPocTable(session, portfolio.post_poc()));
  session.out << "\n";
  Table figures{{{session.Say({"reference", "référence"})},
                 {session.Say({"theirs", "ailleurs"}), true},
                 {session.Say({"ours", "ici"}), true},
                 {"source"}},
                {}};
  for (const v1::ReferenceFigure& figure : portfolio.reference_figures()) {
    figures.rows.push_back({figure.text(), figure.value(),
                            figure.has_own_permille() ? PercentText(figure.own_permille()) : "-",
                            figure.source()});
  }
  session.Print(figures);
  return absl::OkStatus();
}

// All pages as one answer; what is not per page comes from the first.
absl::StatusOr<v1::ListPurgatoryResponse> AllPages(const Session& session,
                                                   v1::ListPurgatoryRequest request) {
  v1::ListPurgatoryResponse all;
  request.set_page_size(1000);
  do {
    ASSIGN_OR_RETURN(auto page, session.connection.Call<v1::ListPurgatoryResponse>(
                                    "palier.reporting.v1.ReportingService/ListPurgatory", request));
    request.set_page_token(page.next_page_token());
    if (all.projects_size() == 0) {
      all = std::move(page);
    } else {
      for (auto& project : *page.mutable_projects()) *all.add_projects() = std::move(project);
    }
  } while (!request.page_token().empty());
  all.clear_next_page_token();
  return all;
}

Json PurgatoryJson(const v1::ListPurgatoryResponse& purgatory) {
  const Json whole = PlainJson(purgatory);
  Json json = {{"total", purgatory.total_size()}};
  for (const auto& [key, value] : whole.items()) {
    if (key != "total_size" && key != "next_page_token") json[key] = value;
  }
  return json;
}

Table PurgatoryTable(const v1::ListPurgatoryResponse& purgatory) {
  std::vector<const google::protobuf::Message*> projects;
  for (const auto& project : purgatory.projects()) projects.push_back(&project);
  Table table = TableOf(v1::PurgatoryProject::descriptor(), projects);
  table.columns.push_back({"weekly_price", true});
  for (size_t i = 0; i < table.rows.size(); ++i) {
    const v1::WeeklyPrice& price = purgatory.projects(static_cast<int>(i)).weekly_price();
    table.rows[i].push_back(
        price.state() == v1::WeeklyPrice::KNOWN
            ? CellOf(price, v1::WeeklyPrice::descriptor()->FindFieldByName("amount"))
            : "UNKNOWN");
  }
  return table;
}

absl::Status Purgatory(Session& session, const Arguments& arguments) {
  v1::ListPurgatoryRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Organization());
  if (!arguments.as_of.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_as_of_date(), ParseDate(arguments.as_of));
  }
  if (!arguments.older_than.empty()) {
    ASSIGN_OR_RETURN(const int days, ParseDayCount(arguments.older_than));
    request.set_older_than_days(days);
  }
  ASSIGN_OR_RETURN(const v1::ListPurgatoryResponse purgatory,
                   AllPages(session, std::move(request)));
  WarnOfMissing(session, purgatory.unreachable_services());
  if (session.json()) {
    session.Print(PurgatoryJson(purgatory));
    return absl::OkStatus();
  }
  session.Print(PurgatoryTable(purgatory));
  return absl::OkStatus();
}

Parameter AsOf(Arguments* arguments) {
  return {"--as-of",
          "DATE",
          {"Day of the report (default today)", "Jour du rapport (aujourd'hui par défaut)"},
          &arguments->as_of};
}

}  // namespace

void AddReport(Command& root) {
  Command& report = root.Sub("report", {"What the facts mean", "Ce que disent les faits"});
  auto portfolio = std::make_shared<Arguments>();
  report.Sub("portfolio", {"Where the projects stand", "Où en sont les projets"})
      .With(AsOf(portfolio.get()))
      .Run([portfolio](Session& session) { return Portfolio(session, *portfolio); });
  auto purgatory = std::make_shared<Arguments>();
  report
      .Sub("purgatory",
           {"Projects on which nobody decides", "Projets sur lesquels personne ne décide"})
      .With(AsOf(purgatory.get()))
      .With({"--older-than",
             "DAYS",
             {"Waiting longer than that: 365d, 26w (default: the organisation's setting)",
              "En attente depuis plus de : 365d, 26w (par défaut : réglage de l'organisation)"},
             &purgatory->older_than})
      .Run([purgatory](Session& session) { return Purgatory(session, *purgatory); });
  AddReportFigures(report);
  AddReportDocuments(report);
  AddReportStaff(report);
  AddReportCandidates(report);
  AddReportRegisters(report);
  AddReportChanges(report);
  AddReportExport(report);
  AddReportMonitoring(report);
  AddReportProgress(report);
  AddReportCase(report);
}

}  // namespace palier::ctl
