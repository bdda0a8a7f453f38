// SPDX-License-Identifier: Apache-2.0
// Shared cached state. Truth is in SQL: whatever happens to Redis, nothing fails and nothing is
// lost.
#ifndef PALIER_COMMON_CACHE_CACHE_H_
#define PALIER_COMMON_CACHE_CACHE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace palier::cache {

// What is cached: bytes with the revision they were made from. A fill never replaces a newer
// revision.
struct Entry {
  std::string bytes;
  int64_t revision = 0;
};

// Two levels: a near cache in this process and Redis behind it, joined by single flight.
// Thread-safe. With Redis stopped, slow, flushed, full or answering garbage every call still
// succeeds, from the loader; Redis adds at most one command timeout to a call, and nothing while
// the breaker is open. An entry that Redis may hold in an older revision, because it was away when
// it was invalidated, is not believed and is invalidated again when it is back. Only a process that
// dies in between leaves it there, for at most `redis_ttl`. Hence reads through it are not
// linearizable across processes: what another process wrote is shown once its invalidation was
// heard, within `near_ttl` at the latest. Within one process resource::ReadThrough makes them so.
class Cache {
 public:
  // Makes the entry when no level has it. Its errors are returned, to all who waited for it, and
  // not cached. Runs outside any lock, on the thread of one of the callers, whose deadline it must
  // keep; it must not Get the same key.
  using Loader = std::function<absl::StatusOr<Entry>()>;

  virtual ~Cache() = default;

  // The entry of `key` in `organization`: near, else Redis, else `loader` (once for all concurrent
  // callers).
  virtual absl::StatusOr<Entry> Get(absl::string_view organization, absl::string_view key,
                                    const Loader& loader) = 0;
  // Near level only; never blocks.
  virtual std::optional<Entry> Near(absl::string_view organization, absl::string_view key) = 0;
  // Puts an entry that was just made, unless a newer one is there.
  virtual void Put(absl::string_view organization, absl::string_view key, const Entry& entry) = 0;
  // Says that what is cached under `key` with a revision below `revision` is out of date: here at
  // once, in the other processes over pub/sub. A load that is under way is not cached if it brings
  // an older one, and who calls Get from now on does not wait for it.
  virtual void Invalidate(absl::string_view organization, absl::string_view key,
                          int64_t revision) = 0;

  struct Counters {
    int64_t near_hits = 0, redis_hits = 0, loads = 0;
    // Commands that failed, and values that were not what was written for their key.
    int64_t redis_errors = 0;
    int64_t breaker_opens = 0;
    // Those that said something new, asked here or heard from another process.
    int64_t invalidations = 0;
    // Times that this process began to hear the others; each empties the near level.
    int64_t subscriptions = 0;
  };
  virtual Counters counters() const = 0;
};

struct Options {
  // `unix:/path/to/socket`, `host:port` where host is a numeric address ([::1] for IPv6) or
  // `localhost`, or empty for the near cache alone. Names are not resolved: that has no deadline.
  // See IsRedisAddress.
  std::string redis;
  // Keys in Redis begin with it, so that services and tests can share a server.
  std::string prefix = "palier";
  // The most that Redis may add to a call, connecting included; 1 to 25 ms.
  absl::Duration timeout = absl::Milliseconds(25);
  // How long a near entry is served without being asked again. Bounds staleness when invalidations
  // are lost.
  absl::Duration near_ttl = absl::Seconds(2);
  // How long an entry lives in Redis.
  absl::Duration redis_ttl = absl::Minutes(10);
  // Bounds of the near cache; the oldest go first.
  int64_t near_max_bytes = 64 << 20;
  // Most connections for commands, 1 to 64; a call that finds them all busy does without Redis.
  int redis_connections = 8;
  // After this many errors in a row Redis is left alone for `breaker_pause`, then one call tries it
  // again.
  int breaker_errors = 3;
  absl::Duration breaker_pause = absl::Seconds(1);
};

// Whether `Options::redis` can name a server so. For checking a flag at the start.
bool IsRedisAddress(absl::string_view redis);

// Never fails and never waits for Redis. Values out of range are brought into it; an unusable
// address is as none.
std::unique_ptr<Cache> Make(const Options& options);

}  // namespace palier::cache

#endif  // PALIER_COMMON_CACHE_CACHE_H_
