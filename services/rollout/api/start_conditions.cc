// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/start_conditions.h"

#include "common/status/macros.h"
#include "rollout/api/review_records.h"

namespace palier::rollout {

absl::Status AskStartConditions(Context&, const rpc::Call&, const WaveRecord&, absl::CivilDay,
                                Conditions&) {
  return absl::OkStatus();
}

absl::Status ReadStartConditions(resource::Session& session, const Types& types,
                                 const WaveRecord& record, absl::CivilDay today, Conditions& unmet) {
  return AddReviewConditions(session, types, record.rollout, today, unmet);
}

}  // namespace palier::rollout
