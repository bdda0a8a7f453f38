// SPDX-License-Identifier: Apache-2.0
// The near level: entries in this process, the least recently used going first.
#ifndef PALIER_COMMON_CACHE_NEAR_CACHE_H_
#define PALIER_COMMON_CACHE_NEAR_CACHE_H_

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "common/cache/cache.h"
#include "common/cache/key.h"
#include "common/cache/monotonic.h"

namespace palier::cache {

// An entry shared by its readers, so that no lock is held while its bytes are copied.
using SharedEntry = std::shared_ptr<const Entry>;

// Thread-safe; never blocks but for a short lock on one shard.
//
// Each key has a floor: the newest revision known of it. A fill below the floor is refused. The
// floor is remembered for twice the time to live after it was last raised, also when the entry is
// gone (a tombstone), and counts as bytes.
class NearCache {
 public:
  // `max_bytes` bounds keys, bytes and bookkeeping together. `ttl` is how long an entry is served.
  NearCache(int64_t max_bytes, MonotonicDuration ttl);

  // The entry of `key`; null if there is none or its time has passed.
  SharedEntry Get(KeyView key, MonotonicTime now);
  // Returns false, and changes nothing, if a newer revision of `key` is known. An entry too big for
  // a shard is not kept.
  bool Put(KeyView key, SharedEntry entry, MonotonicTime now);
  // Drops what is older than `revision` and refuses it from now on. Returns false if that was known
  // already.
  bool Invalidate(KeyView key, int64_t revision, MonotonicTime now);
  // Drops every entry; floors stay.
  void Flush();
  // Bytes held now.
  int64_t bytes() const;

 private:
  struct Slot {
    explicit Slot(KeyView view) : key(view) {}
    bool HasFloor(MonotonicTime now) const { return now < floor_until; }
    int64_t Cost() const;

    const Key key;
    SharedEntry entry;
    MonotonicTime fresh_until{};
    int64_t floor = 0;
    MonotonicTime floor_until{};
  };
  using Slots = std::list<Slot>;

  struct Shard {
    mutable std::mutex mutex;
    // All guarded by `mutex`. Most recently used first; the views of `by_key` look into `slots`.
    Slots slots;
    absl::flat_hash_map<KeyView, Slots::iterator, KeyHash, KeyEqual> by_key;
    int64_t bytes = 0;

    Slot* Find(KeyView key);
    Slot& FindOrAdd(KeyView key);
    void SetEntry(Slot& slot, SharedEntry entry);
    void Shrink(int64_t max_bytes);
  };

  Shard& ShardOf(KeyView key);

  const MonotonicDuration ttl_;
  std::vector<Shard> shards_;
  const int64_t max_shard_bytes_;
};

}  // namespace palier::cache

#endif  // PALIER_COMMON_CACHE_NEAR_CACHE_H_
