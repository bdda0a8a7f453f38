// SPDX-License-Identifier: Apache-2.0
#include "common/stats/permille.h"

#include <gtest/gtest.h>

namespace palier::stats {
namespace {

TEST(Permille, RoundsHalfUp) {
  const struct {
    int part, whole, want;
  } cases[] = {{0, 0, 0},   {0, 7, 0},    {7, 7, 1000}, {1, 3, 333},
               {2, 3, 667}, {1, 2000, 1}, {1, 2001, 0}, {1034, 1321, 783}};
  for (const auto& c : cases)
    EXPECT_EQ(Permille(c.part, c.whole), c.want) << c.part << "/" << c.whole;
}

}  // namespace
}  // namespace palier::stats
