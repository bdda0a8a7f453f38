// SPDX-License-Identifier: Apache-2.0
// The shared level: entries in a Redis server that may be stopped, slow, full, emptied or not a
// Redis server at all.
#ifndef PALIER_COMMON_CACHE_REDIS_LEVEL_H_
#define PALIER_COMMON_CACHE_REDIS_LEVEL_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "common/cache/address.h"
#include "common/cache/breaker.h"
#include "common/cache/cache.h"
#include "common/cache/connection.h"
#include "common/cache/key.h"
#include "common/cache/monotonic.h"
#include "common/cache/tally.h"

namespace palier::cache {

// Thread-safe. No call outlives its deadline; nothing is tried twice. When every connection is busy
// or the breaker is open, a call returns at once.
class RedisLevel {
 public:
  // `tally` must outlive it.
  RedisLevel(const Address& address, const Options& options, Tally& tally);

  // The entry of `key`, only if it is whole and was written for this very key.
  std::optional<Entry> Get(KeyView key, MonotonicTime deadline);
  // Writes the entry unless Redis knows of a newer revision.
  void Put(KeyView key, const Entry& entry, MonotonicTime deadline);
  // Replaces what is older by a tombstone and tells every process. Returns false if that may not
  // have happened.
  bool Invalidate(KeyView key, int64_t revision, MonotonicTime deadline);
  // Removes the next few entries of every organisation, beginning at `cursor`, at first "0".
  // Returns false if that may not have happened; done when `cursor` is "0" again.
  bool WipeSome(std::string& cursor, MonotonicTime deadline);

  // Where invalidations are told.
  const std::string& channel() const { return channel_; }

 private:
  using Command = absl::Span<const absl::string_view>;

  // The reply, if it is of this kind; anything else counts as an error.
  std::unique_ptr<Reply> Run(Command command, absl::Span<const Reply::Kind> kinds,
                             MonotonicTime deadline);
  std::unique_ptr<Reply> CallOnce(Command command, MonotonicTime deadline);
  bool EnterPool();
  void LeavePool();
  std::unique_ptr<Connection> TakeIdle();
  void Keep(std::unique_ptr<Connection> connection);
  void DropIdle();

  const Address address_;
  const std::string prefix_;
  const std::string channel_;
  const std::string entry_ttl_ms_;
  const std::string tombstone_ttl_ms_;
  const size_t max_connections_;
  Tally& tally_;
  Breaker breaker_;

  std::mutex mutex_;
  // All guarded by `mutex_`.
  std::vector<std::unique_ptr<Connection>> idle_;
  size_t busy_ = 0;
};

}  // namespace palier::cache

#endif  // PALIER_COMMON_CACHE_REDIS_LEVEL_H_
