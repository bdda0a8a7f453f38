// SPDX-License-Identifier: Apache-2.0
// What is left for the registry, in the transaction in which it became true.
#ifndef PALIER_ROLLOUT_API_NEWS_H_
#define PALIER_ROLLOUT_API_NEWS_H_

#include "absl/status/statusor.h"
#include "common/resource/store.h"
#include "palier/registry/v1/evidence.pb.h"
#include "palier/rollout/v1/rollout.pb.h"
#include "palier/rollout/v1/wave.pb.h"
#include "rollout/storage/types.h"

namespace palier::rollout {

// Puts the state of the wave, as just written, into the outbox: for each project that comes with it.
absl::Status AnnounceWave(resource::Session& session, const Types& types,
                          const v1::Rollout& rollout, const v1::Wave& wave);

// How far the roll-out has come on the day of the session, and by whom it is carried.
absl::StatusOr<registry::v1::RolloutFact> RolloutFactOf(resource::Session& session,
                                                        const Types& types,
                                                        const v1::Rollout& rollout);
absl::Status AnnounceRollout(resource::Session& session, const Types& types,
                             const v1::Rollout& rollout, const registry::v1::RolloutFact& fact);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_NEWS_H_
