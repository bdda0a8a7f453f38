// SPDX-License-Identifier: Apache-2.0
#include "common/cache/outbox.h"

#include <algorithm>

namespace palier::cache {

void Outbox::Add(KeyView key, int64_t revision) {
  const std::lock_guard lock(mutex_);
  const auto found = pending_.find(key);
  if (found != pending_.end()) {
    found->second = std::max(found->second, revision);
  } else if (pending_.size() < max_keys_) {
    pending_.emplace(Key(key), revision);
  } else {
    pending_.clear();
    ++overflows_;
  }
}

bool Outbox::Trusts(KeyView key, int64_t revision) const {
  const std::lock_guard lock(mutex_);
  if (overflows_ > wiped_) return false;
  const auto found = pending_.find(key);
  return found == pending_.end() || revision >= found->second;
}

std::vector<std::pair<Key, int64_t>> Outbox::Some(size_t count) const {
  const std::lock_guard lock(mutex_);
  std::vector<std::pair<Key, int64_t>> some;
  for (const auto& entry : pending_) {
    if (some.size() == count) break;
    some.emplace_back(entry);
  }
  return some;
}

void Outbox::Said(KeyView key, int64_t revision) {
  const std::lock_guard lock(mutex_);
  const auto found = pending_.find(key);
  if (found != pending_.end() && found->second <= revision) pending_.erase(found);
}

int64_t Outbox::wipe_due() const {
  const std::lock_guard lock(mutex_);
  return overflows_ > wiped_ ? overflows_ : 0;
}

void Outbox::Wiped(int64_t due) {
  const std::lock_guard lock(mutex_);
  wiped_ = std::max(wiped_, due);
}

}  // namespace palier::cache
