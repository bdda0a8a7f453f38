// SPDX-License-Identifier: Apache-2.0
// What became of the projects.
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/stats/wilson.h"
#include "reporting/figures/figure.h"

namespace palier::reporting {
namespace {

using registry::v1::Entry;
using registry::v1::Project;
using registry::v1::Purgatory;
using registry::v1::RuleResult;

// S4-01, S0-34.
Figure ValueProven(const PortfolioModel& model, absl::CivilDay) {
  Figure figure;
  int in_use = 0, proven = 0, not_proven = 0, unknown = 0;
  for (const auto& [name, dossier] : model.dossiers) {
    if (!IsInUse(dossier->project)) continue;
    ++in_use;
    switch (OutcomeOf(*dossier, "VALUE_PROVEN")) {
      case RuleResult::MET:
        ++proven;
        figure.items.push_back(ItemOf(*dossier, "PROVEN"));
        break;
      case RuleResult::UNMET:
        ++not_proven;
        figure.items.push_back(ItemOf(*dossier, "NOT_PROVEN"));
        break;
      default:
        ++unknown;
        figure.items.push_back(ItemOf(*dossier, "UNKNOWN"));
    }
  }
  // Of none anything is known: that is not a share of 0.
  figure.value = unknown < in_use ? ShareOf(proven, in_use) : ShareOf(0, 0);
  figure.parts = {{"PROVEN", {"proven", "prouvée"}, CountOf(proven)},
                  {"NOT_PROVEN", {"not proven", "non prouvée"}, CountOf(not_proven)},
                  {"UNKNOWN", {"nobody knows", "personne ne sait"}, CountOf(unknown)}};
  figure.inputs = {
      {{"projects in roll-out or run", "projets en déploiement ou en exploitation"}, in_use}};
  figure.notes = {
      {"The reference counts companies, this figure counts projects.",
       "La référence compte des entreprises, ce chiffre compte des projets."},
      {"A validated hypothesis is not a proven value; see validated-and-ready.",
       "Une hypothèse validée n'est pas une valeur prouvée ; voir validated-and-ready."}};
  return figure;
}

// S2-19.
Figure ValidatedAndReady(const PortfolioModel& model, absl::CivilDay) {
  Figure figure;
  int past = 0, validated = 0, ready = 0, gap = 0;
  for (const auto& [name, dossier] : model.dossiers) {
    if (!IsPastPoc(dossier->project) || !IsAlive(dossier->project)) continue;
    ++past;
    const bool is_validated = OutcomeOf(*dossier, "HYPOTHESIS_VALIDATED") == RuleResult::MET;
    const bool is_ready = OutcomeOf(*dossier, "OPERABLE") == RuleResult::MET;
    validated += is_validated;
    ready += is_ready;
    if (is_validated) figure.items.push_back(ItemOf(*dossier, "VALIDATED"));
    if (is_ready) figure.items.push_back(ItemOf(*dossier, "READY"));
    if (!is_validated || is_ready) continue;
    ++gap;
    FigureItem item = ItemOf(*dossier, "GAP");
    if (const auto* const group = OutcomeGroup(*dossier, "OPERABLE")) {
      const int open = OpenConditions(*dossier);
      item.note = {
          absl::StrCat(open, " of ", group->rule_count(), " conditions of production are open"),
          absl::StrCat(open, " conditions de production sur ", group->rule_count(),
                       " restent ouvertes")};
    }
    figure.items.push_back(std::move(item));
  }
  figure.value = CountOf(gap);
  figure.parts = {{"VALIDATED", {"hypothesis validated", "hypothèse validée"}, CountOf(validated)},
                  {"READY", {"ready for production", "prêt pour la production"}, CountOf(ready)},
                  {"GAP", {"validated, not ready", "validé, pas prêt"}, CountOf(gap)}};
  figure.inputs = {
      {{"projects past their PoC and under way", "projets après leur PoC et en cours"}, past}};
  if (gap > 0) {
    figure.warning = {"A validated PoC is not a product: plan and pay for the rest.",
                      "Un PoC validé n'est pas un produit : prévoyez et financez le reste."};
  }
  return figure;
}

std::string PointsText(double share) {
  return absl::StrFormat("%+.0f", 100 * share);
}

// How many of two groups of projects reached production.
struct Comparison {
  stats::Share with, without;
};

void FillComparison(const Comparison& groups, Figure& figure) {
  figure.parts.push_back(
      {"WITH", {"with", "avec"}, SampleShareOf(groups.with.part, groups.with.whole)});
  figure.parts.push_back(
      {"WITHOUT", {"without", "sans"}, SampleShareOf(groups.without.part, groups.without.whole)});
  figure.value = SampleShareOf(groups.with.part, groups.with.whole);
  if (groups.with.whole == 0 || groups.without.whole == 0) {
    figure.notes.push_back({"One of the two groups is empty: nothing can be compared.",
                            "L'un des deux groupes est vide : rien n'est comparable."});
    return;
  }
  const stats::Interval interval = stats::DifferenceInterval(groups.with, groups.without);
  const double difference =
      static_cast<double>(groups.with.part) / static_cast<double>(groups.with.whole) -
      static_cast<double>(groups.without.part) / static_cast<double>(groups.without.whole);
  const std::string numbers = PointsText(difference);
  const std::string low = PointsText(interval.lower), high = PointsText(interval.upper);
  figure.notes.push_back({absl::StrCat("Difference with - without: ", numbers,
                                       " points, at 95 % between ", low, " and ", high, "."),
                          absl::StrCat("Différence avec - sans : ", numbers,
                                       " points, à 95 % entre ", low, " et ", high, ".")});
  if (interval.lower <= 0 && interval.upper >= 0) {
    figure.notes.push_back({"With so few projects this may be chance.",
                            "Avec si peu de projets, cela peut être le hasard."});
  }
  figure.notes.push_back({"What goes together need not cause each other.",
                          "Ce qui va ensemble n'est pas forcément cause et effet."});
}

// `group` says of a project that is past its PoC whether it had what is asked; unset when nobody
// knows.
template <typename Group>
Figure Compare(const PortfolioModel& model, const Group& group) {
  Figure figure;
  Comparison groups;
  int unknown = 0;
  for (const auto& [name, dossier] : model.dossiers) {
    const Project& project = dossier->project;
    if (!IsPastPoc(project)) continue;
    const std::optional<bool> has = group(project);
    if (!has.has_value()) {
      ++unknown;
      continue;
    }
    stats::Share& share = *has ? groups.with : groups.without;
    const bool reached = IsInUse(project) || project.stage() == Project::RETIRED;
    ++share.whole;
    share.part += reached;
    FigureItem item = ItemOf(*dossier, *has ? "WITH" : "WITHOUT");
    item.note = reached ? status::Text{"reached production", "arrivé en production"}
                        : status::Text{"not in production", "pas en production"};
    figure.items.push_back(std::move(item));
  }
  FillComparison(groups, figure);
  figure.inputs = {
      {{"projects past their PoC, known", "projets après leur PoC, connus"},
       groups.with.whole + groups.without.whole},
      {{"projects past their PoC, unknown", "projets après leur PoC, inconnus"}, unknown}};
  return figure;
}

// S2-17. Where the PoC was not run here nobody knows what was agreed.
Figure ConversionBySeal(const PortfolioModel& model, absl::CivilDay) {
  return Compare(model, [](const Project& project) -> std::optional<bool> {
    if (!project.has_poc_start_time()) return std::nullopt;
    return !project.seal().empty() && project.exit_criteria_size() > 0;
  });
}

// S2-16.
Figure ConversionBySponsor(const PortfolioModel& model, absl::CivilDay) {
  return Compare(model, [](const Project& project) -> std::optional<bool> {
    if (!project.has_poc_start_time()) return std::nullopt;
    if (!project.has_technical_sponsor_time())
      return project.technical_sponsor().empty() ? std::make_optional(false) : std::nullopt;
    return project.technical_sponsor_time().seconds() <= project.poc_start_time().seconds();
  });
}

bool HasEntry(const Dossier& dossier, Entry::DetailCase kind) {
  for (const auto& [name, entry] : dossier.entries)
    if (entry.detail_case() == kind) return true;
  return false;
}

// S1-41: never a warning.
Figure StopsWithLessons(const PortfolioModel& model, absl::CivilDay) {
  Figure figure;
  int stops = 0, learned = 0;
  for (const auto& [name, dossier] : model.dossiers) {
    if (dossier->project.stage() != Project::STOPPED) continue;
    const bool has = HasEntry(*dossier, Entry::kLesson) || HasEntry(*dossier, Entry::kHealthyStop);
    ++stops;
    learned += has;
    figure.items.push_back(ItemOf(*dossier, has ? "LEARNED" : "UNRECORDED"));
  }
  figure.value = ShareOf(learned, stops);
  figure.parts = {{"LEARNED", {"lessons kept", "leçons gardées"}, CountOf(learned)},
                  {"UNRECORDED", {"nothing recorded", "rien d'écrit"}, CountOf(stops - learned)}};
  figure.inputs = {{{"stopped projects", "projets arrêtés"}, stops}};
  figure.notes = {{"A stop with its lessons is a result like another.",
                   "Un arrêt avec ses leçons est un résultat comme un autre."}};
  return figure;
}

// S3-10.
Figure Zombies(const PortfolioModel& model, absl::CivilDay) {
  Figure figure;
  for (const auto& [name, dossier] : model.dossiers)
    if (dossier->assessment.has_value() && dossier->assessment->zombie())
      figure.items.push_back(ItemOf(*dossier));
  figure.value = CountOf(static_cast<int64_t>(figure.items.size()));
  if (!figure.items.empty()) {
    figure.warning = {"Tools are used for which nobody answers.",
                      "Des outils sont utilisés dont personne ne répond."};
  }
  return figure;
}

// S3-04.
Figure DecisionsOverdue(const PortfolioModel& model, absl::CivilDay) {
  Figure figure;
  int waiting = 0;
  for (const auto& [name, dossier] : model.dossiers) {
    if (!dossier->assessment.has_value()) continue;
    const Purgatory& purgatory = dossier->assessment->purgatory();
    if (!IsWaiting(purgatory)) continue;
    ++waiting;
    if (!IsUnmet(*dossier, "DECISION_OVERDUE")) continue;
    FigureItem item = ItemOf(*dossier);
    item.value = CountOf(purgatory.age_days());
    item.note = {absl::StrCat("waits for ", purgatory.age_days(), " days"),
                 absl::StrCat("attend depuis ", purgatory.age_days(), " jours")};
    figure.items.push_back(std::move(item));
  }
  figure.value = CountOf(static_cast<int64_t>(figure.items.size()));
  figure.inputs = {
      {{"projects that wait for a decision", "projets qui attendent une décision"}, waiting}};
  if (!figure.items.empty()) {
    figure.warning = {
        "Decide: scale up, limit or stop. No decision is the dearest one.",
        "Décidez : industrialiser, cadrer ou arrêter. Ne pas décider coûte le plus cher."};
  }
  return figure;
}

}  // namespace

std::vector<FigureDefinition> OutcomeFigures() {
  constexpr FigureTopic kTopic = FigureTopic::kOutcomes;
  using Q = FigureQuality;
  return {
      {"value-proven",
       kTopic,
       Q::kJudged,
       1,
       {"Projects in use whose value is proven", "Projets en usage dont la valeur est prouvée"},
       {"Projects in ROLLOUT or RUN with the outcome VALUE_PROVEN, of all projects there; unknown "
        "while of none anything is known.",
        "Projets en ROLLOUT ou RUN avec le résultat VALUE_PROVEN, sur tous les projets qui y sont "
        "; inconnu tant que rien n'est connu d'aucun."},
       {"companies-with-value"},
       ValueProven},
      {"validated-and-ready",
       kTopic,
       Q::kJudged,
       1,
       {"Validated, and not ready", "Validés, et pas prêts"},
       {"Projects past their PoC and under way whose hypothesis is validated "
        "(HYPOTHESIS_VALIDATED) and which production cannot carry yet (OPERABLE not met).",
        "Projets après leur PoC et en cours dont l'hypothèse est validée (HYPOTHESIS_VALIDATED) et "
        "que la production ne peut pas encore porter (OPERABLE non atteint)."},
       {},
       ValidatedAndReady},
      {"conversion-with-sealed-criteria",
       kTopic,
       Q::kRecorded,
       1,
       {"Into production, with and without sealed criteria",
        "Passage en production, avec et sans critères scellés"},
       {"Of the projects whose PoC ended and began here: those in ROLLOUT, RUN or RETIRED, apart "
        "for those with exit criteria sealed at its start and those without. Intervals of Wilson; "
        "of the difference, of Newcombe.",
        "Parmi les projets dont le PoC est fini et a commencé ici : ceux en ROLLOUT, RUN ou "
        "RETIRED, séparément pour ceux aux critères de sortie scellés au départ et les autres. "
        "Intervalles de Wilson ; de la différence, de Newcombe."},
       {"never-in-production"},
       ConversionBySeal},
      {"conversion-with-technical-sponsor",
       kTopic,
       Q::kRecorded,
       1,
       {"Into production, with and without a technical sponsor from the start",
        "Passage en production, avec et sans sponsor technique dès le départ"},
       {"Of the projects whose PoC ended and began here: those in ROLLOUT, RUN or RETIRED, apart "
        "for those that had a technical sponsor when the PoC began and those that had none. "
        "Intervals of Wilson; of the difference, of Newcombe.",
        "Parmi les projets dont le PoC est fini et a commencé ici : ceux en ROLLOUT, RUN ou "
        "RETIRED, séparément pour ceux qui avaient un sponsor technique au début du PoC et les "
        "autres. Intervalles de Wilson ; de la différence, de Newcombe."},
       {},
       ConversionBySponsor},
      {"stops-with-lessons",
       kTopic,
       Q::kRecorded,
       1,
       {"Stops that left their lessons", "Arrêts qui ont laissé leurs leçons"},
       {"Stopped projects with a lesson or a healthy stop on record, of all stopped ones.",
        "Projets arrêtés avec une leçon ou un arrêt sain enregistré, sur tous les projets "
        "arrêtés."},
       {},
       StopsWithLessons},
      {"zombies",
       kTopic,
       Q::kJudged,
       1,
       {"Used, and left alone", "Utilisés, et laissés seuls"},
       {"Projects that are used without owner, decision or check, as the rulebook judges.",
        "Projets utilisés sans propriétaire, décision ni contrôle, selon le référentiel de "
        "règles."},
       {},
       Zombies},
      {"decisions-overdue",
       kTopic,
       Q::kJudged,
       1,
       {"Decisions that are overdue", "Décisions en retard"},
       {"Projects that wait for a decision after their PoC and for which the rule DECISION_OVERDUE "
        "is broken.",
        "Projets qui attendent une décision après leur PoC et pour lesquels la règle "
        "DECISION_OVERDUE est enfreinte."},
       {},
       DecisionsOverdue},
  };
}

}  // namespace palier::reporting
