// SPDX-License-Identifier: Apache-2.0
// What a changed wave leaves for the registry, in the transaction that changed it.
#ifndef PALIER_ROLLOUT_API_NEWS_H_
#define PALIER_ROLLOUT_API_NEWS_H_

#include "absl/status/status.h"
#include "common/resource/store.h"
#include "palier/rollout/v1/rollout.pb.h"
#include "palier/rollout/v1/wave.pb.h"

namespace palier::rollout {

// Puts the state of the wave, as just written, into the outbox.
absl::Status AnnounceWave(resource::Session& session, const v1::Rollout& rollout,
                          const v1::Wave& wave);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_NEWS_H_
