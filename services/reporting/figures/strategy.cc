// SPDX-License-Identifier: Apache-2.0
// What the projects have to do with what the company wants.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "reporting/figures/figure.h"

namespace palier::reporting {
namespace {

// S4-02.
Figure Showcases(const PortfolioModel& model, absl::CivilDay) {
  Figure figure;
  int projects = 0;
  for (const auto& [name, dossier] : model.dossiers) {
    const registry::v1::Project& project = dossier->project;
    projects += project.stage() != registry::v1::Project::STOPPED &&
                project.stage() != registry::v1::Project::RETIRED;
    if (IsShowcase(model, project)) figure.items.push_back(ItemOf(*dossier));
  }
  const auto showcases = static_cast<int64_t>(figure.items.size());
  figure.value = ShareOf(showcases, projects);
  figure.inputs = {
      {{"projects neither stopped nor retired", "projets ni arrêtés ni retirés"}, projects},
      {{"without objective", "sans objectif"}, showcases}};
  if (!figure.items.empty()) {
    figure.warning = {"Link these projects to an objective, or ask what they are for.",
                      "Rattachez ces projets à un objectif, ou demandez à quoi ils servent."};
  }
  return figure;
}

// S1-01.
Figure Islands(const PortfolioModel& model, absl::CivilDay) {
  Figure figure;
  for (const std::string& island : model.islands.islands()) {
    FigureItem item;
    item.resource = island;
    item.display_name = island.substr(island.rfind('/') + 1);
    figure.items.push_back(std::move(item));
  }
  figure.value = ShareOf(model.islands.islands_size(), model.islands.ai_applications());
  figure.inputs = {
      {{"AI applications in use", "applications d'IA en usage"}, model.islands.ai_applications()},
      {{"islands", "îlots"}, model.islands.islands_size()}};
  return figure;
}

// S4-22.
Figure IdeasTurnedProjects(const PortfolioModel& model, absl::CivilDay) {
  Figure figure;
  int64_t submitted = 0, accepted = 0, sourced = 0, open = 0;
  for (const auto& quarter : model.ideas.quarters()) {
    submitted += quarter.submitted_count();
    accepted += quarter.accepted_count();
    sourced += quarter.sourced_count();
    open += quarter.open_count();
    const int number = (quarter.first_date().month() - 1) / 3 + 1;
    figure.parts.push_back({absl::StrFormat("%d-Q%d", quarter.first_date().year(), number),
                            {absl::StrFormat("Q%d %d", number, quarter.first_date().year()),
                             absl::StrFormat("T%d %d", number, quarter.first_date().year())},
                            ShareOf(quarter.accepted_count(), quarter.submitted_count())});
  }
  for (const auto& [name, dossier] : model.dossiers) {
    if (dossier->project.idea().empty()) continue;
    figure.items.push_back(ItemOf(*dossier));
    figure.items.back().note = {absl::StrCat("from ", dossier->project.idea()),
                                absl::StrCat("issu de ", dossier->project.idea())};
  }
  figure.value = ShareOf(accepted, submitted);
  figure.inputs = {{{"ideas", "idées"}, submitted},
                   {{"became or joined a project", "devenues ou jointes à un projet"}, accepted},
                   {{"from a remark, an incident or a friction",
                     "issues d'une remarque, d'un incident ou d'une friction"},
                    sourced},
                   {{"without an answer", "sans réponse"}, open}};
  if (open > 0) {
    figure.notes = {{absl::StrCat(open, " ideas wait for an answer."),
                     absl::StrCat(open, " idées attendent une réponse.")}};
  }
  return figure;
}

}  // namespace

std::vector<FigureDefinition> StrategyFigures() {
  constexpr FigureTopic kTopic = FigureTopic::kStrategy;
  using Q = FigureQuality;
  return {
      {"showcases",
       kTopic,
       Q::kRecorded,
       1,
       {"Projects that serve no objective", "Projets qui ne servent aucun objectif"},
       {"Projects neither stopped nor retired without an objective that exists, of all of them. "
        "What they cost: unlinked-cost.",
        "Projets ni arrêtés ni retirés sans objectif qui existe, sur tous. Leur coût : "
        "unlinked-cost."},
       {},
       Showcases},
      {"islands",
       kTopic,
       Q::kRecorded,
       1,
       {"AI applications that nothing connects", "Applications d'IA que rien ne relie"},
       {"AI applications in use with no synergy, no data source, no other application in a chain "
        "and no AI function that another one has, of all in use.",
        "Applications d'IA en usage sans synergie, sans source de données, sans autre application "
        "dans une chaîne ni fonction d'IA commune, sur toutes celles en usage."},
       {},
       Islands},
      {"ideas-turned-projects",
       kTopic,
       Q::kRecorded,
       1,
       {"Ideas that became projects", "Idées devenues projets"},
       {"Ideas that became or joined a project, of all that were submitted; parts by the quarter "
        "of submission.",
        "Idées devenues ou jointes à un projet, sur toutes celles soumises ; parts par trimestre "
        "de soumission."},
       {},
       IdeasTurnedProjects},
  };
}

}  // namespace palier::reporting
