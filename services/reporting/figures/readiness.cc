// SPDX-License-Identifier: Apache-2.0
// How far the projects are from production.
#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "reporting/figures/figure.h"

namespace palier::reporting {
namespace {

using registry::v1::CostLine;
using registry::v1::Project;
using registry::v1::RuleGroup;
using registry::v1::RuleResult;

using Groups = google::protobuf::RepeatedPtrField<RuleGroup>;

struct Group {
  std::string key;
  status::Text label;
};

// For each group the projects in which nothing of it is broken or unknown; items are those in which
// something is broken.
template <typename GroupsOf>
Figure ByGroup(const PortfolioModel& model, const std::vector<Group>& groups,
               const GroupsOf& groups_of) {
  Figure figure;
  std::map<std::string, int> met;
  int judged = 0, ready = 0;
  for (const auto& [name, dossier] : model.dossiers) {
    if (!IsAlive(dossier->project) || !dossier->assessment.has_value()) continue;
    ++judged;
    bool all_met = !groups_of(*dossier->assessment).empty();
    for (const RuleGroup& group : groups_of(*dossier->assessment)) {
      met[group.group()] += group.verdict() == RuleResult::MET;
      all_met = all_met && group.verdict() == RuleResult::MET;
      if (group.verdict() != RuleResult::UNMET) continue;
      FigureItem item = ItemOf(*dossier, group.group());
      item.value = CountOf(group.unmet_size());
      const std::string rules =
          absl::StrCat(group.unmet(0),
                       group.unmet_size() > 1 ? absl::StrCat(" + ", group.unmet_size() - 1) : "");
      item.note = {rules, rules};
      figure.items.push_back(std::move(item));
    }
    ready += all_met;
  }
  figure.value = ShareOf(ready, judged);
  for (const Group& group : groups)
    figure.parts.push_back({group.key, group.label, ShareOf(met[group.key], judged)});
  figure.inputs = {{{"projects under way", "projets en cours"}, judged}};
  return figure;
}

// S0-21.
Figure Pillars(const PortfolioModel& model, absl::CivilDay) {
  return ByGroup(model,
                 {{"PLATFORM", {"platform", "plateforme"}},
                  {"PROCESS", {"process", "processus"}},
                  {"PEOPLE", {"people", "personnes"}},
                  {"PERFORMANCE", {"performance", "performance"}}},
                 [](const auto& assessment) -> const Groups& { return assessment.pillars(); });
}

// S2-04.
Figure Axes(const PortfolioModel& model, absl::CivilDay) {
  return ByGroup(model,
                 {{"DATA", {"data", "données"}},
                  {"RELIABILITY", {"reliability", "fiabilité"}},
                  {"COST", {"cost", "coût"}},
                  {"INTEGRATION", {"integration", "intégration"}},
                  {"GOVERNANCE", {"governance", "gouvernance"}}},
                 [](const auto& assessment) -> const Groups& { return assessment.axes(); });
}

// S2-21: the pipeline beside the model, at the same level.
Figure PipelineBesideModel(const PortfolioModel& model, absl::CivilDay) {
  Figure figure;
  int projects = 0, models = 0, pipelines = 0, behind = 0;
  for (const auto& [name, dossier] : model.dossiers) {
    const Project& project = dossier->project;
    if (!IsAlive(project) || project.stage() < Project::POC) continue;
    ++projects;
    int sources = 0, ready = 0;
    bool paid = false;
    for (const auto& [entry_name, entry] : dossier->entries) {
      if (entry.has_data_readiness()) {
        ++sources;
        ready += IsReady(entry.data_readiness());
      }
      paid = paid ||
             (entry.has_cost_line() && entry.cost_line().category() == CostLine::DATA_PIPELINE);
    }
    const bool pipeline = paid && sources > 0 && ready == sources;
    const bool validated = OutcomeOf(*dossier, "HYPOTHESIS_VALIDATED") == RuleResult::MET;
    models += validated;
    pipelines += pipeline;
    if (pipeline) continue;
    behind += validated;
    FigureItem item = ItemOf(*dossier, validated ? "BEHIND" : "OPEN");
    item.value = ShareOf(ready, sources);
    item.note = {
        absl::StrCat(ready, " of ", sources, " data sources ready, ",
                     paid ? "pipeline paid for" : "no cost line for the pipeline"),
        absl::StrCat(ready, " sources de données prêtes sur ", sources, ", ",
                     paid ? "flux de données financé" : "aucun coût pour le flux de données")};
    figure.items.push_back(std::move(item));
  }
  figure.value = ShareOf(pipelines, projects);
  figure.parts = {
      {"MODEL",
       {"model: hypothesis validated", "modèle : hypothèse validée"},
       ShareOf(models, projects)},
      {"PIPELINE",
       {"pipeline: data ready and paid for", "flux : données prêtes et financées"},
       ShareOf(pipelines, projects)},
      {"BEHIND", {"model validated, pipeline open", "modèle validé, flux ouvert"}, CountOf(behind)},
      {"OPEN",
       {"both open", "les deux ouverts"},
       CountOf(static_cast<int64_t>(figure.items.size()) - behind)}};
  figure.inputs = {{{"projects from their PoC on", "projets à partir de leur PoC"}, projects}};
  if (behind > 0) {
    figure.warning = {"Validated models wait for their data pipeline.",
                      "Des modèles validés attendent leur flux de données."};
  }
  return figure;
}

}  // namespace

std::vector<FigureDefinition> ReadinessFigures() {
  constexpr FigureTopic kTopic = FigureTopic::kReadiness;
  using Q = FigureQuality;
  return {
      {"pillars",
       kTopic,
       Q::kJudged,
       1,
       {"Ready on all four pillars", "Prêts sur les quatre piliers"},
       {"Projects under way for which every rule of platform, process, people and performance is "
        "met, of all under way; beside it the same for each pillar.",
        "Projets en cours dont toutes les règles de plateforme, processus, personnes et "
        "performance sont satisfaites, sur tous ceux en cours ; à côté, de même pour chaque "
        "pilier."},
       {},
       Pillars},
      {"gap-axes",
       kTopic,
       Q::kJudged,
       1,
       {"No gap on the five axes", "Sans écart sur les cinq axes"},
       {"Projects under way for which every rule of an axis is met, of all under way: data, "
        "reliability, cost, integration, governance.",
        "Projets en cours dont toutes les règles d'un axe sont satisfaites, sur tous ceux en cours "
        ": données, fiabilité, coût, intégration, gouvernance."},
       {},
       Axes},
      {"pipeline-beside-model",
       kTopic,
       Q::kJudged,
       1,
       {"The pipeline, beside the model", "Le flux de données, à côté du modèle"},
       {"Projects from their PoC on whose data sources are all located, accessible, structured, "
        "owned and not poor, with a cost line for the data pipeline, of all of them; beside it "
        "those whose hypothesis is validated.",
        "Projets à partir de leur PoC dont toutes les sources de données sont localisées, "
        "accessibles, structurées, attribuées et pas mauvaises, avec un coût pour le flux de "
        "données, sur tous ; à côté, ceux dont l'hypothèse est validée."},
       {"data-pipeline-share"},
       PipelineBesideModel},
  };
}

}  // namespace palier::reporting
