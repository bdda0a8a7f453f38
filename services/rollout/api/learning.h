// SPDX-License-Identifier: Apache-2.0
// What learning says of champions.
#ifndef PALIER_ROLLOUT_API_LEARNING_H_
#define PALIER_ROLLOUT_API_LEARNING_H_

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "common/resource/store.h"
#include "palier/rollout/v1/champion.pb.h"
#include "rollout/storage/types.h"

namespace palier::rollout {

// Certified by somebody's word, or by a path from an earlier day on.
bool IsCertified(const v1::Champion& champion, absl::CivilDay today);

// Fills the certificate of a new champion from the paths that the person has completed already.
absl::Status FillCertificate(resource::Session& session, const Types& types,
                             v1::Champion& champion);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_LEARNING_H_
