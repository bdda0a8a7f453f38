// SPDX-License-Identifier: Apache-2.0
#include "common/sql/work_queue.h"

#include <utility>

namespace palier::sql {
namespace {

constexpr size_t kMaxQueued = 1 << 16;

}  // namespace

WorkQueue::WorkQueue(int threads) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Loop(); });
}

WorkQueue::~WorkQueue() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  for (std::thread& thread : threads_) thread.join();
}

bool WorkQueue::Add(std::function<void()> work) {
  absl::MutexLock lock(&mutex_);
  if (queue_.size() >= kMaxQueued) return false;
  queue_.push_back(std::move(work));
  return true;
}

void WorkQueue::Loop() {
  const auto ready = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return !queue_.empty() || stopping_;
  };
  while (true) {
    std::function<void()> work;
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(&ready));
      if (queue_.empty()) return;
      work = std::move(queue_.front());
      queue_.pop_front();
    }
    work();
  }
}

}  // namespace palier::sql
