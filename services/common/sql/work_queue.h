// SPDX-License-Identifier: Apache-2.0
// A few threads that run what is put to them, in order of arrival.
#ifndef PALIER_COMMON_SQL_WORK_QUEUE_H_
#define PALIER_COMMON_SQL_WORK_QUEUE_H_

#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace palier::sql {

// Thread-safe. Work may add work.
class WorkQueue {
 public:
  explicit WorkQueue(int threads);
  // Finishes what is queued.
  ~WorkQueue();

  // False when too much waits.
  bool Add(std::function<void()> work);

 private:
  void Loop();

  absl::Mutex mutex_;
  std::deque<std::function<void()>> queue_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace palier::sql

#endif  // PALIER_COMMON_SQL_WORK_QUEUE_H_
