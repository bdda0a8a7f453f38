// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "registry/domain/rules/evidence.h"
#include "registry/domain/rules/rules.h"

namespace palier::registry {
namespace {

bool HasFunction(const v1::Project& project, v1::TeamMember::Function function) {
  return std::any_of(project.team_members().begin(), project.team_members().end(),
                     [&](const v1::TeamMember& member) { return member.function() == function; });
}

Findings HasExitCriteria(const Facts& facts, double) {
  if (facts.promise.exit_criteria().empty()) return NoExitCriteria();
  return Met(
      {absl::StrCat(facts.promise.exit_criteria_size(), " exit criteria are written."),
       absl::StrCat(facts.promise.exit_criteria_size(), " critères de sortie sont écrits.")});
}

std::string MissingIn(const v1::ExitCriterion& criterion) {
  std::vector<std::string> missing;
  if (criterion.metric().empty()) missing.push_back("metric");
  if (criterion.dataset().empty()) missing.push_back("dataset");
  if (criterion.operator_() == v1::ExitCriterion::OPERATOR_UNSPECIFIED)
    missing.push_back("operator");
  if (!criterion.has_value()) missing.push_back("value");
  if (criterion.unit().empty()) missing.push_back("unit");
  return absl::StrJoin(missing, ", ");
}

Findings CriteriaAreNumeric(const Facts& facts, double) {
  Findings findings;
  for (const v1::ExitCriterion& criterion : facts.promise.exit_criteria()) {
    const std::string missing = MissingIn(criterion);
    if (missing.empty()) continue;
    Append(findings,
           Unmet({absl::StrCat("Exit criterion ", criterion.id(), " lacks: ", missing, "."),
                  absl::StrCat("Il manque au critère ", criterion.id(), " : ", missing, ".")},
                 {"Complete it, for example: accuracy at least 92 % on invoices-2026.",
                  "Complétez-le, par exemple : exactitude d'au moins 92 % sur factures-2026."},
                 criterion.id()));
  }
  return Or(std::move(findings), {"Every exit criterion is a number on named data.",
                                  "Chaque critère de sortie est un chiffre sur des données "
                                  "nommées."});
}

Findings HasQuantifiedKpi(const Facts& facts, double) {
  const std::vector<const v1::Evidence*> kpis = facts.PromisedKpis();
  const auto quantified = std::count_if(
      kpis.begin(), kpis.end(), [](const v1::Evidence* one) { return one->kpi().quantified(); });
  if (kpis.empty()) {
    return WithoutEvidence(
        facts, Absent({"No KPI is known.", "Aucun KPI n'est connu."},
                      {"Create a KPI with unit, direction, baseline, target and horizon.",
                       "Créez un KPI avec unité, sens, référence, cible et horizon."}));
  }
  return From(kpis,
              Check(quantified > 0,
                    {absl::StrCat(quantified, " of ", kpis.size(),
                                  " KPIs have unit, direction, baseline, target and horizon."),
                     absl::StrCat(quantified, " KPI sur ", kpis.size(),
                                  " ont unité, sens, référence, cible et horizon.")},
                    {"No KPI has unit, direction, baseline, target and horizon.",
                     "Aucun KPI n'a unité, sens, référence, cible et horizon."},
                    {"Complete one KPI: unit, direction, baseline, target and horizon.",
                     "Complétez un KPI : unité, sens, référence, cible et horizon."}));
}

Findings HasEngineering(const Facts& facts, double) {
  if (HasFunction(facts.project, v1::TeamMember::ENGINEERING)) {
    return Met({"Engineering takes part from the first sprint.",
                "L'ingénierie participe dès le premier sprint."});
  }
  return Absent({"No engineer is on the team.", "Aucun ingénieur n'est dans l'équipe."},
                {"Add an engineer to the team before the PoC starts.",
                 "Ajoutez un ingénieur à l'équipe avant le début du PoC."});
}

Findings HasMixedTeam(const Facts& facts, double) {
  std::vector<std::string> missing;
  for (const auto function :
       {v1::TeamMember::DATA, v1::TeamMember::ENGINEERING, v1::TeamMember::PRODUCT}) {
    if (!HasFunction(facts.project, function))
      missing.push_back(v1::TeamMember::Function_Name(function));
  }
  if (missing.empty()) {
    return Met({"Data, engineering and product work together.",
                "Données, ingénierie et produit travaillent ensemble."});
  }
  const std::string list = absl::StrJoin(missing, ", ");
  return Absent({absl::StrCat("The team lacks: ", list, "."),
                 absl::StrCat("Il manque à l'équipe : ", list, ".")},
                {"Complete the team: a data team alone does not make a product.",
                 "Complétez l'équipe : une équipe de données seule ne fait pas un produit."});
}

Findings HasPopulation(const Facts& facts, double) {
  const v1::Population& population = facts.promise.population();
  const bool met = (population.teams_size() > 0 || population.headcount() > 0) &&
                   population.systems_size() > 0 && population.data_classes_size() > 0;
  if (met) {
    return Met({"Target population, systems and data classes are known.",
                "Population visée, systèmes et classes de données sont connus."});
  }
  return Absent({"Target population, systems or data classes are not known.",
                 "Population visée, systèmes ou classes de données ne sont pas connus."},
                {"Fill in population.teams (or headcount), systems and data_classes.",
                 "Renseignez population.teams (ou headcount), systems et data_classes."});
}

Findings CitesFriction(const Facts& facts, double) {
  if (facts.project.frictions_size() > 0) {
    return Met({"The project starts from a friction that people feel.",
                "Le projet part d'un irritant que des gens ressentent."});
  }
  return Absent({"The project cites no friction.", "Le projet ne cite aucun irritant."},
                {"Cite the friction it starts from, or record one with what it costs.",
                 "Citez l'irritant dont il part, ou consignez-en un avec ce qu'il coûte."});
}

Findings ServesObjective(const Facts& facts, double) {
  if (facts.project.objectives_size() > 0)
    return Met({"It serves a strategic objective.", "Il sert un objectif stratégique."});
  return Absent({"It serves no strategic objective: a showcase.",
                 "Il ne sert aucun objectif stratégique : une vitrine."},
                {"Link it to an objective, or ask why it is done.",
                 "Rattachez-le à un objectif, ou demandez-vous pourquoi le faire."});
}

Findings HasOwner(const Facts& facts, double) {
  if (!facts.project.owner().empty())
    return Met({"The project has an owner.", "Le projet a un responsable."});
  return Absent({"Nobody owns the project.", "Personne n'est responsable du projet."},
                {"Name one person who answers for it.", "Nommez une personne qui en répond."});
}

Findings HasTechnicalSponsor(const Facts& facts, double) {
  if (!facts.project.technical_sponsor().empty()) {
    return Met({"A technical sponsor is there from the start.",
                "Un sponsor technique est là dès le début."});
  }
  return Absent({"No technical sponsor is there from the start.",
                 "Aucun sponsor technique n'est là dès le début."},
                {"Win the CTO, or whom the CTO names, before the PoC.",
                 "Gagnez le directeur technique, ou son délégué, avant le PoC."});
}

Findings PromisesFallback(const Facts& facts, double) {
  if (!facts.promise.fallback().empty()) {
    return Met({"What people do when it fails is promised.",
                "Ce que font les gens en cas de panne est promis."});
  }
  return Absent({"Nothing says what people do when it fails.",
                 "Rien ne dit ce que font les gens en cas de panne."},
                {"Write fallback_promise: the manual or degraded way.",
                 "Écrivez fallback_promise : la voie manuelle ou dégradée."});
}

}  // namespace

absl::Span<const Rule> PromiseRules() {
  using S = Severity;
  using PI = Pillar;
  using A = Axis;
  using C = Cause;
  static const auto* rules = new std::vector<Rule>{
      {"NO_EXIT_CRITERIA",
       "S2-23",
       kPocStart,
       PI::kPerformance,
       A::kGovernance,
       C::kPolitical,
       S::kGate,
       {"A PoC needs exit criteria", "Un PoC a besoin de critères de sortie"},
       HasExitCriteria},
      {"EXIT_CRITERION_NOT_NUMERIC",
       "S2-12",
       kPocStart,
       PI::kPerformance,
       A::kGovernance,
       C::kTechnical,
       S::kGate,
       {"Exit criteria are numbers on named data",
        "Les critères de sortie sont des chiffres sur des données nommées"},
       CriteriaAreNumeric},
      {.id = "NO_QUANTIFIED_KPI",
       .requirement = "S0-08 S0-18",
       .gates = kPocStart,
       .pillar = PI::kPerformance,
       .axis = A::kGovernance,
       .cause = C::kFinancial,
       .severity = S::kGate,
       .title = {"At least one quantified KPI", "Au moins un KPI chiffré"},
       .judge = HasQuantifiedKpi,
       .lack = Lack::kValue},
      {"NO_ENGINEERING",
       "S2-13",
       kPocStart,
       PI::kPeople,
       A::kIntegration,
       C::kTechnical,
       S::kGate,
       {"Engineering from the first sprint", "L'ingénierie dès le premier sprint"},
       HasEngineering},
      {"TEAM_NOT_MIXED",
       "S2-20 S2-24",
       kPocStart,
       PI::kPeople,
       A::kGovernance,
       C::kHuman,
       S::kGate,
       {"Data, engineering and product in the team",
        "Données, ingénierie et produit dans l'équipe"},
       HasMixedTeam},
      {"NO_TARGET_POPULATION",
       "S1-03",
       kPocStart,
       PI::kPeople,
       A::kData,
       C::kHuman,
       S::kGate,
       {"Designed for scaling from the start", "Conçu dès le départ pour passer à l'échelle"},
       HasPopulation},
      {.id = "NO_FRICTION",
       .requirement = "S4-03",
       .gates = kPocStart,
       .pillar = PI::kProcess,
       .axis = A::kGovernance,
       .cause = C::kHuman,
       .severity = S::kGate,
       .title = {"It starts from a friction", "Il part d'un irritant"},
       .judge = CitesFriction,
       .spares_sandbox = true},
      {"NO_OBJECTIVE",
       "S4-02",
       kPocStart,
       PI::kPerformance,
       A::kGovernance,
       C::kPolitical,
       S::kWarn,
       {"It serves an objective", "Il sert un objectif"},
       ServesObjective},
      {.id = "NO_OWNER",
       .requirement = "S3-03",
       .gates = kPocStart,
       .pillar = PI::kPeople,
       .axis = A::kGovernance,
       .cause = C::kPolitical,
       .severity = S::kGate,
       .title = {"Somebody owns it", "Quelqu'un en est responsable"},
       .judge = HasOwner,
       .lack = Lack::kOwner},
      {"NO_TECHNICAL_SPONSOR",
       "S2-16",
       kPocStart,
       PI::kPeople,
       A::kIntegration,
       C::kPolitical,
       S::kWarn,
       {"A technical sponsor from the start", "Un sponsor technique dès le début"},
       HasTechnicalSponsor},
      {"NO_FALLBACK_PROMISE",
       "S2-15",
       kPocStart,
       PI::kProcess,
       A::kReliability,
       C::kHuman,
       S::kWarn,
       {"A way without it is promised", "Une voie sans lui est promise"},
       PromisesFallback},
  };
  return *rules;
}

}  // namespace palier::registry
