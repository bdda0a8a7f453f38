// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_COMMON_CACHE_REDIS_FIXTURE_H_
#define PALIER_COMMON_CACHE_REDIS_FIXTURE_H_

#include <gtest/gtest.h>

#include <initializer_list>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/cache/cache.h"
#include "common/cache/connection.h"
#include "common/cache/poll_until.h"
#include "common/cache/two_level_cache.h"
#include "common/testing/private_redis.h"

namespace palier::cache {

// A loader that makes this entry.
inline Cache::Loader Gives(int64_t revision, std::string bytes = "bytes") {
  return [entry = Entry{std::move(bytes), revision}]() -> absl::StatusOr<Entry> { return entry; };
}

// A loader that must not be needed.
inline Cache::Loader MustNotLoad() {
  return []() -> absl::StatusOr<Entry> { return absl::InternalError("loaded"); };
}

// A test with a Redis of its own.
class RedisTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (const auto reason = testing::PrivateRedis::WhyNot()) GTEST_SKIP() << *reason;
    auto started = testing::PrivateRedis::Start();
    ASSERT_TRUE(started.ok()) << started.status();
    redis_ = *std::move(started);
    options_.redis = redis_->address();
    // No entry grows old because the machine is busy.
    options_.near_ttl = absl::Hours(1);
  }

  // A cache, as one more process would have, that hears the others.
  std::unique_ptr<Cache> MakeCache() const { return Hearing(Make(options_)); }
  // One that waits for Redis much longer than Make lets it: nothing times out because the machine
  // is busy.
  std::unique_ptr<Cache> MakePatientCache() const {
    Options options = options_;
    options.timeout = absl::Seconds(10);
    return Hearing(std::make_unique<TwoLevelCache>(options, ParseAddress(options.redis)));
  }

  // Runs a command beside the caches; null if it was not answered.
  std::unique_ptr<Reply> Ask(std::initializer_list<absl::string_view> command) const {
    const MonotonicTime deadline = MonotonicNow() + ToMonotonic(absl::Seconds(10));
    const auto connection = Connection::Open(*ParseAddress(redis_->address()), deadline);
    return connection == nullptr ? nullptr : connection->Call(command, deadline);
  }

  // The revision that `cache` serves without loading; -1 if it has to load.
  static int64_t Cached(Cache& cache, absl::string_view organization, absl::string_view key) {
    const absl::StatusOr<Entry> entry = cache.Get(organization, key, MustNotLoad());
    return entry.ok() ? entry->revision : -1;
  }

  std::unique_ptr<testing::PrivateRedis> redis_;
  Options options_;

 private:
  static std::unique_ptr<Cache> Hearing(std::unique_ptr<Cache> cache) {
    EXPECT_TRUE(PollUntil([&] { return cache->counters().subscriptions > 0; }));
    return cache;
  }
};

}  // namespace palier::cache

#endif  // PALIER_COMMON_CACHE_REDIS_FIXTURE_H_
