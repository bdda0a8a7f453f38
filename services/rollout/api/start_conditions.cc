// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/start_conditions.h"

#include "common/status/macros.h"
#include "rollout/api/feedback.h"
#include "rollout/api/preparation.h"
#include "rollout/api/readiness.h"
#include "rollout/api/review_records.h"
#include "rollout/api/wave_people.h"

namespace palier::rollout {

absl::Status AskStartConditions(Context& context, const rpc::Call& call, const WaveRecord& record,
                                absl::CivilDay, Conditions& unmet) {
  RETURN_IF_ERROR(AddUninvolved(context, call, record, unmet));
  RETURN_IF_ERROR(AddUnready(context, call, record, unmet));
  return AddUntriaged(context, call, record, unmet);
}

absl::Status ReadStartConditions(resource::Session& session, const Types& types,
                                 const WaveRecord& record, absl::CivilDay today, Conditions& unmet) {
  if (record.wave.number() == 1) {
    RETURN_IF_ERROR(AddUnprepared(session, types, record.rollout, unmet));
  }
  return AddReviewConditions(session, types, record.rollout, today, unmet);
}

}  // namespace palier::rollout
