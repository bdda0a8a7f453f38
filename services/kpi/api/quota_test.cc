// SPDX-License-Identifier: Apache-2.0
#include "kpi/api/quota.h"

#include <gtest/gtest.h>

#include <random>

#include "absl/time/clock.h"
#include "common/status/error.h"

namespace palier::kpi {
namespace {

constexpr absl::Duration kNone = absl::ZeroDuration();

TEST(QuotaTest, TakesWhatWasSavedUpAndThenKeepsToTheLimit) {
  Quota quota(100, absl::Seconds(10));
  // A second's measurements each, without a pause: ten were saved up, and the one that uses the
  // last token may be of any size.
  for (int i = 0; i < 9; ++i) EXPECT_EQ(quota.Take("firm", 100, kNone), kNone) << i;
  EXPECT_EQ(quota.Take("firm", 5000, kNone), kNone);
  EXPECT_GT(quota.Take("firm", 1, absl::Seconds(48)), kNone);
  EXPECT_EQ(quota.Take("firm", 1, absl::Seconds(50)), kNone);
  // Another organisation has its own.
  EXPECT_EQ(quota.Take("other", 1, kNone), kNone);
}

TEST(QuotaTest, SaysHowLongToWait) {
  Quota quota(10, absl::Seconds(1));
  EXPECT_EQ(quota.Take("firm", 30, kNone), kNone);
  const absl::Duration wait = quota.Take("firm", 1, kNone);
  EXPECT_EQ(wait, absl::Seconds(2.1));
  EXPECT_EQ(quota.Take("firm", 1, wait), kNone);
}

TEST(QuotaTest, TheMeanKeepsToTheLimitWhateverComes) {
  std::mt19937 random(5);
  Quota quota(1000, absl::Seconds(2));
  absl::Duration now;
  int64_t taken = 0;
  int64_t largest = 0;
  while (now < absl::Minutes(10)) {
    const int64_t count = 1 + static_cast<int64_t>(random() % 3000);
    const absl::Duration wait = quota.Take("firm", count, now);
    if (wait == kNone) {
      taken += count;
      largest = std::max(largest, count);
    }
    now += absl::Milliseconds(random() % 500);
  }
  EXPECT_LE(taken, 600 * 1000 + 2000 + largest);
  EXPECT_GE(taken, 550 * 1000);
}

TEST(QuotaTest, NoneIsNoLimit) {
  Quota quota(0);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(quota.Take("firm", 1'000'000, kNone), kNone);
}

TEST(QuotaTest, TellsTheCallerAndHoldsUpAStream) {
  Quota quota(1000, absl::Milliseconds(100));
  EXPECT_TRUE(quota.TakeNow("firm", 150).ok());
  const absl::Status refused = quota.TakeNow("firm", 1);
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(status::ReasonOf(refused), error::v1::LIMIT_EXCEEDED);
  const auto going = [] { return false; };
  EXPECT_FALSE(quota.Await("firm", 1, absl::Now(), going).ok());
  EXPECT_TRUE(quota.Await("firm", 1, absl::Now() + absl::Seconds(30), going).ok());
  EXPECT_TRUE(absl::IsCancelled(
      quota.Await("firm", 1, absl::Now() + absl::Seconds(30), [] { return true; })));
}

}  // namespace
}  // namespace palier::kpi
