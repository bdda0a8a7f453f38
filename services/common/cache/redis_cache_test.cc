// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <atomic>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "common/cache/cache.h"
#include "common/cache/frame.h"
#include "common/cache/redis_fixture.h"

namespace palier::cache {
namespace {

constexpr int kThreads = 32;

TEST(NearOnlyTest, NeedsNoRedis) {
  for (const char* redis : {"", "redis.example:6379", "unix:"}) {
    Options options;
    options.redis = redis;
    options.near_ttl = absl::Hours(1);
    const std::unique_ptr<Cache> cache = Make(options);
    EXPECT_FALSE(cache->Near("acme", "k"));
    EXPECT_EQ(cache->Get("acme", "k", Gives(1, "one"))->bytes, "one");
    EXPECT_EQ(cache->Get("acme", "k", MustNotLoad())->bytes, "one");
    EXPECT_EQ(cache->Near("acme", "k")->revision, 1);
    cache->Invalidate("acme", "k", 2);
    EXPECT_FALSE(cache->Near("acme", "k"));
    cache->Put("acme", "k", {"late", 1});
    EXPECT_FALSE(cache->Near("acme", "k")) << "a late fill";
    cache->Put("acme", "k", {"two", 2});
    EXPECT_EQ(cache->Near("acme", "k")->bytes, "two");
    EXPECT_EQ(cache->counters().loads, 1);
    EXPECT_EQ(cache->counters().invalidations, 1);
    EXPECT_EQ(cache->counters().redis_errors, 0);
  }
}

TEST(NearOnlyTest, OneLoadServesAllWhoWait) {
  const std::unique_ptr<Cache> cache = Make({});
  std::atomic<int> arrived{0}, loads{0}, served{0};
  const Cache::Loader loader = [&]() -> absl::StatusOr<Entry> {
    ++loads;
    PollUntil([&] { return arrived == kThreads; });
    return Entry{"bytes", 7};
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      ++arrived;
      const absl::StatusOr<Entry> entry = cache->Get("acme", "k", loader);
      if (entry.ok() && entry->revision == 7) ++served;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(loads, 1);
  EXPECT_EQ(served, kThreads);
}

TEST(NearOnlyTest, AnErrorIsGivenToAllWhoWaitAndNotKept) {
  const std::unique_ptr<Cache> cache = Make({});
  std::atomic<int> arrived{0}, refused{0};
  const Cache::Loader loader = [&]() -> absl::StatusOr<Entry> {
    PollUntil([&] { return arrived == kThreads; });
    return absl::UnavailableError("the store is away");
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      ++arrived;
      const absl::Status status = cache->Get("acme", "k", loader).status();
      if (absl::IsUnavailable(status)) ++refused;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(refused, kThreads);
  EXPECT_TRUE(cache->Get("acme", "k", Gives(1)).ok());
}

TEST(NearOnlyTest, ALoadOvertakenByAnInvalidationIsNotKept) {
  const std::unique_ptr<Cache> cache = Make({});
  const absl::StatusOr<Entry> old = cache->Get("acme", "k", [&]() -> absl::StatusOr<Entry> {
    cache->Invalidate("acme", "k", 5);
    // Who comes now must not wait for the load that is under way.
    EXPECT_EQ(cache->Get("acme", "k", Gives(5))->revision, 5);
    return Entry{"old", 4};
  });
  EXPECT_EQ(old->revision, 4);
  EXPECT_EQ(cache->Near("acme", "k")->revision, 5);
}

TEST(NearOnlyTest, ALoadSlowerThanTombstonesLiveIsNotKeptEither) {
  Options options;
  options.near_ttl = absl::Milliseconds(30);
  const std::unique_ptr<Cache> cache = Make(options);
  ASSERT_TRUE(cache
                  ->Get("acme", "k",
                        [&]() -> absl::StatusOr<Entry> {
                          cache->Invalidate("acme", "k", 5);
                          // The tombstone is gone when a fill beside this one is taken.
                          EXPECT_TRUE(PollUntil([&] {
                            cache->Put("acme", "k", {"beside", 3});
                            return cache->Near("acme", "k").has_value();
                          }));
                          return Entry{"old", 4};
                        })
                  .ok());
  const std::optional<Entry> near = cache->Near("acme", "k");
  EXPECT_FALSE(near && near->revision == 4);
}

class RedisCacheTest : public RedisTest {};

TEST_F(RedisCacheTest, WhatOneLoadedTheOthersFind) {
  const auto a = MakePatientCache(), b = MakePatientCache();
  const std::string bytes("\0\r\n$-1\r\n\xff", 10);
  ASSERT_EQ(a->Get("acme", "k", Gives(3, bytes))->bytes, bytes);
  const absl::StatusOr<Entry> found = b->Get("acme", "k", MustNotLoad());
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found->bytes, bytes);
  EXPECT_EQ(found->revision, 3);
  EXPECT_EQ(b->Near("acme", "k")->bytes, bytes);
  EXPECT_EQ(b->counters().redis_hits, 1);
  EXPECT_EQ(b->counters().loads, 0);
  EXPECT_EQ(Cached(*b, "other", "k"), -1);
  EXPECT_EQ(Cached(*b, "acme", "other"), -1);
}

TEST_F(RedisCacheTest, PrefixesAreApart) {
  MakePatientCache()->Put("acme", "k", {"bytes", 1});
  options_.prefix = "another";
  EXPECT_EQ(Cached(*MakePatientCache(), "acme", "k"), -1);
}

TEST_F(RedisCacheTest, AnOldNearEntryIsAskedAgain) {
  options_.near_ttl = absl::Milliseconds(20);
  const auto a = MakePatientCache(), b = MakePatientCache();
  a->Put("acme", "k", {"one", 1});
  ASSERT_TRUE(PollUntil([&] { return Cached(*b, "acme", "k") == 1; }));
  a->Put("acme", "k", {"two", 2});
  EXPECT_TRUE(PollUntil([&] { return Cached(*b, "acme", "k") == 2; }));
}

TEST_F(RedisCacheTest, EntriesLiveInRedisForTheirTimeToLive) {
  options_.redis_ttl = absl::Minutes(5);
  MakePatientCache()->Put("acme", "k", {"one", 1});
  const int64_t left = Ask({"PTTL", RedisKey("palier", {"acme", "k"})})->integer;
  EXPECT_GT(left, 0);
  EXPECT_LE(left, 5 * 60 * 1000);
}

TEST_F(RedisCacheTest, AnInvalidationReachesTheOthers) {
  const auto a = MakePatientCache(), b = MakePatientCache();
  ASSERT_TRUE(a->Get("acme", "k", Gives(1)).ok());
  ASSERT_EQ(Cached(*b, "acme", "k"), 1);
  a->Invalidate("acme", "k", 2);
  EXPECT_FALSE(a->Near("acme", "k"));
  EXPECT_TRUE(PollUntil([&] { return !b->Near("acme", "k"); }));
  EXPECT_EQ(b->Get("acme", "k", Gives(2))->revision, 2);
  EXPECT_EQ(Cached(*a, "acme", "k"), 2);
  EXPECT_EQ(a->counters().invalidations, 1) << "its own, heard back, says nothing new";
  EXPECT_EQ(b->counters().invalidations, 1);
}

TEST_F(RedisCacheTest, RedisRefusesALateFill) {
  constexpr int64_t kBig = (int64_t{1} << 53) + 1;
  for (const int64_t revision : {int64_t{5}, kBig, int64_t{-3}}) {
    const std::string key = "k" + std::to_string(revision);
    MakePatientCache()->Invalidate("acme", key, revision);
    // The fills come from processes that did not hear the invalidation.
    const auto late = MakePatientCache();
    EXPECT_EQ(late->Get("acme", key, Gives(revision - 1))->revision, revision - 1);
    EXPECT_EQ(Cached(*MakePatientCache(), "acme", key), -1) << revision;
    MakePatientCache()->Put("acme", key, {"current", revision});
    MakePatientCache()->Put("acme", key, {"late", revision - 1});
    EXPECT_EQ(Cached(*MakePatientCache(), "acme", key), revision);
    MakePatientCache()->Invalidate("acme", key, revision);
    EXPECT_EQ(Cached(*MakePatientCache(), "acme", key), revision) << "not older than itself";
  }
}

TEST_F(RedisCacheTest, OneLoadServesAllWhoWait) {
  const auto cache = MakePatientCache();
  std::atomic<int> arrived{0}, loads{0}, served{0};
  const Cache::Loader loader = [&]() -> absl::StatusOr<Entry> {
    ++loads;
    PollUntil([&] { return arrived == kThreads; });
    return Entry{"bytes", 7};
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      ++arrived;
      const absl::StatusOr<Entry> entry = cache->Get("acme", "k", loader);
      if (entry.ok() && entry->revision == 7) ++served;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(loads, 1);
  EXPECT_EQ(served, kThreads);
}

TEST_F(RedisCacheTest, ManyThreadsOnFewConnections) {
  options_.redis_connections = 2;
  options_.near_ttl = absl::Milliseconds(1);
  const auto a = MakePatientCache(), b = MakePatientCache();
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      Cache& cache = t % 2 == 0 ? *a : *b;
      for (int i = 0; i < 200; ++i) {
        const std::string key = "k" + std::to_string(i % 10);
        const absl::StatusOr<Entry> entry = cache.Get("acme", key, Gives(1, key));
        if (!entry.ok() || entry->bytes != key) ++wrong;
        if (i % 20 == 0) cache.Invalidate("acme", key, 1);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

struct Planted {
  const char* what;
  // Makes the value to plant from the right one and from the one of another organisation.
  std::string (*value)(const std::string& right, const std::string& other);
};

class PlantedValueTest : public RedisTest, public ::testing::WithParamInterface<Planted> {};

TEST_P(PlantedValueTest, IsAMiss) {
  const KeyView key{"acme", "k"};
  const std::string name = RedisKey("palier", key);
  const std::string right = EncodeFrame(FrameKind::kEntry, key, 1, "bytes");
  const std::string other = EncodeFrame(FrameKind::kEntry, {"other", "k"}, 1, "secret");
  ASSERT_NE(Ask({"SET", name, right}), nullptr);
  ASSERT_EQ(Cached(*MakePatientCache(), "acme", "k"), 1) << "the right value would be found";

  ASSERT_NE(Ask({"SET", name, GetParam().value(right, other)}), nullptr);
  const auto cache = MakePatientCache();
  EXPECT_EQ(cache->Get("acme", "k", Gives(9, "loaded"))->bytes, "loaded");
  EXPECT_EQ(cache->counters().redis_errors, 1);
  EXPECT_EQ(Cached(*MakePatientCache(), "acme", "k"), 9) << "and is replaced";
}

INSTANTIATE_TEST_SUITE_P(
    Values, PlantedValueTest,
    ::testing::Values(
        Planted{"OfAnotherOrganisation",
                [](const std::string&, const std::string& o) { return o; }},
        Planted{"OfAnotherKey",
                [](const std::string&, const std::string&) {
                  return EncodeFrame(FrameKind::kEntry, {"acme", "other"}, 1, "bytes");
                }},
        Planted{"Truncated",
                [](const std::string& r, const std::string&) { return r.substr(0, r.size() - 1); }},
        Planted{"Lengthened", [](const std::string& r, const std::string&) { return r + "x"; }},
        Planted{"Empty", [](const std::string&, const std::string&) { return std::string(); }},
        Planted{"Garbage",
                [](const std::string&, const std::string&) { return std::string(500, '\xa5'); }}),
    [](const auto& test) { return std::string(test.param.what); });

TEST_F(RedisCacheTest, AValueOfAnotherTypeIsAMiss) {
  ASSERT_NE(Ask({"RPUSH", RedisKey("palier", {"acme", "k"}), "x"}), nullptr);
  EXPECT_EQ(MakePatientCache()->Get("acme", "k", Gives(9))->revision, 9);
  EXPECT_EQ(Cached(*MakePatientCache(), "acme", "k"), 9);
}

}  // namespace
}  // namespace palier::cache
