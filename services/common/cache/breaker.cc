// SPDX-License-Identifier: Apache-2.0
#include "common/cache/breaker.h"

namespace palier::cache {

Breaker::Breaker(int errors, MonotonicDuration pause) : errors_(errors), pause_(pause) {}

bool Breaker::Allow(MonotonicTime now) {
  const std::lock_guard lock(mutex_);
  if (failures_ < errors_) return true;
  if (trying_ || now < open_until_) return false;
  trying_ = true;
  return true;
}

void Breaker::Succeeded() {
  const std::lock_guard lock(mutex_);
  failures_ = 0;
  trying_ = false;
}

bool Breaker::Failed(MonotonicTime now) {
  const std::lock_guard lock(mutex_);
  const bool was_closed = failures_ < errors_;
  // Held at the limit: the count is of no use beyond it.
  if (was_closed) ++failures_;
  trying_ = false;
  if (failures_ < errors_) return false;
  open_until_ = now + pause_;
  return was_closed;
}

}  // namespace palier::cache
