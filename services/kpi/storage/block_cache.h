// SPDX-License-Identifier: Apache-2.0
// Heads and blocks of segments that were read, up to a number of bytes; the least recently used go
// first. A segment's uid is random and its content never changes, so that nothing in here is ever
// out of date, whichever process writes and whichever transaction is rolled back.
#ifndef PALIER_KPI_STORAGE_BLOCK_CACHE_H_
#define PALIER_KPI_STORAGE_BLOCK_CACHE_H_

#include <cstdint>
#include <list>
#include <memory>
#include <tuple>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"

namespace palier::kpi {

// Thread-safe.
class BlockCache {
 public:
  explicit BlockCache(size_t bytes) : limit_(bytes) {}
  // The one of this process.
  static BlockCache& Shared();

  // uid, kind (0 for the head), position.
  using Key = std::tuple<int64_t, int64_t, int64_t>;

  // nullptr when it is not there. T is what was put under keys of this kind.
  template <typename T>
  std::shared_ptr<const T> Find(const Key& key) {
    return std::static_pointer_cast<const T>(FindAny(key));
  }
  void Put(const Key& key, std::shared_ptr<const void> value, size_t bytes);

  size_t bytes() const;

 private:
  struct Entry {
    Key key;
    std::shared_ptr<const void> value;
    size_t bytes;
  };

  std::shared_ptr<const void> FindAny(const Key& key);

  const size_t limit_;
  mutable absl::Mutex mutex_;
  // Most recently used first.
  std::list<Entry> entries_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<Key, std::list<Entry>::iterator> places_ ABSL_GUARDED_BY(mutex_);
  size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_STORAGE_BLOCK_CACHE_H_
