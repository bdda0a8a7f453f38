// SPDX-License-Identifier: Apache-2.0
// Keeps the reviews of roll-outs complete while they go on.
#ifndef PALIER_ROLLOUT_API_REVIEW_ROUNDS_H_
#define PALIER_ROLLOUT_API_REVIEW_ROUNDS_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/resource/store.h"
#include "rollout/api/registry_view.h"
#include "rollout/api/rollout_rounds.h"
#include "rollout/storage/types.h"

namespace palier::rollout {

// Looks at roll-outs once an hour of the business clock, and at one that changed soon after: makes
// the reviews that there should be by then, whose ids follow from their days, and takes back open
// ones of days to come that a shorter plan no longer has. So after an outage each is there exactly
// once, and several processes may do it on the same store. Thread-safe.
class ReviewRounds {
 public:
  // All of them must outlive it.
  ReviewRounds(const Types& types, resource::Store& store, const RegistryView& registry);

  void Start() { rounds_.Start(); }
  void Stop() { rounds_.Stop(); }
  // Marks the roll-out of that name; ignores any other name. Never blocks on anything but a mutex.
  void Notice(absl::string_view name);
  // As RolloutRounds; returns how many reviews were made or taken back.
  absl::StatusOr<int> RunOnce(bool whole, absl::Time deadline) {
    return rounds_.RunOnce(whole, deadline);
  }

 private:
  // By organisation, as asked in one round.
  using Zones = std::map<std::string, absl::StatusOr<absl::TimeZone>>;
  absl::StatusOr<int> Keep(const std::string& rollout, Zones& zones, absl::Time deadline);

  const Types& types_;
  resource::Store& store_;
  const RegistryView& registry_;
  RolloutRounds rounds_;
};

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_REVIEW_ROUNDS_H_
