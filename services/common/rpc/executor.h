// SPDX-License-Identifier: Apache-2.0
// The threads that may block, and the gate before them.
#ifndef PALIER_COMMON_RPC_EXECUTOR_H_
#define PALIER_COMMON_RPC_EXECUTOR_H_

#include <chrono>
#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace palier::rpc {

// Runs handlers: a bounded number at once, a bounded number waiting for a bounded time. What does
// not fit is refused at once, which is what keeps a server useful at several times its capacity.
// Thread-safe.
class Executor {
 public:
  struct Options {
    int threads = 8;
    // Calls that may wait for a thread; calls of other services on the way to answer an admitted
    // call do not count.
    int queue = 256;
    // Longest wait; a call that waited longer is refused instead of run.
    absl::Duration max_wait = absl::Seconds(1);
  };
  // `run` is called with true when it is the call's turn, with false when it waited too long or the
  // executor stops.
  using Task = std::function<void(bool run)>;

  explicit Executor(const Options& options);
  ~Executor();

  // Returns false, without keeping the task, when the queue is full. `inner` tasks are always
  // taken.
  bool Submit(Task task, bool inner);
  // Refuses what waits and waits for what runs.
  void Stop();

  int running() const;
  int waiting() const;

 private:
  using Clock = std::chrono::steady_clock;
  struct Waiting {
    Task task;
    Clock::time_point since;
    bool inner;
  };
  bool HasWork() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return stopping_ || !queue_.empty();
  }
  void Work();

  const Options options_;
  mutable absl::Mutex mutex_;
  std::deque<Waiting> queue_ ABSL_GUARDED_BY(mutex_);
  int running_ ABSL_GUARDED_BY(mutex_) = 0;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace palier::rpc

#endif  // PALIER_COMMON_RPC_EXECUTOR_H_
