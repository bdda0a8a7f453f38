// SPDX-License-Identifier: Apache-2.0
// What is stored of the preparation of people, as the domain looks at it.
#ifndef PALIER_ROLLOUT_API_PREPARATION_H_
#define PALIER_ROLLOUT_API_PREPARATION_H_

#include "absl/status/status.h"
#include "common/resource/store.h"
#include "palier/rollout/v1/rollout.pb.h"
#include "rollout/domain/condition.h"
#include "rollout/storage/types.h"

namespace palier::rollout {

// Adds what keeps the first wave of the roll-out from starting.
absl::Status AddUnprepared(resource::Session& session, const Types& types,
                           const v1::Rollout& rollout, Conditions& unmet);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_PREPARATION_H_
