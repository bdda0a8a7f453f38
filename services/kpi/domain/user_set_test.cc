// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/user_set.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <set>

namespace palier::kpi {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;

TEST(UserSetTest, IsTheSetOfItsUsers) {
  std::mt19937 random(3);
  for (const uint32_t range : {10u, 600u, 100000u, UINT32_MAX}) {
    UserSet one, other;
    std::set<uint32_t> expected;
    for (int i = 0; i < 2000; ++i) {
      const uint32_t user = static_cast<uint32_t>(random()) % range;
      (i % 2 == 0 ? one : other).Add(user);
      expected.insert(user);
    }
    one.Merge(other);
    EXPECT_EQ(one.size(), static_cast<int64_t>(expected.size())) << range;
    EXPECT_THAT(one.users(), ElementsAreArray(expected)) << range;
  }
}

TEST(UserSetTest, EmptyIsNeutral) {
  UserSet set;
  EXPECT_TRUE(set.empty());
  set.Merge(UserSet());
  EXPECT_EQ(set.size(), 0);
  set.Add(7);
  set.Merge(UserSet());
  EXPECT_THAT(set.users(), ElementsAre(7));
}

TEST(UserNumbersTest, TheSameUserHasOneNumber) {
  UserNumbers numbers;
  EXPECT_EQ(numbers.Of("ada"), 0);
  EXPECT_EQ(numbers.Of("grace"), 1);
  EXPECT_EQ(numbers.Of("ada"), 0);
  EXPECT_EQ(numbers[1], "grace");
}

}  // namespace
}  // namespace palier::kpi
