// SPDX-License-Identifier: Apache-2.0
// Whatever happens to Redis, every call succeeds, and soon.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/cache/cache.h"
#include "common/cache/frame.h"
#include "common/cache/redis_fixture.h"
#include "common/cache/scripted_server.h"

namespace palier::cache {
namespace {

constexpr int kCalls = 200;
// If every call waited for Redis, they would take 15 seconds.
constexpr absl::Duration kSoon = absl::Seconds(3);

// Calls that all need a loader, with an invalidation among them.
void ExpectServes(Cache& cache) {
  const MonotonicTime start = MonotonicNow();
  for (int i = 0; i < kCalls; ++i) {
    const std::string key = absl::StrCat("new", i);
    const absl::StatusOr<Entry> entry = cache.Get("acme", key, Gives(1, key));
    ASSERT_TRUE(entry.ok()) << entry.status();
    ASSERT_EQ(entry->bytes, key);
    ASSERT_EQ(cache.Near("acme", key)->bytes, key);
    cache.Invalidate("acme", key, 2);
    ASSERT_FALSE(cache.Near("acme", key));
    cache.Put("acme", key, {"two", 2});
    ASSERT_EQ(cache.Near("acme", key)->bytes, "two");
  }
  EXPECT_LT(absl::FromChrono(MonotonicNow() - start), kSoon);
}

class RedisFailureTest : public RedisTest {
 protected:
  // The breaker has opened and stopped all calls but those that were under way.
  void ExpectLeftAlone(const Cache& cache) const {
    EXPECT_EQ(cache.counters().breaker_opens, 1);
    EXPECT_GE(cache.counters().redis_errors, options_.breaker_errors);
    EXPECT_LE(cache.counters().redis_errors, options_.breaker_errors + 3);
  }

  void SetUp() override {
    RedisTest::SetUp();
    // Long enough to be open until the end.
    options_.breaker_pause = absl::Minutes(1);
  }
};

TEST_F(RedisFailureTest, Stopped) {
  const auto cache = MakeCache();
  redis_->Stop();
  ExpectServes(*cache);
  ExpectLeftAlone(*cache);
}

TEST_F(RedisFailureTest, NeverStarted) {
  redis_->Stop();
  ExpectServes(*Make(options_));
}

TEST_F(RedisFailureTest, Paused) {
  const auto cache = MakeCache();
  redis_->Pause();
  ExpectServes(*cache);
  ExpectLeftAlone(*cache);
}

TEST_F(RedisFailureTest, PausedWhenItBegins) {
  redis_->Pause();
  ExpectServes(*Make(options_));
}

TEST_F(RedisFailureTest, OneCallWaitsForOneTimeoutAtMost) {
  options_.breaker_errors = 1000;
  const auto cache = MakeCache();
  redis_->Pause();
  std::vector<MonotonicDuration> waits;
  for (int i = 0; i < 21; ++i) {
    const MonotonicTime start = MonotonicNow();
    ASSERT_TRUE(cache->Get("acme", absl::StrCat("k", i), Gives(1)).ok());
    waits.push_back(MonotonicNow() - start);
  }
  // The median, because the machine may be busy.
  std::nth_element(waits.begin(), waits.begin() + 10, waits.end());
  EXPECT_LT(waits[10], ToMonotonic(2 * options_.timeout));
  EXPECT_GE(cache->counters().redis_errors, 20);
}

TEST_F(RedisFailureTest, Flushed) {
  const auto a = MakePatientCache(), b = MakePatientCache();
  ASSERT_TRUE(a->Get("acme", "k", Gives(1)).ok());
  ASSERT_NE(Ask({"FLUSHALL"}), nullptr);
  ExpectServes(*a);
  EXPECT_EQ(b->Get("acme", "k", Gives(1))->revision, 1);
  EXPECT_EQ(b->counters().loads, 1);
}

TEST_F(RedisFailureTest, Full) {
  const auto a = MakePatientCache(), b = MakePatientCache();
  a->Put("acme", "k", {"one", 1});
  ASSERT_EQ(Cached(*b, "acme", "k"), 1);
  ASSERT_EQ(Ask({"CONFIG", "SET", "maxmemory", "1"})->text, "OK");
  ASSERT_EQ(Ask({"SET", "x", "y"})->kind, Reply::Kind::kError);
  a->Invalidate("acme", "k", 2);
  EXPECT_TRUE(PollUntil([&] { return !b->Near("acme", "k"); })) << "it is still said";
  EXPECT_EQ(Cached(*MakePatientCache(), "acme", "k"), -1) << "and the old value is gone";
  ExpectServes(*a);
}

TEST_F(RedisFailureTest, ReadOnly) {
  const auto a = MakePatientCache(), b = MakePatientCache();
  a->Put("acme", "k", {"one", 1});
  ASSERT_EQ(Cached(*b, "acme", "k"), 1);
  ASSERT_EQ(Ask({"REPLICAOF", "127.0.0.1", "1"})->text, "OK");
  a->Invalidate("acme", "k", 2);
  EXPECT_TRUE(PollUntil([&] { return !b->Near("acme", "k"); })) << "it is still said";
  ExpectServes(*a);
}

TEST_F(RedisFailureTest, WhatItCannotDropIsNotBelieved) {
  // The tombstone is gone before the entry is asked for.
  options_.near_ttl = absl::Milliseconds(1);
  const auto cache = MakePatientCache();
  cache->Put("acme", "k", {"one", 1});
  ASSERT_EQ(Ask({"REPLICAOF", "127.0.0.1", "1"})->text, "OK");
  cache->Invalidate("acme", "k", 2);
  for (int i = 0; i < 300; ++i) ASSERT_EQ(Cached(*cache, "acme", "k"), -1);
}

TEST_F(RedisFailureTest, ComesBack) {
  options_.breaker_pause = absl::Milliseconds(20);
  const auto a = MakeCache(), b = MakeCache();
  ASSERT_TRUE(a->Get("acme", "k", Gives(1)).ok());
  redis_->Stop();
  ASSERT_TRUE(PollUntil([&] {
    EXPECT_TRUE(a->Get("acme", absl::StrCat("x", a->counters().loads), Gives(1)).ok());
    return a->counters().breaker_opens > 0;
  }));
  ASSERT_TRUE(redis_->Restart().ok());

  // Shares entries again.
  int64_t n = 0;
  EXPECT_TRUE(PollUntil([&] {
    const std::string key = absl::StrCat("shared", ++n);
    EXPECT_TRUE(a->Get("acme", key, Gives(n)).ok());
    return Cached(*b, "acme", key) == n;
  }));
  // Hears again, and has dropped what may have been invalidated meanwhile.
  for (const auto& cache : {&a, &b}) {
    EXPECT_TRUE(PollUntil([&] { return (*cache)->counters().subscriptions == 2; }));
  }
  EXPECT_FALSE(a->Near("acme", "k"));
  a->Put("acme", "again", {"one", 1});
  ASSERT_TRUE(PollUntil([&] { return Cached(*b, "acme", "again") == 1; }));
  a->Invalidate("acme", "again", 2);
  EXPECT_TRUE(PollUntil([&] { return !b->Near("acme", "again"); }));
}

TEST_F(RedisFailureTest, ARestartCostsOneErrorHoweverManyConnections) {
  options_.breaker_errors = 2;
  const auto cache = MakePatientCache();
  // Until the pool holds several.
  ASSERT_TRUE(PollUntil([&] {
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t) {
      threads.emplace_back([&, t] {
        for (int i = 0; i < 50; ++i) cache->Put("acme", absl::StrCat(t), {"bytes", 1});
      });
    }
    for (std::thread& thread : threads) thread.join();
    const std::string clients = Ask({"CLIENT", "LIST", "TYPE", "normal"})->text;
    return std::count(clients.begin(), clients.end(), '\n') > 4;
  }));
  ASSERT_TRUE(redis_->Restart().ok());
  for (int i = 0; i < 10; ++i) cache->Put("acme", "k", {"bytes", i});
  EXPECT_EQ(cache->counters().redis_errors, 1);
  EXPECT_EQ(cache->counters().breaker_opens, 0);
}

TEST_F(RedisFailureTest, WhatItMissedIsSaidWhenItIsBack) {
  options_.breaker_errors = 1;
  options_.breaker_pause = absl::Milliseconds(200);
  options_.near_ttl = absl::Milliseconds(100);
  const auto a = MakeCache(), b = MakePatientCache();
  MakePatientCache()->Put("acme", "k", {"one", 1});
  ASSERT_EQ(Cached(*b, "acme", "k"), 1);
  redis_->Pause();
  // Opens the breaker, so that the invalidation is not even in the socket.
  ASSERT_TRUE(PollUntil([&] {
    EXPECT_TRUE(a->Get("acme", absl::StrCat("x", a->counters().loads), Gives(1)).ok());
    return a->counters().breaker_opens > 0;
  }));
  a->Invalidate("acme", "k", 2);
  redis_->Resume();
  EXPECT_TRUE(PollUntil([&] {
    const auto reply = Ask({"GET", RedisKey("palier", {"acme", "k"})});
    const std::optional<Frame> frame = DecodeFrame(reply->text);
    return frame && frame->kind == FrameKind::kTombstone && frame->revision == 2;
  }));
  EXPECT_TRUE(PollUntil([&] { return b->Get("acme", "k", Gives(2))->revision == 2; }));
}

TEST_F(RedisFailureTest, WhenItMissedTooMuchItIsWiped) {
  options_.breaker_errors = 1;
  options_.breaker_pause = absl::Milliseconds(500);
  const auto cache = MakeCache(), other = MakePatientCache();
  for (int i = 0; i < 1'200; ++i) other->Put("acme", absl::StrCat("old", i), {"one", 1});
  ASSERT_NE(Ask({"SET", "someone:{else}:s", "value"}), nullptr);
  ASSERT_GT(Ask({"DBSIZE"})->integer, 1'000);
  redis_->Pause();
  for (int i = 0; i < 30'000; ++i) cache->Invalidate("acme", absl::StrCat("k", i), 2);
  redis_->Resume();
  EXPECT_TRUE(PollUntil([&] {
    return Ask({"GET", RedisKey("palier", {"acme", "old7"})})->kind == Reply::Kind::kNil;
  }));
  EXPECT_EQ(Ask({"GET", "someone:{else}:s"})->text, "value");
  // It is believed again.
  EXPECT_TRUE(PollUntil([&] {
    other->Put("acme", "fresh", {"one", 1});
    return Cached(*cache, "acme", "fresh") == 1;
  }));
}

TEST(SilentServerTest, IsLostAndSubscribedToAgain) {
  const std::string subscribed = "*3\r\n$9\r\nsubscribe\r\n$1\r\nc\r\n:1\r\n";
  // Answers SUBSCRIBE, then not PING.
  ScriptedServer server([&](int64_t n) { return n % 2 == 0 ? subscribed : std::string(); });
  Options options;
  options.redis = server.address();
  options.near_ttl = absl::Milliseconds(80);
  const std::unique_ptr<Cache> cache = Make(options);
  EXPECT_TRUE(PollUntil([&] { return cache->counters().subscriptions >= 3; }));
}

std::string RandomBytes(int64_t n) {
  std::mt19937_64 random(n);
  std::string bytes(random() % 300, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

struct Peer {
  const char* what;
  ScriptedServer::Answer answer;
};

class NoRedisTest : public ::testing::TestWithParam<Peer> {};

TEST_P(NoRedisTest, StillServes) {
  ScriptedServer server(GetParam().answer);
  Options options;
  options.redis = server.address();
  options.near_ttl = absl::Hours(1);
  options.breaker_pause = absl::Minutes(1);
  const std::unique_ptr<Cache> cache = Make(options);
  ExpectServes(*cache);
  EXPECT_GT(server.chunks(), 0);
  EXPECT_GT(cache->counters().redis_errors, 0);
  EXPECT_EQ(cache->counters().redis_hits, 0);
}

INSTANTIATE_TEST_SUITE_P(
    Peers, NoRedisTest,
    ::testing::Values(
        Peer{"Silent", [](int64_t) { return std::string(); }}, Peer{"RandomBytes", RandomBytes},
        Peer{"Http", [](int64_t) { return std::string("HTTP/1.1 400 Bad Request\r\n\r\n"); }},
        Peer{"HalfAReply", [](int64_t) { return std::string("$1000\r\nhalf"); }},
        Peer{"EndlessReply", [](int64_t) { return "$2000000000\r\n" + std::string(100'000, 'x'); }},
        Peer{"HugeArray", [](int64_t) { return std::string("*2000000000\r\n"); }},
        Peer{"Errors", [](int64_t) { return std::string("-LOADING wait\r\n"); }},
        Peer{"Integers", [](int64_t) { return std::string(":1\r\n"); }},
        Peer{
            "OtherKeys",
            [](int64_t) {
              const std::string frame = EncodeFrame(FrameKind::kEntry, {"other", "k"}, 1, "secret");
              return absl::StrCat("$", frame.size(), "\r\n", frame, "\r\n");
            }}),
    [](const auto& test) { return std::string(test.param.what); });

}  // namespace
}  // namespace palier::cache
