// SPDX-License-Identifier: Apache-2.0
#include "kpi/segment/key_filter.h"

#include <gtest/gtest.h>

namespace palier::kpi {
namespace {

TEST(KeyFilterTest, LetsAllOfItsKeysPassAndFewOthers) {
  for (const uint64_t count : {1, 10, 1000, 100000}) {
    std::string filter = EmptyFilter(count);
    for (uint64_t key = 0; key < count; ++key) AddToFilter(filter, key * 7);
    for (uint64_t key = 0; key < count; ++key) ASSERT_TRUE(MayContain(filter, key * 7)) << key;
    int passed = 0;
    for (uint64_t key = 0; key < 100000; ++key) {
      if (MayContain(filter, (uint64_t{1} << 39) + key)) ++passed;
    }
    EXPECT_LT(passed, 100) << count;
  }
}

TEST(KeyFilterTest, OneThatCannotBeReadLetsAllPass) {
  EXPECT_TRUE(MayContain("", 1));
  EXPECT_TRUE(MayContain("cut", 1));
}

}  // namespace
}  // namespace palier::kpi
