// SPDX-License-Identifier: Apache-2.0
// What the registry knows of the people of a wave.
#ifndef PALIER_ROLLOUT_API_WAVE_PEOPLE_H_
#define PALIER_ROLLOUT_API_WAVE_PEOPLE_H_

#include "rollout/api/context.h"
#include "rollout/api/wave_records.h"
#include "rollout/domain/condition.h"

namespace palier::rollout {

// Adds what the roll-out's limits ask of involvement and was not (S0-11, S0-28); asks nobody where
// they ask for nothing. Returns the errors of the registry.
absl::Status AddUninvolved(Context& context, const rpc::Call& call, const WaveRecord& record,
                           Conditions& unmet);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_WAVE_PEOPLE_H_
