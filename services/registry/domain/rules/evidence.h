// SPDX-License-Identifier: Apache-2.0
// What rules say when there is nothing to judge by: no evidence of KPIs, no criterion.
#ifndef PALIER_REGISTRY_DOMAIN_RULES_EVIDENCE_H_
#define PALIER_REGISTRY_DOMAIN_RULES_EVIDENCE_H_

#include "registry/domain/rule.h"

namespace palier::registry {

// In this order: UNMET for evidence under another definition than the sealed one and for KPIs made
// after the seal, UNKNOWN for evidence that has expired or is older than asked for, else `none`.
Findings WithoutEvidence(const Facts& facts, Findings none);

Findings NoExitCriteria();

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_RULES_EVIDENCE_H_
