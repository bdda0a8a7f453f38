// SPDX-License-Identifier: Apache-2.0
#include "common/cache/cache.h"

#include <algorithm>

#include "common/cache/address.h"
#include "common/cache/two_level_cache.h"

namespace palier::cache {
namespace {

Options WithinRanges(Options options) {
  options.timeout = std::clamp(options.timeout, absl::Milliseconds(1), absl::Milliseconds(25));
  options.near_ttl = std::clamp(options.near_ttl, absl::Milliseconds(1), absl::Hours(24));
  options.redis_ttl = std::clamp(options.redis_ttl, absl::Milliseconds(1), absl::Hours(24 * 7));
  options.near_max_bytes = std::max<int64_t>(options.near_max_bytes, 0);
  options.redis_connections = std::clamp(options.redis_connections, 1, 64);
  options.breaker_errors = std::max(options.breaker_errors, 1);
  options.breaker_pause =
      std::clamp(options.breaker_pause, absl::Milliseconds(1), absl::Minutes(1));
  return options;
}

}  // namespace

bool IsRedisAddress(absl::string_view redis) {
  return ParseAddress(redis).has_value();
}

std::unique_ptr<Cache> Make(const Options& options) {
  return std::make_unique<TwoLevelCache>(WithinRanges(options), ParseAddress(options.redis));
}

}  // namespace palier::cache
