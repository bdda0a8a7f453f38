// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "registry/domain/rules/evidence.h"
#include "registry/domain/rules/rules.h"

namespace palier::registry {
namespace {

Findings NothingMeasured(const Facts& facts) {
  return WithoutEvidence(facts, Absent({"No KPI is measured.", "Aucun KPI n'est mesuré."},
                                       {"Create KPIs and feed them real measurements.",
                                        "Créez des KPI et alimentez-les de mesures réelles."}));
}

Findings HasRealEvidence(const Facts& facts, double) {
  const auto kpis = facts.FreshKpis();
  if (kpis.empty()) return NothingMeasured(facts);
  const bool real = std::any_of(kpis.begin(), kpis.end(), [](const v1::Evidence* one) {
    return one->grade() == v1::Evidence::REAL && one->kpi().measurement_count() > 0;
  });
  return From(kpis, Check(real,
                          {"There is evidence from real data.",
                           "Il y a des preuves issues de données réelles."},
                          {"All evidence comes from demonstrations or controlled data.",
                           "Toutes les preuves viennent de démonstrations ou de données "
                           "contrôlées."},
                          {"Measure with real users and real data.",
                           "Mesurez avec de vrais utilisateurs et de vraies données."}));
}

Findings ValueIsProven(const Facts& facts, double) {
  const auto kpis = facts.PromisedKpis();
  if (kpis.empty()) return NothingMeasured(facts);
  const bool proven = std::any_of(kpis.begin(), kpis.end(), [](const v1::Evidence* one) {
    const auto status = one->kpi().status();
    return one->grade() == v1::Evidence::REAL && one->kpi().quantified() &&
           (status == v1::KpiFact::ON_TRACK || status == v1::KpiFact::AHEAD);
  });
  return From(kpis, Check(proven,
                          {"A KPI is on its way, measured on real data.",
                           "Un KPI est sur sa trajectoire, mesuré sur données réelles."},
                          {"No KPI is on its way on real data.",
                           "Aucun KPI n'est sur sa trajectoire sur données réelles."},
                          {"Find out why the value does not come, before more people get it.",
                           "Trouvez pourquoi la valeur ne vient pas, avant de l'étendre."}));
}

Findings IsMeasurable(const Facts& facts, double) {
  const auto kpis = facts.PromisedKpis();
  if (kpis.empty()) return NothingMeasured(facts);
  const bool measurable = std::any_of(kpis.begin(), kpis.end(), [](const v1::Evidence* one) {
    return one->kpi().quantified() && one->kpi().measurement_count() > 0;
  });
  return From(
      kpis, Check(measurable, {"A quantified KPI is being measured.", "Un KPI chiffré est mesuré."},
                  {"No quantified KPI has measurements.", "Aucun KPI chiffré n'a de mesures."},
                  {"Industrialising without measurable value does harm: measure first.",
                   "Industrialiser sans valeur mesurable nuit : mesurez d'abord."}));
}

Findings HasDashboards(const Facts& facts, double threshold) {
  const auto kpis = facts.FreshKpis();
  if (kpis.empty()) return NothingMeasured(facts);
  std::map<v1::KpiFact::Nature, bool> alive;
  for (const v1::Evidence* one : kpis) {
    const bool recent = one->kpi().has_latest_time() &&
                        facts.now - TimeOf(one->kpi().latest_time()) <= absl::Hours(24) * threshold;
    if (recent) alive[one->kpi().nature()] = true;
  }
  Findings findings;
  for (const auto nature : {v1::KpiFact::TECHNICAL, v1::KpiFact::BUSINESS}) {
    if (alive[nature]) continue;
    const std::string word = v1::KpiFact::Nature_Name(nature);
    Append(findings,
           Unmet({absl::StrCat("No ", word, " series had a point in ", threshold, " days."),
                  absl::StrCat("Aucune série ", word, " n'a eu de point depuis ", threshold,
                               " jours.")},
                 {"Measure response time and errors, and one figure of the business.",
                  "Mesurez temps de réponse et erreurs, et un chiffre du métier."},
                 word));
  }
  return From(kpis, Or(std::move(findings), {"Technical and business series are alive.",
                                             "Les séries techniques et métier sont vivantes."}));
}

}  // namespace

absl::Span<const Rule> ValueRules() {
  using S = Severity;
  using PI = Pillar;
  using A = Axis;
  using C = Cause;
  static const auto* rules = new std::vector<Rule>{
      {"KPI_NOT_MEASURED",
       "S3-09",
       kIndustrialise,
       PI::kPerformance,
       A::kGovernance,
       C::kFinancial,
       S::kGate,
       {"Its value is measurable", "Sa valeur est mesurable"},
       IsMeasurable},
      {"NO_REAL_EVIDENCE",
       "S2-03 S2-02",
       kRollOut | kRun,
       PI::kPerformance,
       A::kReliability,
       C::kTechnical,
       S::kGate,
       {"Only real data counts for production", "Seules les données réelles comptent"},
       HasRealEvidence},
      {.id = "VALUE_NOT_PROVEN",
       .requirement = "S3-09 S0-34",
       .gates = kRun,
       .pillar = PI::kPerformance,
       .axis = A::kGovernance,
       .cause = C::kFinancial,
       .severity = S::kGate,
       .title = {"It creates value", "Il crée de la valeur"},
       .judge = ValueIsProven,
       .outcome = Outcome::kValueProven},
  };
  return *rules;
}

absl::Span<const Rule> WatchRules() {
  using S = Severity;
  using PI = Pillar;
  using A = Axis;
  using C = Cause;
  static const auto* rules = new std::vector<Rule>{
      {.id = "NO_LIVE_DASHBOARD",
       .requirement = "S0-24",
       .gates = kRun,
       .pillar = PI::kPlatform,
       .axis = A::kReliability,
       .cause = C::kTechnical,
       .severity = S::kGate,
       .title = {"Technical and business figures are watched",
                 "Les chiffres techniques et métier sont suivis"},
       .judge = HasDashboards,
       .threshold = Threshold{7, "days"}},
  };
  return *rules;
}

}  // namespace palier::registry
