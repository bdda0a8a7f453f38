// SPDX-License-Identifier: Apache-2.0
// What the service does for roll-outs by itself, over and over.
#ifndef PALIER_ROLLOUT_API_ROLLOUT_ROUNDS_H_
#define PALIER_ROLLOUT_API_ROLLOUT_ROUNDS_H_

#include <functional>
#include <set>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/app/rounds.h"
#include "common/resource/store.h"
#include "rollout/storage/types.h"

namespace palier::rollout {

// One thread that looks at every roll-out that has waves, at the start, once a period of the
// business clock, and at a marked one soon after. Thread-safe.
class RolloutRounds {
 public:
  // Looks at one roll-out; returns how much it changed.
  using Look = std::function<absl::StatusOr<int>(const std::string& rollout, absl::Time deadline)>;
  // At the start of a round: what looks at its roll-outs, and keeps what they have in common.
  using Begin = std::function<Look()>;

  // All must outlive it. `failure`: what the log says of a round that failed.
  RolloutRounds(std::string failure, absl::Duration period, const Types& types,
                resource::Store& store, Begin begin);

  void Start() { rounds_.Start(); }
  // Waits for the roll-out that is being looked at.
  void Stop() { rounds_.Stop(); }
  // `rollout` is its resource name. Never blocks on anything but a mutex.
  void Mark(const std::string& rollout);
  // Looks at all of them (`whole`) or at the marked ones, on the caller's thread; returns how much
  // was changed. A roll-out that fails keeps no other waiting; one that may succeed later stays
  // marked, and the first such failure is returned.
  absl::StatusOr<int> RunOnce(bool whole, absl::Time deadline);

 private:
  absl::StatusOr<std::set<std::string>> Rollouts(absl::Time deadline) const;
  absl::StatusOr<std::set<std::string>> TakeMarked(bool whole, absl::Time deadline);

  const std::string failure_;
  const Types& types_;
  resource::Store& store_;
  const Begin begin_;
  absl::Mutex mutex_;
  std::set<std::string> marked_ ABSL_GUARDED_BY(mutex_);
  app::Rounds rounds_;
};

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_ROLLOUT_ROUNDS_H_
