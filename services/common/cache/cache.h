// SPDX-License-Identifier: Apache-2.0
// Shared cached state. Truth is in SQL: whatever happens to Redis, nothing fails and nothing is lost.
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

// What is cached: bytes with the revision they were made from. A fill never replaces a newer revision.
struct Entry {
  std::string bytes;
  int64_t revision = 0;
};

// Two levels: a near cache in this process and Redis behind it, joined by single flight. Thread-safe. `Get` may block
// for at most the options' command timeout; with Redis stopped, slow, flushed, full or answering garbage every call
// still succeeds, from the loader.
class Cache {
 public:
  // Makes the entry when no level has it. Its errors are returned and not cached.
  using Loader = std::function<absl::StatusOr<Entry>()>;

  virtual ~Cache() = default;

  // The entry of `key` in `organization`: near, else Redis, else `loader` (once for all concurrent callers).
  virtual absl::StatusOr<Entry> Get(absl::string_view organization, absl::string_view key,
                                    const Loader& loader) = 0;
  // Near level only; never blocks.
  virtual std::optional<Entry> Near(absl::string_view organization, absl::string_view key) = 0;
  // Puts an entry that was just made, unless a newer one is there.
  virtual void Put(absl::string_view organization, absl::string_view key, const Entry& entry) = 0;
  // Says that what is cached under `key` is older than `revision`: here at once, in the other processes over pub/sub.
  virtual void Invalidate(absl::string_view organization, absl::string_view key, int64_t revision) = 0;

  struct Counters {
    int64_t near_hits = 0, redis_hits = 0, loads = 0, redis_errors = 0, breaker_opens = 0, invalidations = 0;
  };
  virtual Counters counters() const = 0;
};

struct Options {
  // `unix:/path/to/socket`, `host:port`, or empty for the near cache alone.
  std::string redis;
  // Keys in Redis begin with it, so that services and tests can share a server.
  std::string prefix = "palier";
  // Connect and command timeouts, each at most 25 ms.
  absl::Duration timeout = absl::Milliseconds(25);
  // How long a near entry is served without being asked again. Bounds staleness when invalidations are lost.
  absl::Duration near_ttl = absl::Seconds(2);
  // How long an entry lives in Redis.
  absl::Duration redis_ttl = absl::Minutes(10);
  // Bounds of the near cache; the oldest go first.
  int64_t near_max_bytes = 64 << 20;
  // After this many errors in a row Redis is left alone for `breaker_pause`, then one call tries it again.
  int breaker_errors = 3;
  absl::Duration breaker_pause = absl::Seconds(1);
};

// Never fails and never waits for Redis.
std::unique_ptr<Cache> Make(const Options& options);

}  // namespace palier::cache

#endif  // PALIER_COMMON_CACHE_CACHE_H_
