// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/streams.h"

#include <utility>

namespace palier::gateway {

std::unique_ptr<Streams::Entry> Streams::Add(std::function<void()> end) {
  absl::MutexLock lock(&mutex_);
  const int64_t id = ++next_;
  // Called under the lock, here and below: whoever is called is still there.
  if (ended_) end();
  ends_.emplace(id, std::move(end));
  return std::make_unique<Entry>(*this, id);
}

void Streams::EndAll() {
  absl::MutexLock lock(&mutex_);
  if (std::exchange(ended_, true)) return;
  for (const auto& [id, end] : ends_) end();
}

int64_t Streams::running() const {
  absl::MutexLock lock(&mutex_);
  return static_cast<int64_t>(ends_.size());
}

void Streams::Remove(int64_t id) {
  absl::MutexLock lock(&mutex_);
  ends_.erase(id);
}

}  // namespace palier::gateway
