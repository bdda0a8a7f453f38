// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "registry/domain/rules/evidence.h"
#include "registry/domain/rules/rules.h"

namespace palier::registry {
namespace {

using E = v1::Entry;

bool HasFunction(const v1::Project& project, v1::TeamMember::Function function) {
  return std::any_of(project.team_members().begin(), project.team_members().end(),
                     [&](const v1::TeamMember& member) { return member.function() == function; });
}

Findings HasExitCriteria(const Facts& facts, double) {
  if (facts.promise.exit_criteria().empty()) {
    return Absent({"There is no exit criterion.", "Il n'y a aucun critère de sortie."},
                  {"Write what must be measured, on what data, against what number.",
                   "Écrivez ce qui sera mesuré, sur quelles données, contre quel chiffre."});
  }
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

Findings SaysWhatItStandsOn(const Facts& facts, double) {
  const auto records = facts.Of(E::kPocRecord);
  if (records.empty()) {
    return Absent({"Nothing says on what data and code the PoC stands.",
                   "Rien ne dit sur quelles données et quel code repose le PoC."},
                  {"Record data kind (STATIC, LIVE) and code kind (NOTEBOOK, SCRIPT, SERVICE).",
                   "Consignez les données (STATIC, LIVE) et le code (NOTEBOOK, SCRIPT, SERVICE)."});
  }
  const v1::PocRecord& last = Newest(records)->poc_record();
  const std::string what = absl::StrCat(v1::PocRecord::DataKind_Name(last.data_kind()), ", ",
                                        v1::PocRecord::CodeKind_Name(last.code_kind()));
  return Met({absl::StrCat("The PoC stands on: ", what, "."),
              absl::StrCat("Le PoC repose sur : ", what, ".")});
}

const v1::CriterionResult* ResultOf(const Facts& facts, const std::string& criterion) {
  const v1::Entry* found = facts.NewestOf(E::kCriterionResult, [&](const v1::Entry& entry) {
    return entry.criterion_result().criterion() == criterion;
  });
  return found == nullptr ? nullptr : &found->criterion_result();
}

bool Holds(const v1::ExitCriterion& criterion, double value) {
  switch (criterion.operator_()) {
    case v1::ExitCriterion::AT_LEAST:
      return value >= criterion.value();
    case v1::ExitCriterion::AT_MOST:
      return value <= criterion.value();
    case v1::ExitCriterion::GREATER:
      return value > criterion.value();
    case v1::ExitCriterion::LESS:
      return value < criterion.value();
    default:
      return false;
  }
}

Findings HasResults(const Facts& facts, double) {
  if (facts.promise.exit_criteria().empty()) return HasExitCriteria(facts, 0);
  Findings findings;
  for (const v1::ExitCriterion& criterion : facts.promise.exit_criteria()) {
    if (ResultOf(facts, criterion.id()) != nullptr) continue;
    Append(findings, Absent({absl::StrCat("Criterion ", criterion.id(), " has no result."),
                             absl::StrCat("Le critère ", criterion.id(), " n'a pas de résultat.")},
                            {"Measure it and record a criterion_result.",
                             "Mesurez-le et consignez un criterion_result."},
                            criterion.id()));
  }
  return Or(std::move(findings),
            {"Every criterion has a result.", "Chaque critère a un résultat."});
}

Findings CriteriaHold(const Facts& facts, double) {
  if (facts.promise.exit_criteria().empty()) {
    return Unknown(
        {"There is no exit criterion to be met.", "Il n'y a aucun critère de sortie à atteindre."},
        {"Write the criteria, then measure them.", "Écrivez les critères, puis mesurez-les."});
  }
  Findings findings;
  for (const v1::ExitCriterion& criterion : facts.promise.exit_criteria()) {
    const v1::CriterionResult* result = ResultOf(facts, criterion.id());
    if (result == nullptr) {
      Append(findings,
             Unknown({absl::StrCat("Criterion ", criterion.id(), " has no result yet."),
                      absl::StrCat("Le critère ", criterion.id(), " n'a pas encore de résultat.")},
                     {"Measure it.", "Mesurez-le."}, criterion.id()));
    } else if (!Holds(criterion, result->value())) {
      Append(findings,
             Unmet({absl::StrCat("Criterion ", criterion.id(), " came to ", result->value(),
                                 ", promised was ", criterion.value(), "."),
                    absl::StrCat("Le critère ", criterion.id(), " donne ", result->value(),
                                 ", promis était ", criterion.value(), ".")},
                   {"Say so in the decision: a hypothesis that fails is a result.",
                    "Dites-le dans la décision : une hypothèse infirmée est un résultat."},
                   criterion.id()));
    }
  }
  return Or(std::move(findings),
            {"Every exit criterion is met.", "Chaque critère de sortie est atteint."});
}

Findings HasProductionPlan(const Facts& facts, double) {
  if (facts.plan.has_value() && facts.plan->steps_size() > 0) {
    return Met(
        {absl::StrCat("Production is planned in ", facts.plan->steps_size(), " steps."),
         absl::StrCat("La production est planifiée en ", facts.plan->steps_size(), " étapes.")});
  }
  return Absent({"There is no plan of production.", "Il n'y a pas de plan de production."},
                {"Write the steps and their effort: a PoC made with engineering has them.",
                 "Écrivez les étapes et leur charge : un PoC fait avec l'ingénierie les a."});
}

int EffortOf(const v1::ProductionPlan& plan, bool pipeline_only) {
  int days = 0;
  for (const v1::PlanStep& step : plan.steps()) {
    if (step.data_pipeline() || !pipeline_only) days += step.effort_days();
  }
  return days;
}

Findings PlansPipeline(const Facts& facts, double) {
  if (!facts.plan.has_value()) return HasProductionPlan(facts, 0);
  const bool met = EffortOf(*facts.plan, true) > 0;
  if (met) {
    return Met({"The plan has a line for the data pipeline.",
                "Le plan a une ligne pour la chaîne de données."});
  }
  return Absent({"The plan has no line for the data pipeline.",
                 "Le plan n'a pas de ligne pour la chaîne de données."},
                {"Add it with its effort: it is usually most of the work.",
                 "Ajoutez-la avec sa charge : c'est d'ordinaire l'essentiel du travail."});
}

Findings PipelineShare(const Facts& facts, double threshold) {
  const int all = facts.plan.has_value() ? EffortOf(*facts.plan, false) : 0;
  if (all == 0) {
    return Unknown({"The plan says no effort.", "Le plan ne dit aucune charge."},
                   {"Give each step its effort.", "Donnez sa charge à chaque étape."});
  }
  const double share = 100.0 * EffortOf(*facts.plan, true) / all;
  const std::string text = absl::StrCat(static_cast<int>(share + 0.5), " %");
  const std::string usual = absl::StrCat(threshold, " %");
  return Check(
      share >= threshold,
      {absl::StrCat("The data pipeline is ", text, " of the effort (usual: ", usual, ")."),
       absl::StrCat("La chaîne de données fait ", text, " de la charge (usuel : ", usual, ").")},
      {absl::StrCat("The data pipeline is ", text, " of the effort, below the usual ", usual,
                    " (S2)."),
       absl::StrCat("La chaîne de données fait ", text, " de la charge, sous les ", usual,
                    " usuels (S2).")},
      {"Check what was forgotten: access, quality, history, monitoring.",
       "Vérifiez ce qui manque : accès, qualité, historique, surveillance."});
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
      {"NO_POC_RECORD",
       "S0-04",
       kPocEnd,
       PI::kPlatform,
       A::kData,
       C::kTechnical,
       S::kGate,
       {"On what the PoC stands is said", "On dit sur quoi repose le PoC"},
       SaysWhatItStandsOn},
      {"NO_CRITERION_RESULT",
       "S2-12",
       kPocEnd,
       PI::kPerformance,
       A::kReliability,
       C::kTechnical,
       S::kGate,
       {"Every exit criterion has a result", "Chaque critère de sortie a un résultat"},
       HasResults},
      {.id = "CRITERION_NOT_MET",
       .requirement = "S0-34",
       .gates = kPocEnd,
       .pillar = PI::kPerformance,
       .axis = A::kReliability,
       .cause = C::kTechnical,
       .severity = S::kWarn,
       .title = {"The exit criteria are met", "Les critères de sortie sont atteints"},
       .judge = CriteriaHold,
       .outcome = Outcome::kHypothesisValidated},
      {"NO_PRODUCTION_PLAN",
       "S2-26 S2-11",
       kPocEnd,
       PI::kProcess,
       A::kIntegration,
       C::kTechnical,
       S::kGate,
       {"The PoC leaves a plan of production", "Le PoC laisse un plan de production"},
       HasProductionPlan},
      {"NO_PIPELINE_LINE",
       "S2-06",
       kPocEnd,
       PI::kPlatform,
       A::kData,
       C::kTechnical,
       S::kGate,
       {"The plan counts the data pipeline", "Le plan compte la chaîne de données"},
       PlansPipeline},
      {.id = "PIPELINE_SHARE_LOW",
       .requirement = "S2-06",
       .gates = kPocEnd,
       .pillar = PI::kPlatform,
       .axis = A::kData,
       .cause = C::kTechnical,
       .severity = S::kWarn,
       .title = {"The share of the data pipeline is credible",
                 "La part de la chaîne de données est crédible"},
       .judge = PipelineShare,
       .threshold = Threshold{80, "percent"}},
  };
  return *rules;
}

}  // namespace palier::registry
