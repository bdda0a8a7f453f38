// SPDX-License-Identifier: Apache-2.0
// How far audits and inventories have come (S1-24, S1-25, S1-62).
#ifndef PALIER_REGISTRY_DOMAIN_GOVERNANCE_AUDITS_H_
#define PALIER_REGISTRY_DOMAIN_GOVERNANCE_AUDITS_H_

#include <cstdint>

#include "absl/time/civil_time.h"
#include "common/status/error.h"
#include "palier/registry/v1/tool_audit.pb.h"

namespace palier::registry {

// Mean over the four lists of the share of their checks that are answered, 0 to 100. A list without
// checks is at 0: nobody looked. An answer of spaces is none.
double CompletenessPercent(const v1::ToolAudit& audit);
// Its day has passed and it is not done.
bool IsOverdue(const v1::ToolAudit& audit, absl::CivilDay today);

// Departments asked and answered, different applications told of, tools found undeclared.
struct CampaignCounts {
  int32_t asked = 0, answered = 0, declared = 0, undeclared = 0;
};
// A tool that several departments name counts once, compared without case and accents.
CampaignCounts CountAnswers(const v1::InventoryCampaign& campaign);
// A department asked twice, an end before the start, applications told of without an answer.
status::FieldErrors CheckCampaign(const v1::InventoryCampaign& campaign);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_GOVERNANCE_AUDITS_H_
