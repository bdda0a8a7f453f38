// SPDX-License-Identifier: Apache-2.0
#include "rollout/storage/state_reason.h"

#include "absl/strings/str_cat.h"

namespace palier::rollout {

bool IsPausedByGuardrail(const v1::Wave& wave) {
  return wave.state() == v1::Wave::PAUSED && wave.has_guardrail_pause() &&
         !wave.guardrail_pause().has_resume_time();
}

status::Text StateReasonOf(const v1::Wave& wave) {
  if (!IsPausedByGuardrail(wave)) return {wave.state_reason(), wave.state_reason()};
  status::Text text{"GUARDRAIL:", "GUARDRAIL :"};
  for (const v1::BrokenGuardrail& broken : wave.guardrail_pause().guardrails()) {
    absl::StrAppend(&text.en, " ", broken.english_text());
    absl::StrAppend(&text.fr, " ", broken.french_text());
  }
  return text;
}

}  // namespace palier::rollout
