// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/start_conditions.h"

namespace palier::rollout {

absl::Status AskStartConditions(Context&, const rpc::Call&, const WaveRecord&, absl::CivilDay,
                                Conditions&) {
  return absl::OkStatus();
}

absl::Status ReadStartConditions(resource::Session&, const Types&, const WaveRecord&,
                                 absl::CivilDay, Conditions&) {
  return absl::OkStatus();
}

}  // namespace palier::rollout
