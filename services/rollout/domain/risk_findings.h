// SPDX-License-Identifier: Apache-2.0
// What to look at in the risk of a plan, as sentences.
#ifndef PALIER_ROLLOUT_DOMAIN_RISK_FINDINGS_H_
#define PALIER_ROLLOUT_DOMAIN_RISK_FINDINGS_H_

#include <optional>
#include <vector>

#include "common/status/error.h"
#include "rollout/domain/plan_risk.h"

namespace palier::rollout {

// An end that is later than planned more often than not; teams that decide the end of a wave they
// share in half of the runs or more; growth that champions cannot keep up with.
std::vector<status::Text> RiskFindings(const PlanRisk& risk,
                                       const std::optional<GrowthCheck>& growth);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_RISK_FINDINGS_H_
