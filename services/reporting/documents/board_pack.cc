// SPDX-License-Identifier: Apache-2.0
#include "reporting/documents/board_pack.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/money/money.h"
#include "reporting/documents/project_page.h"
#include "reporting/domain/reference_figures.h"
#include "reporting/domain/stage_labels.h"
#include "reporting/figures/value_text.h"
#include "reporting/text/number_text.h"

namespace palier::reporting {
namespace {

using registry::v1::Assessment;
using registry::v1::Project;
using rpc::In;
using rpc::Language;

// Writes the sections of one pack, in its language.
class Pack {
 public:
  Pack(const BoardPackFacts& facts, Language language)
      : facts_(facts), model_(*facts.book.model()), language_(language) {}

  Document Make() {
    document_.language = language_;
    document_.title = Say(
        {"AI projects: what the board should know", "Projets d'IA : ce que le comité doit savoir"});
    document_.subtitle = DateText(model_.assessed_day, language_);
    AddSummary();
    AddStanding();
    AddBudgets();
    AddReadiness();
    AddObstacles();
    AddUnlinked();
    AddDecisions();
    AddFigures();
    return std::move(document_);
  }

 private:
  std::string Say(const status::Text& text) const { return In(language_, text); }
  const FigureDefinition& Definition(absl::string_view id) const { return *FindFigure(id); }
  const Figure& Of(absl::string_view id) const { return facts_.book.Of(Definition(id)); }
  std::string Text(const FigureValue& value) const { return ValueText(value, language_); }

  std::vector<Block>& Add(const status::Text& title) {
    document_.sections.push_back({Say(title), {}});
    return document_.sections.back().blocks;
  }

  // The grid, and how many rows are left out of it.
  void AddGrid(Grid grid, std::vector<Block>& to) const {
    const size_t all = grid.rows.size();
    if (all > kMostRows) grid.rows.resize(kMostRows);
    if (all == 0) {
      to.push_back(Paragraph{Say({"Nothing to show.", "Rien à montrer."})});
    } else {
      to.push_back(std::move(grid));
    }
    if (all > kMostRows) {
      to.push_back(Paragraph{
          absl::StrCat(CountText(static_cast<int64_t>(all - kMostRows), language_),
                       Say({" more are not shown here.", " autres ne figurent pas ici."})),
          Paragraph::Tone::kSmall});
    }
  }

  std::string Elsewhere(absl::string_view reference) const {
    const Reference& found = *FindReference(reference);
    return absl::StrCat(Say({"elsewhere: ", "ailleurs : "}), Say(found.value), " ",
                        Say(found.text));
  }

  KeyFigure Key(absl::string_view id) const {
    const FigureDefinition& definition = Definition(id);
    KeyFigure key{Text(Of(id).value), Say(definition.title), ""};
    if (!definition.references.empty()) key.note = Elsewhere(definition.references[0]);
    return key;
  }

  void AddSummary() {
    auto& blocks = Add({"In short", "En bref"});
    const v1::Conversion& conversion = facts_.portfolio.conversion();
    KeyFigures key;
    key.figures.push_back(
        {CountText(facts_.portfolio.project_count(), language_), Say({"projects", "projets"}), ""});
    key.figures.push_back({conversion.has_rate_permille()
                               ? PercentText(conversion.rate_permille(), language_)
                               : Say({"unknown", "inconnu"}),
                           Say({"of those past their PoC are in production",
                                "de ceux après leur PoC sont en production"}),
                           Elsewhere("never-in-production")});
    for (const char* id : {"value-proven", "validated-and-ready", "decisions-overdue", "zombies"})
      key.figures.push_back(Key(id));
    blocks.push_back(std::move(key));
    BulletList warnings;
    for (const FigureDefinition& definition : FigureDefinitions()) {
      if (!Of(definition.id).warning.en.empty()) warnings.items.push_back(Warning(definition.id));
    }
    if (warnings.items.empty()) return;
    blocks.push_back(Heading{Say({"What asks for attention", "Ce qui demande votre attention"})});
    blocks.push_back(std::move(warnings));
  }

  void AddStanding() {
    auto& blocks = Add({"Where the projects stand", "Où en sont les projets"});
    BarChart chart{Say({"Projects by stage", "Projets par stade"}), {}};
    for (const v1::FunnelStage& stage : facts_.portfolio.funnel()) {
      std::string text = CountText(stage.count(), language_);
      if (stage.median_age_days() > 0) {
        absl::StrAppend(&text, Say({", median ", ", médiane "}),
                        CountText(stage.median_age_days(), language_), Say({" days", " jours"}));
      }
      chart.bars.push_back(
          {stage.label(), std::move(text), static_cast<double>(stage.count()), false});
    }
    blocks.push_back(std::move(chart));
    blocks.push_back(Heading{
        Say({"What became of those past their PoC", "Ce que sont devenus ceux après leur PoC"})});
    Grid grid{{{Say({"after the PoC", "après le PoC"}), 3},
               {Say({"projects", "projets"}), 1, true},
               {Say({"share", "part"}), 1, true},
               {Say({"left alone", "laissés seuls"}), 1, true}},
              {}};
    for (const v1::PostPocClass& row : facts_.portfolio.post_poc().classes()) {
      grid.rows.push_back({row.label(), CountText(row.count(), language_),
                           PercentText(row.share_permille(), language_),
                           CountText(row.zombie_count(), language_)});
    }
    grid.rows.push_back({Say({"all", "tous"}),
                         CountText(facts_.portfolio.post_poc().project_count(), language_), "",
                         CountText(facts_.portfolio.post_poc().zombie_count(), language_)});
    AddGrid(std::move(grid), blocks);
    blocks.push_back(
        Paragraph{Say({"A stop that leaves its lessons is a result like another.",
                       "Un arrêt qui laisse ses leçons est un résultat comme un autre."}),
                  Paragraph::Tone::kSmall});
  }

  // S2-25.
  void AddBudgets() {
    auto& blocks = Add({"Two phases, two budgets", "Deux phases, deux budgets"});
    KeyFigures key;
    for (const FigurePart& part : Of("two-budgets").parts)
      key.figures.push_back({Text(part.value), Say(part.label), ""});
    blocks.push_back(std::move(key));
    Grid grid{{{Say({"project", "projet"}), 3},
               {Say({"stage", "stade"}), 1.6},
               {Say({"phase 1: PoC", "phase 1 : PoC"}), 1.5, true},
               {Say({"phase 2: production", "phase 2 : production"}), 1.5, true},
               {Say({"multiple", "multiple"}), 1, true}},
              {}};
    for (const auto& [name, dossier] : model_.dossiers) {
      const Project& project = dossier->project;
      if (!IsAlive(project) || (!project.has_poc_budget() && !project.has_production_budget()))
        continue;
      const bool both = money::SameCurrency(project.poc_budget(), project.production_budget());
      grid.rows.push_back(
          {project.display_name(), Say(StageLabel(project.stage())),
           BudgetText(project.has_poc_budget(), project.poc_budget(), language_),
           BudgetText(project.has_production_budget(), project.production_budget(), language_),
           both ? Text(RatioOf(money::Amount(project.production_budget()),
                               money::Amount(project.poc_budget()), 1))
                : "–"});
    }
    AddGrid(std::move(grid), blocks);
    blocks.push_back(
        Paragraph{absl::StrCat(Elsewhere("production-to-poc-cost"),
                               Say({". A multiple far below is a budget that is still to come.",
                                    ". Un multiple bien inférieur est un budget encore à venir."})),
                  Paragraph::Tone::kSmall});
    AddWarning("no-production-budget", blocks);
  }

  // `Title: value`.
  std::string Told(absl::string_view id) const {
    return absl::StrCat(Say(Definition(id).title), Say({": ", "\u00a0: "}), Text(Of(id).value));
  }

  std::string Warning(absl::string_view id) const {
    return absl::StrCat(Told(id), ". ", Say(Of(id).warning));
  }

  void AddWarning(absl::string_view id, std::vector<Block>& to) const {
    if (Of(id).warning.en.empty()) return;
    to.push_back(Paragraph{Warning(id), Paragraph::Tone::kWarning});
  }

  // S2-19, S2-27.
  void AddReadiness() {
    auto& blocks = Add({"Validated is not ready", "Validé ne veut pas dire prêt"});
    std::set<std::string> unsigned_gaps;
    for (const FigureItem& item : Of("unsigned-gap-statements").items)
      unsigned_gaps.insert(item.resource);
    Grid grid{{{Say({"project", "projet"}), 3},
               {Say({"hypothesis validated", "hypothèse validée"}), 1.4},
               {Say({"ready for production", "prêt pour la production"}), 1.4},
               {Say({"conditions open", "conditions ouvertes"}), 1.2, true},
               {Say({"gap signed", "écart signé"}), 1.2}},
              {}};
    for (const auto& [name, dossier] : model_.dossiers) {
      if (!IsAlive(dossier->project) || !IsPastPoc(dossier->project)) continue;
      grid.rows.push_back(
          {dossier->project.display_name(),
           VerdictText(OutcomeOf(*dossier, "HYPOTHESIS_VALIDATED"), language_),
           VerdictText(OutcomeOf(*dossier, "OPERABLE"), language_),
           CountText(OpenConditions(*dossier), language_),
           unsigned_gaps.count(name) > 0 ? Say({"NOT SIGNED", "NON SIGNÉ"}) : Say({"yes", "oui"})});
    }
    blocks.push_back(
        Paragraph{Say({"A validated PoC has shown that it can work; readiness is what production "
                       "asks for besides.",
                       "Un PoC validé a montré que cela peut marcher ; être prêt, c'est tout ce "
                       "que la production demande en plus."})});
    AddGrid(std::move(grid), blocks);
    AddWarning("unsigned-gap-statements", blocks);
  }

  // Its parts that are shares, on a scale up to the whole.
  BarChart ChartOf(absl::string_view id) const {
    constexpr double kWhole = 1000;
    BarChart chart{Told(id), {}, kWhole};
    for (const FigurePart& part : Of(id).parts) {
      if (part.value.unit != FigureUnit::kShare) continue;
      chart.bars.push_back({Say(part.label), Text(part.value),
                            static_cast<double>(part.value.number.value_or(0)),
                            part.key == "UNKNOWN"});
    }
    return chart;
  }

  void AddObstacles() {
    auto& blocks =
        Add({"What holds them, and how far they are", "Ce qui les retient, et où ils en sont"});
    for (const char* id :
         {"blockers-by-type", "blockers-by-nature", "pillars", "gap-axes", "pipeline-beside-model"})
      blocks.push_back(ChartOf(id));
  }

  // S4-02, S4-04.
  void AddUnlinked() {
    const Figure& figure = Of("unlinked-cost");
    auto& blocks = Add({"What is spent aside", "Ce qui est dépensé à côté"});
    KeyFigures key;
    key.figures = {Key("unlinked-cost"), Key("open-debt"), Key("cost-per-employee"),
                   Key("human-share"),   Key("showcases"), Key("islands")};
    blocks.push_back(std::move(key));
    Grid grid{{{Say({"project", "projet"}), 3},
               {Say({"why", "pourquoi"}), 3},
               {Say({"a year", "par an"}), 1.5, true}},
              {}};
    for (const FigureItem& item : figure.items)
      grid.rows.push_back(
          {item.display_name, Say(item.note), item.value.has_value() ? Text(*item.value) : ""});
    AddGrid(std::move(grid), blocks);
  }

  void AddDecisions() {
    for (const Assessment& assessment : facts_.decisions) {
      const auto found = model_.dossiers.find(assessment.project());
      if (found == model_.dossiers.end()) continue;
      AddDecision(*found->second, assessment);
    }
  }

  void AddDecision(const Dossier& dossier, const Assessment& assessment) {
    const Project& project = dossier.project;
    auto& blocks = Add({absl::StrCat("Decision asked: ", project.display_name()),
                        absl::StrCat("Décision demandée : ", project.display_name())});
    blocks.push_back(ProjectFigures(dossier, assessment, language_));
    const Grid promise = PromiseGrid(dossier, language_);
    if (promise.rows.empty()) {
      blocks.push_back(Paragraph{
          Say({"No criterion was fixed before its PoC: nobody can say whether it passed.",
               "Aucun critère n'a été fixé avant son PoC : personne ne peut dire s'il a réussi."}),
          Paragraph::Tone::kWarning});
    } else {
      blocks.push_back(Heading{Say(
          {"What was promised, and what came of it", "Ce qui était promis, et ce qui en est"})});
      blocks.push_back(promise);
    }
    blocks.push_back(Heading{Say({"Validated, and ready", "Validé, et prêt"})});
    blocks.push_back(Grid{{{Say({"hypothesis validated", "hypothèse validée"})},
                           {Say({"value proven", "valeur prouvée"})},
                           {Say({"ready for production", "prêt pour la production"})}},
                          {{VerdictText(OutcomeOf(dossier, "HYPOTHESIS_VALIDATED"), language_),
                            VerdictText(OutcomeOf(dossier, "VALUE_PROVEN"), language_),
                            VerdictText(OutcomeOf(dossier, "OPERABLE"), language_)}}});
    if (!assessment.blocking().explanation().empty()) {
      blocks.push_back(Heading{Say({"What holds it first", "Ce qui le retient d'abord"})});
      blocks.push_back(Paragraph{absl::StrCat(assessment.blocking().explanation(), " ",
                                              assessment.blocking().next_action())});
    }
    blocks.push_back(Heading{Say({"What can be decided", "Ce qui peut être décidé"})});
    blocks.push_back(
        BulletList{{Say({"Industrialise: with its own budget, owner and criteria.",
                         "Industrialiser : avec son budget, son responsable et ses critères."}),
                    Say({"Limit: for a framed population and time, with a new decision at the end.",
                         "Cadrer : pour une population et une durée définies, avec une nouvelle "
                         "décision à la fin."}),
                    Say({"Stop: with its lessons, and what can be used again.",
                         "Arrêter : avec ses leçons, et ce qui peut resservir."})}});
  }

  void AddFigures() {
    auto& blocks = Add({"Every figure, and how it is computed", "Chaque chiffre, et son calcul"});
    Grid grid{{{Say({"figure", "chiffre"}), 2},
               {Say({"value", "valeur"}), 1.6},
               {Say({"how", "calcul"}), 4.4},
               {Say({"records", "fiches"}), 0.8, true}},
              {}};
    for (const FigureDefinition& definition : FigureDefinitions()) {
      const Figure& figure = facts_.book.Of(definition);
      grid.rows.push_back({Say(definition.title), Text(figure.value),
                           absl::StrCat(Say(definition.formula), " (v", definition.version, ")"),
                           CountText(static_cast<int64_t>(figure.items.size()), language_)});
    }
    AddGrid(std::move(grid), blocks);
  }

  const BoardPackFacts& facts_;
  const PortfolioModel& model_;
  const Language language_;
  Document document_;
};

}  // namespace

std::vector<std::string> DecisionsAsked(const FigureBook& book) {
  std::vector<FigureItem> late = book.Of(*FindFigure("decisions-overdue")).items;
  std::stable_sort(late.begin(), late.end(), [](const FigureItem& a, const FigureItem& b) {
    return a.value->number > b.value->number;
  });
  std::vector<std::string> names;
  for (FigureItem& item : late) names.push_back(std::move(item.resource));
  return names;
}

Document BoardPack(const BoardPackFacts& facts, Language language) {
  return Pack(facts, language).Make();
}

}  // namespace palier::reporting
