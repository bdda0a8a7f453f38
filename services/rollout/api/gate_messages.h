// SPDX-License-Identifier: Apache-2.0
// Criteria and findings of gates, between the API and the domain.
#ifndef PALIER_ROLLOUT_API_GATE_MESSAGES_H_
#define PALIER_ROLLOUT_API_GATE_MESSAGES_H_

#include <vector>

#include "common/rpc/call.h"
#include "palier/rollout/v1/gate.pb.h"
#include "rollout/domain/condition.h"
#include "rollout/domain/gate.h"

namespace palier::rollout {

std::vector<Criterion> CriteriaOf(const v1::CriteriaVersion& version);

v1::WaveGateEvaluation::Verdict VerdictOf(GateVerdict verdict);
// Verdict, explanation, results, holds, pause_wave and proposal; in the language.
v1::WaveGateEvaluation EvaluationOf(const GateInput& input, const GateFinding& finding,
                                    rpc::Language language);
// What StartWave asks of the next wave.
v1::GateHold HoldOf(const Condition& condition, rpc::Language language);
v1::LateCriteria LateCriteriaOf(const v1::CriteriaVersion& version, rpc::Language language);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_GATE_MESSAGES_H_
