// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/rules/evidence.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace palier::registry {
namespace {

Findings Redefined(const v1::Evidence& evidence) {
  const std::string& kpi = evidence.subject();
  return From({&evidence},
              Unmet({absl::StrCat("The KPI was redefined since it was promised: ", kpi, "."),
                     absl::StrCat("Le KPI a été redéfini depuis la promesse : ", kpi, ".")},
                    {"Measure it by the definition that was sealed: the seal names its version.",
                     "Mesurez-le selon la définition scellée : le sceau nomme sa version."},
                    kpi));
}

Findings NotPromised(const std::vector<const v1::Evidence*>& later) {
  return From(later, Unmet({"What is measured was not promised: these KPIs came after the seal.",
                            "Ce qui est mesuré n'a pas été promis : ces KPI sont venus après le "
                            "sceau."},
                           {"Measure what was promised before the PoC.",
                            "Mesurez ce qui a été promis avant le PoC."}));
}

}  // namespace

Findings WithoutEvidence(const Facts& facts, Findings none) {
  if (const v1::Evidence* redefined = facts.RedefinedKpi()) return Redefined(*redefined);
  if (const auto later = facts.FreshKpis(); !later.empty()) return NotPromised(later);
  const bool known = std::any_of(facts.evidence.begin(), facts.evidence.end(),
                                 [](const v1::Evidence& one) { return one.has_kpi(); });
  if (!known) return none;
  return Unknown({"What is known of the KPIs has expired, or is older than you ask.",
                  "Ce qu'on sait des KPI a expiré, ou est plus ancien que demandé."},
                 {"Feed measurements, or see whether the KPI service reports.",
                  "Alimentez les mesures, ou voyez si le service de KPI rapporte."});
}

Findings NoExitCriteria() {
  return Absent({"There is no exit criterion.", "Il n'y a aucun critère de sortie."},
                {"Write what must be measured, on what data, against what number.",
                 "Écrivez ce qui sera mesuré, sur quelles données, contre quel chiffre."});
}

}  // namespace palier::registry
