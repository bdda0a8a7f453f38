// SPDX-License-Identifier: Apache-2.0
#include "common/cache/near_cache.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"

namespace palier::cache {
namespace {

using std::chrono::seconds;

constexpr KeyView kKey{"acme", "k"};

SharedEntry Made(int64_t revision, std::string bytes = "bytes") {
  return std::make_shared<const Entry>(Entry{std::move(bytes), revision});
}

// The revision held, -1 for none.
int64_t Held(NearCache& cache, MonotonicTime now, KeyView key = kKey) {
  const SharedEntry entry = cache.Get(key, now);
  return entry == nullptr ? -1 : entry->revision;
}

class NearCacheTest : public ::testing::Test {
 protected:
  MonotonicTime now_{seconds(1000)};
  NearCache cache_{1 << 20, seconds(2)};
};

TEST_F(NearCacheTest, ServesForItsTimeToLive) {
  EXPECT_EQ(Held(cache_, now_), -1);
  EXPECT_TRUE(cache_.Put(kKey, Made(1), now_));
  EXPECT_EQ(Held(cache_, now_ + seconds(2) - MonotonicDuration(1)), 1);
  EXPECT_EQ(Held(cache_, now_ + seconds(2)), -1);
}

TEST_F(NearCacheTest, OrganisationsAreApart) {
  cache_.Put({"a", "bc"}, Made(1), now_);
  EXPECT_EQ(Held(cache_, now_, {"ab", "c"}), -1);
  EXPECT_EQ(Held(cache_, now_, {"b", "bc"}), -1);
  EXPECT_EQ(Held(cache_, now_, {"a", "bc"}), 1);
}

TEST_F(NearCacheTest, AFillNeverReplacesANewerRevision) {
  EXPECT_TRUE(cache_.Put(kKey, Made(5), now_));
  EXPECT_FALSE(cache_.Put(kKey, Made(4), now_));
  EXPECT_FALSE(cache_.Put(kKey, Made(4), now_ + seconds(3))) << "also after its time to live";
  EXPECT_EQ(Held(cache_, now_), 5);
  EXPECT_TRUE(cache_.Put(kKey, Made(5), now_ + seconds(1)));
  EXPECT_EQ(Held(cache_, now_ + seconds(2)), 5) << "the same revision is fresh again";
  EXPECT_TRUE(cache_.Put(kKey, Made(6), now_));
  EXPECT_EQ(Held(cache_, now_), 6);
}

TEST_F(NearCacheTest, InvalidationLeavesATombstone) {
  cache_.Put(kKey, Made(5), now_);
  EXPECT_FALSE(cache_.Invalidate(kKey, 5, now_)) << "5 is not older than 5";
  EXPECT_EQ(Held(cache_, now_), 5);
  EXPECT_TRUE(cache_.Invalidate(kKey, 6, now_));
  EXPECT_FALSE(cache_.Invalidate(kKey, 6, now_)) << "known already";
  EXPECT_EQ(Held(cache_, now_), -1);
  EXPECT_FALSE(cache_.Put(kKey, Made(5), now_ + seconds(4) - MonotonicDuration(1)));
  EXPECT_TRUE(cache_.Put(kKey, Made(5), now_ + seconds(4))) << "tombstones expire";
}

TEST_F(NearCacheTest, ATombstoneWithoutAnEntryRefusesALateFill) {
  EXPECT_TRUE(cache_.Invalidate(kKey, 6, now_));
  EXPECT_FALSE(cache_.Put(kKey, Made(5), now_));
  EXPECT_TRUE(cache_.Put(kKey, Made(6), now_));
  EXPECT_EQ(Held(cache_, now_), 6);
}

TEST_F(NearCacheTest, FlushKeepsTombstones) {
  cache_.Put(kKey, Made(5), now_);
  cache_.Invalidate({"acme", "other"}, 9, now_);
  cache_.Flush();
  EXPECT_EQ(Held(cache_, now_), -1);
  EXPECT_FALSE(cache_.Put({"acme", "other"}, Made(8), now_));
}

TEST_F(NearCacheTest, TheLeastRecentlyUsedGoFirst) {
  NearCache cache(10'000, seconds(2));
  const std::string bytes(2'000, 'x');
  for (const char* key : {"a", "b", "c", "d"}) cache.Put({"acme", key}, Made(1, bytes), now_);
  cache.Get({"acme", "a"}, now_);
  cache.Put({"acme", "e"}, Made(1, bytes), now_);
  EXPECT_EQ(Held(cache, now_, {"acme", "b"}), -1);
  for (const char* key : {"a", "c", "d", "e"})
    EXPECT_EQ(Held(cache, now_, {"acme", key}), 1) << key;
}

TEST_F(NearCacheTest, StaysWithinItsBytes) {
  for (const int64_t limit : {0, 500, 100'000, 20 << 20}) {
    NearCache cache(limit, seconds(2));
    for (int i = 0; i < 3'000; ++i) {
      const std::string key = absl::StrCat("k", i);
      cache.Put({"acme", key}, Made(1, std::string(i * 7, 'x')), now_);
      cache.Invalidate({"other", key}, 1, now_);
      ASSERT_LE(cache.bytes(), limit);
    }
    cache.Put(kKey, Made(1, std::string(limit + 1, 'x')), now_);
    EXPECT_EQ(Held(cache, now_), -1) << "too big to keep";
    EXPECT_LE(cache.bytes(), limit);
  }
}

TEST_F(NearCacheTest, ThreadsNeverSeeARevisionGoBack) {
  NearCache cache(64 << 20, seconds(100));
  std::atomic<int64_t> source{0};
  std::atomic<int> backwards{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      int64_t last = -1;
      for (int i = 0; i < 5'000; ++i) {
        cache.Put(kKey, Made(++source), now_);
        if (i % 16 == 0) cache.Invalidate(kKey, ++source, now_);
        const int64_t held = Held(cache, now_);
        if (held != -1 && held < last) ++backwards;
        if (held != -1) last = held;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(backwards, 0);
}

}  // namespace
}  // namespace palier::cache
