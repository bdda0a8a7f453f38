// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "registry/domain/rules/evidence.h"
#include "registry/domain/rules/rules.h"

namespace palier::registry {
namespace {

using E = v1::Entry;

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
  if (facts.promise.exit_criteria().empty()) return NoExitCriteria();
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

absl::Span<const Rule> PocEndRules() {
  using S = Severity;
  using PI = Pillar;
  using A = Axis;
  using C = Cause;
  static const auto* rules = new std::vector<Rule>{
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
