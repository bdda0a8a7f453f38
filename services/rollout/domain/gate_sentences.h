// SPDX-License-Identifier: Apache-2.0
// What the gate found, in words.
#ifndef PALIER_ROLLOUT_DOMAIN_GATE_SENTENCES_H_
#define PALIER_ROLLOUT_DOMAIN_GATE_SENTENCES_H_

#include "common/status/error.h"
#include "rollout/domain/gate.h"

namespace palier::rollout {

status::Text StandingText(const Criterion& criterion, const CriterionEvidence& evidence,
                          const CriterionFinding& finding);
status::Text WouldChangeText(const Criterion& criterion, const CriterionFinding& finding);
status::Text VerdictText(GateVerdict verdict, absl::Span<const Criterion> criteria,
                         absl::Span<const CriterionFinding> findings);
// Of a hold by a criterion.
status::Text HoldText(HoldKind kind, const Criterion& criterion, const CriterionFinding& finding);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_GATE_SENTENCES_H_
