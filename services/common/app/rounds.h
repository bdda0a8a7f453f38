// SPDX-License-Identifier: Apache-2.0
// Work that one thread of a service does over and over.
#ifndef PALIER_COMMON_APP_ROUNDS_H_
#define PALIER_COMMON_APP_ROUNDS_H_

#include <functional>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace palier::app {

// A whole round at the start and once a period of the business clock; a clock that was set back
// counts as a new one. A round of what was asked for within about a second of the asking. One that
// failed is logged and comes again some seconds later, then ever more rarely, at least every five
// minutes. Thread-safe.
class Rounds {
 public:
  using Now = std::function<absl::Time()>;
  // `whole`: everything; else only what was asked for since. CANCELLED is no failure.
  using Work = std::function<absl::Status(bool whole, absl::Time deadline)>;

  // `failure`: what the log says of a round that failed.
  Rounds(std::string failure, absl::Duration period, Now now, Work work);
  ~Rounds() { Stop(); }

  void Start();
  // Waits for the round that is under way; it should look at CheckRunning. For good; idempotent.
  void Stop();
  // Never blocks on anything but a mutex.
  void Ask();
  // CANCELLED once it is stopped.
  absl::Status CheckRunning() const;

 private:
  void Loop();
  // False when it is time to stop.
  bool AwaitLook();
  bool TakeAsked();
  absl::Status Run(bool whole);

  const std::string failure_;
  const absl::Duration period_;
  const Now now_;
  const Work work_;
  mutable absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  bool asked_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace palier::app

#endif  // PALIER_COMMON_APP_ROUNDS_H_
