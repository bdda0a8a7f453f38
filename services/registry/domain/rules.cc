// SPDX-License-Identifier: Apache-2.0
// The rules themselves: a table, and the functions it names.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "registry/domain/rulebook.h"

namespace palier::registry {
namespace {

using P = v1::Project;
using Stage = P::Stage;

bool StartsPoc(Stage, Stage to) {
  return to == P::POC;
}
bool Industrialises(Stage, Stage to) {
  return to == P::INDUSTRIALISATION;
}
bool Stops(Stage, Stage to) {
  return to == P::STOPPED;
}

std::vector<RuleFinding> One(bool met, status::Text explanation, status::Text next_action) {
  RuleFinding finding{met ? Verdict::kMet : Verdict::kUnmet, "", std::move(explanation), {}};
  if (!met) finding.next_action = std::move(next_action);
  return {finding};
}

bool HasFunction(const P& project, v1::TeamMember::Function function) {
  return std::any_of(project.team_members().begin(), project.team_members().end(),
                     [&](const v1::TeamMember& member) { return member.function() == function; });
}

std::vector<RuleFinding> HasExitCriteria(const Facts& facts) {
  const int count = facts.project.exit_criteria_size();
  return One(count > 0,
             {absl::StrCat("The project has ", count, " exit criteria."),
              absl::StrCat("Le projet a ", count, " critère(s) de sortie.")},
             {"Write down the numbers that will decide at the end of the PoC.",
              "Écrivez les chiffres qui décideront à la fin du PoC."});
}

std::string MissingParts(const v1::ExitCriterion& criterion) {
  std::string missing;
  const auto need = [&](bool present, const char* what) {
    if (!present) absl::StrAppend(&missing, missing.empty() ? "" : ", ", what);
  };
  need(!criterion.metric().empty(), "metric");
  need(!criterion.dataset().empty(), "dataset");
  need(criterion.operator_() != v1::ExitCriterion::OPERATOR_UNSPECIFIED, "operator");
  need(criterion.has_value(), "value");
  need(!criterion.unit().empty(), "unit");
  return missing;
}

std::vector<RuleFinding> CriteriaAreNumeric(const Facts& facts) {
  std::vector<RuleFinding> findings;
  for (const v1::ExitCriterion& criterion : facts.project.exit_criteria()) {
    const std::string missing = MissingParts(criterion);
    if (missing.empty()) continue;
    findings.push_back(
        {Verdict::kUnmet,
         absl::StrCat("exit_criteria/", criterion.id()),
         {absl::StrCat("Criterion ", criterion.id(), " lacks: ", missing, "."),
          absl::StrCat("Il manque au critère ", criterion.id(), " : ", missing, ".")},
         {"Complete it, for example: accuracy at least 92 % on invoices-2026.",
          "Complétez-le, par exemple : exactitude d'au moins 92 % sur factures-2026."}});
  }
  if (findings.empty()) {
    findings = One(true,
                   {"Every exit criterion is a number on named data.",
                    "Chaque critère de sortie est un chiffre sur des données nommées."},
                   {});
  }
  return findings;
}

std::vector<RuleFinding> HasQuantifiedKpi(const Facts& facts) {
  int fresh = 0, quantified = 0;
  for (const v1::Evidence& evidence : facts.evidence) {
    if (!evidence.has_kpi() || !facts.IsFresh(evidence)) continue;
    ++fresh;
    if (evidence.kpi().quantified()) ++quantified;
  }
  if (fresh == 0 && facts.min_as_of > absl::InfinitePast()) {
    return {{Verdict::kUnknown,
             "",
             {"No KPI is known here as recently as you ask.",
              "Aucun KPI n'est connu ici à la date demandée."},
             {"Wait for the KPI service to report, then ask again.",
              "Attendez le rapport du service de KPI, puis redemandez."}}};
  }
  return One(quantified > 0,
             {absl::StrCat(quantified, " of ", fresh,
                           " KPIs have unit, direction, baseline, target and horizon."),
              absl::StrCat(quantified, " KPI sur ", fresh,
                           " ont unité, sens, référence, cible et horizon.")},
             {"Create a KPI with unit, direction, baseline, target and horizon.",
              "Créez un KPI avec unité, sens, référence, cible et horizon."});
}

std::vector<RuleFinding> HasEngineering(const Facts& facts) {
  const bool met = HasFunction(facts.project, v1::TeamMember::ENGINEERING);
  return One(
      met,
      met ? status::Text{"Engineering takes part from the first sprint.",
                         "L'ingénierie participe dès le premier sprint."}
          : status::Text{"No engineer is on the team.", "Aucun ingénieur n'est dans l'équipe."},
      {"Add an engineer to the team before the PoC starts.",
       "Ajoutez un ingénieur à l'équipe avant le début du PoC."});
}

std::vector<RuleFinding> HasMixedTeam(const Facts& facts) {
  std::string missing;
  const std::pair<v1::TeamMember::Function, const char*> wanted[] = {
      {v1::TeamMember::DATA, "DATA"},
      {v1::TeamMember::ENGINEERING, "ENGINEERING"},
      {v1::TeamMember::PRODUCT, "PRODUCT"}};
  for (const auto& [function, name] : wanted) {
    if (!HasFunction(facts.project, function))
      absl::StrAppend(&missing, missing.empty() ? "" : ", ", name);
  }
  if (missing.empty()) {
    return One(true,
               {"Data, engineering and product work together.",
                "Données, ingénierie et produit travaillent ensemble."},
               {});
  }
  return One(false,
             {absl::StrCat("The team lacks: ", missing, "."),
              absl::StrCat("Il manque à l'équipe : ", missing, ".")},
             {"Complete the team: a data team alone does not make a product.",
              "Complétez l'équipe : une équipe de données seule ne fait pas un produit."});
}

std::vector<RuleFinding> HasPopulation(const Facts& facts) {
  const v1::Population& population = facts.project.population();
  const bool met = (population.teams_size() > 0 || population.headcount() > 0) &&
                   population.systems_size() > 0 && population.data_classes_size() > 0;
  return One(
      met,
      met ? status::Text{"Target population, systems and data classes are known.",
                         "Population visée, systèmes et classes de données sont connus."}
          : status::Text{"Target population, systems or data classes are not known.",
                         "Population visée, systèmes ou classes de données ne sont pas connus."},
      {"Fill in population.teams (or headcount), systems and data_classes.",
       "Renseignez population.teams (ou headcount), systems et data_classes."});
}

std::vector<RuleFinding> HasExecutiveSponsor(const Facts& facts) {
  if (!facts.sponsor.has_value()) {
    return One(false, {"Nobody sponsors the project.", "Personne ne parraine le projet."},
               {"Find a member of the executive committee who defends it.",
                "Trouvez un membre du comité de direction qui le défende."});
  }
  const bool met = facts.sponsor->executive_committee();
  return One(met,
             met ? status::Text{"The sponsor sits on the executive committee.",
                                "Le sponsor siège au comité de direction."}
                 : status::Text{"The sponsor does not sit on the executive committee.",
                                "Le sponsor ne siège pas au comité de direction."},
             {"Find a sponsor on the executive committee, or record that this one sits there.",
              "Trouvez un sponsor au comité de direction, ou notez que celui-ci y siège."});
}

std::vector<RuleFinding> HasLessons(const Facts& facts) {
  return One(facts.lesson_count > 0,
             {absl::StrCat(facts.lesson_count, " lesson(s) recorded."),
              absl::StrCat(facts.lesson_count, " leçon(s) consignée(s).")},
             {"Record what was learnt: a good stop leaves lessons.",
              "Consignez ce qui a été appris : un bon arrêt laisse des leçons."});
}

bool SameCurrency(const google::type::Money& a, const google::type::Money& b) {
  return a.currency_code() == b.currency_code() && !a.currency_code().empty();
}

std::vector<RuleFinding> HasProductionBudget(const Facts& facts) {
  const auto& poc = facts.project.poc_budget();
  const auto& production = facts.project.production_budget();
  const bool met = facts.project.has_production_budget() && production.units() > 0 &&
                   (!facts.project.has_poc_budget() || SameCurrency(poc, production));
  return One(
      met,
      met ? status::Text{"Production has a budget of its own.",
                         "La production a son propre budget."}
          : status::Text{"Production has no budget of its own in the currency of the PoC's.",
                         "La production n'a pas de budget propre dans la devise de celui du PoC."},
      {"Budget production now: it costs 5 to 20 times the PoC.",
       "Budgétez la production dès maintenant : elle coûte 5 à 20 fois le PoC."});
}

}  // namespace

absl::Span<const Rule> Rulebook() {
  static const auto* rules = new std::vector<Rule>{
      {"NO_EXIT_CRITERIA",
       "S2-23",
       Pillar::kPerformance,
       Axis::kGovernance,
       Cause::kPolitical,
       Severity::kGate,
       {"A PoC needs exit criteria", "Un PoC a besoin de critères de sortie"},
       StartsPoc,
       HasExitCriteria},
      {"EXIT_CRITERION_NOT_NUMERIC",
       "S2-12",
       Pillar::kPerformance,
       Axis::kGovernance,
       Cause::kTechnical,
       Severity::kGate,
       {"Exit criteria are numbers on named data",
        "Les critères de sortie sont des chiffres sur des données nommées"},
       StartsPoc,
       CriteriaAreNumeric},
      {"NO_QUANTIFIED_KPI",
       "S0-08",
       Pillar::kPerformance,
       Axis::kGovernance,
       Cause::kFinancial,
       Severity::kGate,
       {"At least one quantified KPI", "Au moins un KPI chiffré"},
       StartsPoc,
       HasQuantifiedKpi},
      {"NO_ENGINEERING",
       "S2-13",
       Pillar::kPeople,
       Axis::kIntegration,
       Cause::kTechnical,
       Severity::kGate,
       {"Engineering from the first sprint", "L'ingénierie dès le premier sprint"},
       StartsPoc,
       HasEngineering},
      {"TEAM_NOT_MIXED",
       "S2-20",
       Pillar::kPeople,
       Axis::kGovernance,
       Cause::kHuman,
       Severity::kGate,
       {"Data, engineering and product in the team",
        "Données, ingénierie et produit dans l'équipe"},
       StartsPoc,
       HasMixedTeam},
      {"NO_TARGET_POPULATION",
       "S1-03",
       Pillar::kPeople,
       Axis::kData,
       Cause::kHuman,
       Severity::kGate,
       {"Designed for scaling from the start", "Conçu dès le départ pour passer à l'échelle"},
       StartsPoc,
       HasPopulation},
      {"NO_PRODUCTION_BUDGET",
       "S2-14",
       Pillar::kPerformance,
       Axis::kCost,
       Cause::kFinancial,
       Severity::kWarn,
       {"Production is budgeted apart", "La production est budgétée à part"},
       StartsPoc,
       HasProductionBudget},
      {"SPONSOR_NOT_EXECUTIVE",
       "S0-13",
       Pillar::kPeople,
       Axis::kGovernance,
       Cause::kPolitical,
       Severity::kGate,
       {"A member of the executive committee carries it",
        "Un membre du comité de direction le porte"},
       Industrialises,
       HasExecutiveSponsor},
      {"NO_LESSONS",
       "S3-05",
       Pillar::kProcess,
       Axis::kGovernance,
       Cause::kHuman,
       Severity::kGate,
       {"A stop leaves lessons", "Un arrêt laisse des leçons"},
       Stops,
       HasLessons},
  };
  return *rules;
}

}  // namespace palier::registry
