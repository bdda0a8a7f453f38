// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/executor.h"

#include <utility>

namespace palier::rpc {

Executor::Executor(const Options& options) : options_(options) {
  for (int i = 0; i < options_.threads; ++i) threads_.emplace_back([this] { Work(); });
}

Executor::~Executor() {
  Stop();
}

bool Executor::Submit(Task task, bool inner) {
  absl::MutexLock lock(&mutex_);
  if (stopping_) return false;
  if (!inner && static_cast<int>(queue_.size()) >= options_.queue) return false;
  queue_.push_back({std::move(task), Clock::now(), inner});
  return true;
}

void Executor::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

int Executor::running() const {
  absl::MutexLock lock(&mutex_);
  return running_;
}

int Executor::waiting() const {
  absl::MutexLock lock(&mutex_);
  return static_cast<int>(queue_.size());
}

void Executor::Work() {
  while (true) {
    Waiting next;
    bool run = true;
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(this, &Executor::HasWork));
      if (queue_.empty()) return;
      next = std::move(queue_.front());
      queue_.pop_front();
      ++running_;
      const bool late = Clock::now() - next.since > absl::ToChronoNanoseconds(options_.max_wait);
      run = !stopping_ && (next.inner || !late);
    }
    next.task(run);
    next.task = nullptr;
    absl::MutexLock lock(&mutex_);
    --running_;
  }
}

}  // namespace palier::rpc
