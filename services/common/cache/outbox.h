// SPDX-License-Identifier: Apache-2.0
// The invalidations that Redis has not taken yet.
#ifndef PALIER_COMMON_CACHE_OUTBOX_H_
#define PALIER_COMMON_CACHE_OUTBOX_H_

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "common/cache/key.h"

namespace palier::cache {

// A Redis that was away for an invalidation comes back with the old value, which it would serve for
// as long as it lives there. So what could not be said is kept, said again later, and not believed
// from Redis meanwhile. Bounded: past `max_keys` it forgets which keys they were and asks that
// everything in Redis be wiped. Thread-safe.
class Outbox {
 public:
  explicit Outbox(size_t max_keys) : max_keys_(max_keys) {}

  void Add(KeyView key, int64_t revision);
  // Whether an entry of Redis with this revision may be believed.
  bool Trusts(KeyView key, int64_t revision) const;
  // Up to `count` of what is to be said.
  std::vector<std::pair<Key, int64_t>> Some(size_t count) const;
  // It has been said, up to this revision.
  void Said(KeyView key, int64_t revision);

  // Counts the overflows: 0 if no wipe is due.
  int64_t wipe_due() const;
  // Redis was wiped, by a wipe that began when `wipe_due` was `due`.
  void Wiped(int64_t due);

 private:
  const size_t max_keys_;
  mutable std::mutex mutex_;
  // All guarded by `mutex_`.
  absl::flat_hash_map<Key, int64_t, KeyHash, KeyEqual> pending_;
  int64_t overflows_ = 0;
  int64_t wiped_ = 0;
};

}  // namespace palier::cache

#endif  // PALIER_COMMON_CACHE_OUTBOX_H_
