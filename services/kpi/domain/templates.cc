// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/templates.h"

#include <vector>

namespace palier::kpi {

absl::Span<const KpiTemplate> KpiTemplates() {
  using enum Direction;
  static const auto* templates = new std::vector<KpiTemplate>{
      {"routine-time",
       {"Time for routine tasks", "Temps des tâches de routine"},
       "h",
       1,
       kDecrease,
       Category::kEfficiency,
       20,
       6},
      {"rework",
       {"Share of cases done again", "Part des dossiers refaits"},
       "%",
       1,
       kDecrease,
       Category::kEfficiency,
       50,
       9},
      {"process-cost",
       {"Cost of the process", "Coût du processus"},
       "EUR",
       2,
       kDecrease,
       Category::kRoi,
       15,
       12},
      {"email-time",
       {"Handling time of an e-mail", "Temps de traitement d'un courriel"},
       "min",
       1,
       kDecrease,
       Category::kEfficiency,
       20,
       0},
      {"conversion",
       {"Conversion rate", "Taux de conversion"},
       "%",
       2,
       kIncrease,
       Category::kRoi,
       5,
       0},
      // One measurement per eligible case, 100 or 0: the mean of a week and team is the share.
      {"penetration",
       {"Share of eligible cases done through the AI step",
        "Part des dossiers éligibles passés par l'étape IA"},
       "%",
       2,
       kIncrease,
       Category::kAdoption,
       0,
       0},
  };
  return *templates;
}

const KpiTemplate* FindKpiTemplate(absl::string_view id) {
  for (const KpiTemplate& one : KpiTemplates()) {
    if (one.id == id) return &one;
  }
  return nullptr;
}

}  // namespace palier::kpi
