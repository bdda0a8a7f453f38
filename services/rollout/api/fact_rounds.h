// SPDX-License-Identifier: Apache-2.0
// Tells the registry how far roll-outs have come.
#ifndef PALIER_ROLLOUT_API_FACT_ROUNDS_H_
#define PALIER_ROLLOUT_API_FACT_ROUNDS_H_

#include <functional>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/resource/store.h"
#include "rollout/api/rollout_rounds.h"
#include "rollout/storage/types.h"

namespace palier::rollout {

// Works out the fact of each roll-out that has waves, every quarter of an hour of the business
// clock, as teams go live and champions are certified on their day, and soon after the roll-out or
// one of its waves changed; leaves it in the outbox when it is not what was left last. After a
// start each is left once more. Thread-safe.
class FactRounds {
 public:
  // Both must outlive it. `left` is called after each fact that was left.
  FactRounds(const Types& types, resource::Store& store, std::function<void()> left);

  void Start() { rounds_.Start(); }
  void Stop() { rounds_.Stop(); }
  // Marks the roll-out of that name, or of the wave; ignores any other name. Never blocks on
  // anything but a mutex.
  void Notice(absl::string_view name);
  // As RolloutRounds; returns how many facts were left.
  absl::StatusOr<int> RunOnce(bool whole, absl::Time deadline) {
    return rounds_.RunOnce(whole, deadline);
  }

 private:
  absl::StatusOr<int> Tell(const std::string& rollout, absl::Time deadline);

  const Types& types_;
  resource::Store& store_;
  const std::function<void()> left_;
  absl::Mutex mutex_;
  // What was left last, by roll-out.
  std::map<std::string, std::string> told_ ABSL_GUARDED_BY(mutex_);
  RolloutRounds rounds_;
};

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_FACT_ROUNDS_H_
