// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_COMMON_CACHE_TWO_LEVEL_CACHE_H_
#define PALIER_COMMON_CACHE_TWO_LEVEL_CACHE_H_

#include <memory>
#include <optional>

#include "common/cache/address.h"
#include "common/cache/cache.h"
#include "common/cache/flights.h"
#include "common/cache/listener.h"
#include "common/cache/near_cache.h"
#include "common/cache/outbox.h"
#include "common/cache/redis_level.h"
#include "common/cache/tally.h"

namespace palier::cache {

// The Cache that Make returns. Without an address it has the near level alone.
class TwoLevelCache : public Cache {
 public:
  // The options are within their ranges.
  TwoLevelCache(const Options& options, const std::optional<Address>& redis);

  absl::StatusOr<Entry> Get(absl::string_view organization, absl::string_view key,
                            const Loader& loader) override;
  std::optional<Entry> Near(absl::string_view organization, absl::string_view key) override;
  void Put(absl::string_view organization, absl::string_view key, const Entry& entry) override;
  void Invalidate(absl::string_view organization, absl::string_view key, int64_t revision) override;
  Counters counters() const override { return tally_.Read(); }

 private:
  using Flight = Flights::Flight;

  SharedEntry Hit(KeyView key);
  // Finds or makes the entry for everyone on the flight, then shares it through Redis.
  absl::StatusOr<SharedEntry> Lead(KeyView key, Flight& flight, const Loader& loader);
  SharedEntry FromRedis(KeyView key, const Flight& flight, MonotonicTime deadline);
  absl::StatusOr<SharedEntry> Load(const Loader& loader);
  // Whether the entry went into the near level: nothing newer is known.
  bool Fill(KeyView key, const Flight& flight, const SharedEntry& entry);
  // Here only. Returns false if it was known.
  bool Forget(KeyView key, int64_t revision);

  // What the listener does.
  void OnSubscribed();
  void OnTick();
  void WipeRedis(int64_t due);

  const MonotonicDuration timeout_;
  Tally tally_;
  NearCache near_;
  Flights flights_;
  Outbox outbox_;
  // Null without an address.
  std::unique_ptr<RedisLevel> redis_;
  // Last, because its thread uses all the others.
  std::unique_ptr<Listener> listener_;
};

}  // namespace palier::cache

#endif  // PALIER_COMMON_CACHE_TWO_LEVEL_CACHE_H_
