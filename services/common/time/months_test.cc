// SPDX-License-Identifier: Apache-2.0
#include "common/time/months.h"

#include <gtest/gtest.h>

namespace palier::time {
namespace {

TEST(MonthsTest, ADayThatTheMonthLacksIsItsLast) {
  EXPECT_EQ(MonthsAfter(absl::CivilDay(2026, 1, 31), 1), absl::CivilDay(2026, 2, 28));
  EXPECT_EQ(MonthsAfter(absl::CivilDay(2027, 8, 31), 6), absl::CivilDay(2028, 2, 29));
  EXPECT_EQ(MonthsAfter(absl::CivilDay(2026, 3, 15), 12), absl::CivilDay(2027, 3, 15));
  EXPECT_EQ(MonthsAfter(absl::CivilDay(2026, 3, 15), 0), absl::CivilDay(2026, 3, 15));
  EXPECT_EQ(MonthsAfter(absl::CivilDay(2026, 3, 31), -1), absl::CivilDay(2026, 2, 28));
  EXPECT_EQ(MonthsAfter(absl::CivilDay(2026, 1, 31), -3), absl::CivilDay(2025, 10, 31));
}

}  // namespace
}  // namespace palier::time
