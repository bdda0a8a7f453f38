// SPDX-License-Identifier: Apache-2.0
// A wave that a broken guardrail pauses by itself, and what it is not paused by again.
#ifndef PALIER_ROLLOUT_API_GUARDRAIL_PAUSE_H_
#define PALIER_ROLLOUT_API_GUARDRAIL_PAUSE_H_

#include "palier/rollout/v1/wave.pb.h"
#include "rollout/api/gate_evaluation.h"

namespace palier::rollout {

// Each broken guardrail as the wave was judged; none where none is broken.
v1::GuardrailPause GuardrailPauseOf(const JudgedWave& judged);

// Some guardrail of `found` is broken by more than `before` says: it was not broken then, it had
// another minimum, or fewer people were counted.
bool IsNews(const v1::GuardrailPause& found, const v1::GuardrailPause& before);

// Who lets the wave go on knows `found` too.
void Accept(const v1::GuardrailPause& found, v1::GuardrailPause& pause);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_GUARDRAIL_PAUSE_H_
