// SPDX-License-Identifier: Apache-2.0
// Pauses waves whose guardrails are broken.
#ifndef PALIER_ROLLOUT_API_GUARDRAIL_ROUNDS_H_
#define PALIER_ROLLOUT_API_GUARDRAIL_ROUNDS_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "rollout/api/context.h"
#include "rollout/api/rollout_rounds.h"

namespace palier::rollout {

// Judges the wave under way of each roll-out that has a guardrail, every five minutes of the
// business clock and soon after its waves or its criteria change, with what kpi tells the service
// itself; pauses it once a guardrail is proven to be broken. What is not heard is no proof. Figures
// that somebody let it go on with do not pause it again. Several processes may do it on the same
// store. Thread-safe.
class GuardrailRounds {
 public:
  // Must outlive it.
  explicit GuardrailRounds(Context& context);

  void Start() { rounds_.Start(); }
  void Stop() { rounds_.Stop(); }
  // Marks the roll-out of the wave or version of criteria of that name; ignores any other name.
  void Notice(absl::string_view name);
  // As RolloutRounds; returns how many waves were paused.
  absl::StatusOr<int> RunOnce(bool whole, absl::Time deadline) {
    return rounds_.RunOnce(whole, deadline);
  }

 private:
  absl::StatusOr<int> Watch(const std::string& rollout, absl::Time deadline);

  Context& context_;
  RolloutRounds rounds_;
};

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_GUARDRAIL_ROUNDS_H_
