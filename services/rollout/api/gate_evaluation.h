// SPDX-License-Identifier: Apache-2.0
// A wave judged by its criteria with what kpi says now.
#ifndef PALIER_ROLLOUT_API_GATE_EVALUATION_H_
#define PALIER_ROLLOUT_API_GATE_EVALUATION_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "palier/rollout/v1/gate.pb.h"
#include "rollout/api/context.h"
#include "rollout/domain/gate.h"

namespace palier::rollout {

struct JudgedWave {
  // All of them, by number; the last was judged by.
  std::vector<v1::CriteriaVersion> versions;
  GateInput input;
  GateFinding finding;
};

// All versions of the criteria of a roll-out, by number.
absl::StatusOr<std::vector<v1::CriteriaVersion>> ReadCriteria(resource::Session& session,
                                                              const Types& types,
                                                              const std::string& rollout);

// Asks the registry and kpi: never inside a transaction. None without criteria. FAILED_PRECONDITION
// (ILLEGAL_TRANSITION) if the wave has not started, NOT_FOUND.
absl::StatusOr<std::optional<JudgedWave>> JudgeWave(Context& context, const rpc::Call& call,
                                                    const std::string& wave);

// OK where CONTINUE may be decided: while the figures say CONTINUE or ADJUST. FAILED_PRECONDITION
// (GATE_NOT_MET) with each hold of the gate but the missing approval.
absl::Status CheckMayContinue(const std::string& wave, const JudgedWave& judged);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_GATE_EVALUATION_H_
