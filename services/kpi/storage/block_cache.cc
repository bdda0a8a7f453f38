// SPDX-License-Identifier: Apache-2.0
#include "kpi/storage/block_cache.h"

#include <utility>

namespace palier::kpi {

BlockCache& BlockCache::Shared() {
  static BlockCache& cache = *new BlockCache(64 << 20);
  return cache;
}

std::shared_ptr<const void> BlockCache::FindAny(const Key& key) {
  absl::MutexLock lock(&mutex_);
  const auto found = places_.find(key);
  if (found == places_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->value;
}

void BlockCache::Put(const Key& key, std::shared_ptr<const void> value, size_t bytes) {
  std::list<Entry> dropped;  // freed after the lock
  absl::MutexLock lock(&mutex_);
  const auto [place, fresh] = places_.try_emplace(key);
  if (!fresh) return;
  entries_.push_front({key, std::move(value), bytes});
  place->second = entries_.begin();
  bytes_ += bytes;
  while (bytes_ > limit_ && entries_.size() > 1) {
    bytes_ -= entries_.back().bytes;
    places_.erase(entries_.back().key);
    dropped.splice(dropped.begin(), entries_, std::prev(entries_.end()));
  }
}

size_t BlockCache::bytes() const {
  absl::MutexLock lock(&mutex_);
  return bytes_;
}

}  // namespace palier::kpi
