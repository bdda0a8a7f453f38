// SPDX-License-Identifier: Apache-2.0
#include "common/cache/outbox.h"

#include <gtest/gtest.h>

namespace palier::cache {
namespace {

constexpr KeyView kA{"acme", "a"}, kB{"acme", "b"}, kC{"acme", "c"};

TEST(OutboxTest, KeepsTheNewestUntilItIsSaid) {
  Outbox outbox(2);
  outbox.Add(kA, 5);
  outbox.Add(kA, 7);
  outbox.Add(kA, 6);
  ASSERT_EQ(outbox.Some(10).size(), 1u);
  EXPECT_EQ(outbox.Some(10)[0].second, 7);
  EXPECT_FALSE(outbox.Trusts(kA, 6));
  EXPECT_TRUE(outbox.Trusts(kA, 7));
  EXPECT_TRUE(outbox.Trusts(kB, 1));
  outbox.Said(kA, 6);
  EXPECT_FALSE(outbox.Trusts(kA, 6)) << "7 was not said yet";
  outbox.Said(kA, 7);
  EXPECT_TRUE(outbox.Trusts(kA, 6));
  EXPECT_TRUE(outbox.Some(10).empty());
}

TEST(OutboxTest, AsksForAWipeWhenFull) {
  Outbox outbox(2);
  outbox.Add(kA, 1);
  outbox.Add(kB, 1);
  EXPECT_EQ(outbox.Some(1).size(), 1u);
  EXPECT_EQ(outbox.wipe_due(), 0);
  outbox.Add(kC, 1);
  const int64_t due = outbox.wipe_due();
  EXPECT_NE(due, 0);
  EXPECT_FALSE(outbox.Trusts(kC, 100)) << "nothing is believed";
  outbox.Wiped(due);
  EXPECT_EQ(outbox.wipe_due(), 0);
  EXPECT_TRUE(outbox.Trusts(kC, 0));
}

TEST(OutboxTest, AnOverflowDuringAWipeAsksForAnother) {
  Outbox outbox(0);
  outbox.Add(kA, 1);
  const int64_t due = outbox.wipe_due();
  outbox.Add(kB, 1);
  outbox.Wiped(due);
  EXPECT_NE(outbox.wipe_due(), 0);
}

}  // namespace
}  // namespace palier::cache
