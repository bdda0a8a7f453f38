// SPDX-License-Identifier: Apache-2.0
// A wave judged by its criteria with what kpi says now.
#ifndef PALIER_ROLLOUT_API_GATE_EVALUATION_H_
#define PALIER_ROLLOUT_API_GATE_EVALUATION_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "palier/rollout/v1/gate.pb.h"
#include "rollout/api/context.h"
#include "rollout/domain/condition.h"
#include "rollout/domain/gate.h"

namespace palier::rollout {

struct JudgedWave {
  // All of them, by number, at least one; the last was judged by.
  std::vector<v1::CriteriaVersion> versions;
  GateInput input;
  GateFinding finding;
  const v1::CriteriaVersion& version() const { return versions.back(); }
};

// By the preset where the wave started before anybody set criteria. Asks the registry and kpi:
// never inside a transaction. FAILED_PRECONDITION (ILLEGAL_TRANSITION) if the wave has not started,
// NOT_FOUND.
absl::StatusOr<JudgedWave> JudgeWave(Context& context, const rpc::Call& call,
                                     const std::string& wave);

// Each hold of the gate by its figures, so not the missing approval.
Conditions ConditionsOf(const std::string& wave, const GateFinding& finding);

// OK where CONTINUE may be decided: while the figures say CONTINUE or ADJUST, and while there are
// not enough under criteria that nobody chose, with a waiver. FAILED_PRECONDITION (GATE_NOT_MET)
// with ConditionsOf.
absl::Status CheckMayContinue(const std::string& wave, const JudgedWave& judged,
                              const std::string& evidence_waiver);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_GATE_EVALUATION_H_
