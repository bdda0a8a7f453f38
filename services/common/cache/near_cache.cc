// SPDX-License-Identifier: Apache-2.0
#include "common/cache/near_cache.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace palier::cache {
namespace {

constexpr int kShards = 16;
// Below this a sixteenth would be too small to hold a usual entry.
constexpr int64_t kSmallestSharded = 16 << 20;
// List node, hash slot, shared pointer block: what a slot costs beside its strings.
constexpr int64_t kSlotOverhead = 256;

}  // namespace

NearCache::NearCache(int64_t max_bytes, MonotonicDuration ttl)
    : ttl_(ttl),
      shards_(max_bytes >= kSmallestSharded ? kShards : 1),
      max_shard_bytes_(max_bytes / static_cast<int64_t>(shards_.size())) {}

int64_t NearCache::Slot::Cost() const {
  const size_t strings =
      key.organization.size() + key.key.size() + (entry == nullptr ? 0 : entry->bytes.size());
  return kSlotOverhead + static_cast<int64_t>(strings);
}

NearCache::Slot* NearCache::Shard::Find(KeyView key) {
  const auto found = by_key.find(key);
  if (found == by_key.end()) return nullptr;
  slots.splice(slots.begin(), slots, found->second);
  return &*found->second;
}

NearCache::Slot& NearCache::Shard::FindOrAdd(KeyView key) {
  if (Slot* slot = Find(key)) return *slot;
  slots.emplace_front(key);
  by_key.emplace(KeyView(slots.front().key), slots.begin());
  bytes += slots.front().Cost();
  return slots.front();
}

void NearCache::Shard::SetEntry(Slot& slot, SharedEntry entry) {
  bytes -= slot.Cost();
  slot.entry = std::move(entry);
  bytes += slot.Cost();
}

void NearCache::Shard::Shrink(int64_t max_bytes) {
  while (bytes > max_bytes && !slots.empty()) {
    bytes -= slots.back().Cost();
    by_key.erase(KeyView(slots.back().key));
    slots.pop_back();
  }
}

NearCache::Shard& NearCache::ShardOf(KeyView key) {
  // The high bits, because the shard's own table is indexed by the low ones.
  return shards_[(KeyHash()(key) >> 48) % shards_.size()];
}

SharedEntry NearCache::Get(KeyView key, MonotonicTime now) {
  Shard& shard = ShardOf(key);
  const std::lock_guard lock(shard.mutex);
  const Slot* slot = shard.Find(key);
  return slot != nullptr && now < slot->fresh_until ? slot->entry : nullptr;
}

bool NearCache::Put(KeyView key, SharedEntry entry, MonotonicTime now) {
  Shard& shard = ShardOf(key);
  const std::lock_guard lock(shard.mutex);
  Slot& slot = shard.FindOrAdd(key);
  if (slot.HasFloor(now) && entry->revision < slot.floor) return false;
  slot.floor = entry->revision;
  slot.floor_until = now + 2 * ttl_;
  slot.fresh_until = now + ttl_;
  const bool fits = static_cast<int64_t>(entry->bytes.size()) <= max_shard_bytes_ - kSlotOverhead;
  shard.SetEntry(slot, fits ? std::move(entry) : nullptr);
  shard.Shrink(max_shard_bytes_);
  return true;
}

bool NearCache::Invalidate(KeyView key, int64_t revision, MonotonicTime now) {
  Shard& shard = ShardOf(key);
  const std::lock_guard lock(shard.mutex);
  Slot& slot = shard.FindOrAdd(key);
  const bool held = slot.entry != nullptr && slot.entry->revision < revision;
  if (held) shard.SetEntry(slot, nullptr);
  if (!held && slot.HasFloor(now) && revision <= slot.floor) return false;
  slot.floor = slot.HasFloor(now) ? std::max(slot.floor, revision) : revision;
  slot.floor_until = now + 2 * ttl_;
  shard.Shrink(max_shard_bytes_);
  return true;
}

void NearCache::Flush() {
  for (Shard& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    for (Slot& slot : shard.slots) shard.SetEntry(slot, nullptr);
  }
}

int64_t NearCache::bytes() const {
  int64_t total = 0;
  for (const Shard& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    total += shard.bytes;
  }
  return total;
}

}  // namespace palier::cache
