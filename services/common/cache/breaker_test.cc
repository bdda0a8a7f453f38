// SPDX-License-Identifier: Apache-2.0
#include "common/cache/breaker.h"

#include <gtest/gtest.h>

namespace palier::cache {
namespace {

using std::chrono::seconds;

TEST(BreakerTest, OpensAfterErrorsInARowOnly) {
  Breaker breaker(3, seconds(1));
  const MonotonicTime now{};
  EXPECT_FALSE(breaker.Failed(now));
  EXPECT_FALSE(breaker.Failed(now));
  breaker.Succeeded();
  EXPECT_FALSE(breaker.Failed(now));
  EXPECT_FALSE(breaker.Failed(now));
  EXPECT_TRUE(breaker.Allow(now));
  EXPECT_TRUE(breaker.Failed(now));
  EXPECT_FALSE(breaker.Allow(now));
}

TEST(BreakerTest, LetsOneCallerTryAfterThePause) {
  Breaker breaker(1, seconds(1));
  const MonotonicTime start{};
  EXPECT_TRUE(breaker.Failed(start));
  EXPECT_FALSE(breaker.Allow(start + seconds(1) - MonotonicDuration(1)));
  EXPECT_TRUE(breaker.Allow(start + seconds(1)));
  EXPECT_FALSE(breaker.Allow(start + seconds(1)));
}

TEST(BreakerTest, ATryDecides) {
  Breaker breaker(1, seconds(1));
  const MonotonicTime start{};
  breaker.Failed(start);
  ASSERT_TRUE(breaker.Allow(start + seconds(1)));
  EXPECT_FALSE(breaker.Failed(start + seconds(1))) << "it was open already";
  EXPECT_FALSE(breaker.Allow(start + seconds(1)));
  ASSERT_TRUE(breaker.Allow(start + seconds(2)));
  breaker.Succeeded();
  EXPECT_TRUE(breaker.Allow(start + seconds(2)));
  EXPECT_TRUE(breaker.Allow(start + seconds(2)));
  EXPECT_TRUE(breaker.Failed(start + seconds(2)));
}

}  // namespace
}  // namespace palier::cache
