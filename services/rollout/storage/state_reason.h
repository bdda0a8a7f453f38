// SPDX-License-Identifier: Apache-2.0
// Why a stored wave is paused or was stopped, in words.
#ifndef PALIER_ROLLOUT_STORAGE_STATE_REASON_H_
#define PALIER_ROLLOUT_STORAGE_STATE_REASON_H_

#include "common/status/error.h"
#include "palier/rollout/v1/wave.pb.h"

namespace palier::rollout {

// It is paused, and no person did it.
bool IsPausedByGuardrail(const v1::Wave& wave);

// What a person wrote, in both; of a guardrail its sentences.
status::Text StateReasonOf(const v1::Wave& wave);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_STORAGE_STATE_REASON_H_
