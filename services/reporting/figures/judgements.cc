// SPDX-License-Identifier: Apache-2.0
#include "reporting/figures/judgements.h"

#include "reporting/figures/figure.h"

namespace palier::reporting {

Judgements JudgementsOf(const PortfolioModel& model) {
  Judgements judgements;
  for (const auto& [name, dossier] : model.dossiers) {
    Judgement& judgement = judgements[name];
    for (const auto& [entry_name, entry] : dossier->entries)
      judgement.healthy_stop = judgement.healthy_stop || entry.has_healthy_stop();
    if (!dossier->assessment.has_value()) continue;
    judgement.in_purgatory =
        dossier->assessment->purgatory().state() == registry::v1::Purgatory::IN_PURGATORY;
    judgement.zombie = dossier->assessment->zombie();
    const auto proven = OutcomeOf(*dossier, "VALUE_PROVEN");
    if (proven == registry::v1::RuleResult::MET) judgement.value_proven = true;
    if (proven == registry::v1::RuleResult::UNMET) judgement.value_proven = false;
  }
  return judgements;
}

}  // namespace palier::reporting
