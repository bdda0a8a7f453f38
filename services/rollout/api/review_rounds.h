// SPDX-License-Identifier: Apache-2.0
// Keeps the reviews of roll-outs complete while they go on.
#ifndef PALIER_ROLLOUT_API_REVIEW_ROUNDS_H_
#define PALIER_ROLLOUT_API_REVIEW_ROUNDS_H_

#include <map>
#include <set>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/app/rounds.h"
#include "common/resource/store.h"
#include "rollout/api/registry_view.h"
#include "rollout/storage/types.h"

namespace palier::rollout {

// One thread that looks at every roll-out that has waves, at the start, once an hour of the
// business clock, and at one that changed soon after: makes the reviews that there should be by
// then, whose ids follow from their days, and takes back open ones of days to come that a shorter
// plan no longer has. So after an outage each is there exactly once, and several processes may do
// it on the same store. Thread-safe.
class ReviewRounds {
 public:
  // All of them must outlive it.
  ReviewRounds(const Types& types, resource::Store& store, const RegistryView& registry);

  void Start() { rounds_.Start(); }
  void Stop() { rounds_.Stop(); }
  // Marks the roll-out of that name; ignores any other name. Never blocks on anything but a mutex.
  void Notice(absl::string_view name);
  // Looks at all of them (`whole`) or at the marked ones, on the caller's thread; returns how many
  // reviews were made or taken back. A roll-out that fails keeps no other waiting; one that may
  // succeed later stays marked, and the first such failure is returned.
  absl::StatusOr<int> RunOnce(bool whole, absl::Time deadline);

 private:
  absl::StatusOr<std::set<std::string>> Rollouts(absl::Time deadline) const;
  // By organisation, as asked in one round.
  using Zones = std::map<std::string, absl::StatusOr<absl::TimeZone>>;
  absl::StatusOr<std::set<std::string>> TakeMarked(bool whole, absl::Time deadline);
  absl::StatusOr<int> Keep(const std::string& rollout, Zones& zones, absl::Time deadline);

  const Types& types_;
  resource::Store& store_;
  const RegistryView& registry_;
  absl::Mutex mutex_;
  std::set<std::string> marked_ ABSL_GUARDED_BY(mutex_);
  app::Rounds rounds_;
};

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_REVIEW_ROUNDS_H_
