// SPDX-License-Identifier: Apache-2.0
#include "palierctl/input/day.h"

#include <gtest/gtest.h>

#include "palierctl/errors.h"

namespace palier::ctl {
namespace {

const absl::CivilDay kToday(2026, 7, 31);

TEST(ParseDayTest, ReadsAbsoluteAndRelativeDays) {
  const std::pair<const char*, absl::CivilDay> cases[] = {
      {"2026-01-31", absl::CivilDay(2026, 1, 31)},
      {"2024-02-29", absl::CivilDay(2024, 2, 29)},
      {"today", kToday},
      {"today-180d", absl::CivilDay(2026, 2, 1)},
      {"today+1d", absl::CivilDay(2026, 8, 1)},
      {"today-2w", absl::CivilDay(2026, 7, 17)},
      {"today-6m", absl::CivilDay(2026, 1, 31)},
      {"today-5m", absl::CivilDay(2026, 2, 28)},
      {"today+7m", absl::CivilDay(2027, 2, 28)},
  };
  for (const auto& [text, day] : cases) {
    const auto read = ParseDay(text, kToday);
    ASSERT_TRUE(read.ok()) << text << read.status();
    EXPECT_EQ(*read, day) << text;
  }
}

TEST(ParseDayTest, GuessesNothing) {
  for (const char* text :
       {"", "yesterday", "2026-02-30", "2026-2-3", "31/01/2026", "today-", "today-5", "today-5y",
        "today--5d", "today-999999999d", "today5d", "2026-01-31T00:00:00Z"}) {
    EXPECT_EQ(ExitCodeOf(ParseDay(text, kToday).status()), kUsage) << text;
  }
}

TEST(ParseDaySpanTest, NeedsTwoDaysInOrder) {
  const auto span = ParseDaySpan("2026-01-01..today", kToday);
  ASSERT_TRUE(span.ok());
  EXPECT_EQ(span->first, absl::CivilDay(2026, 1, 1));
  EXPECT_EQ(span->last, kToday);
  for (const char* text :
       {"2026-01-01", "2026-02-01..2026-01-01", "..", "2026-01-01..2026-01-02..2026-01-03"}) {
    EXPECT_EQ(ExitCodeOf(ParseDaySpan(text, kToday).status()), kUsage) << text;
  }
}

TEST(ParseDayCountTest, ReadsUnits) {
  const std::pair<const char*, int> cases[] = {
      {"365d", 365}, {"365", 365}, {"26w", 182}, {"12m", 360}, {"0d", 0}};
  for (const auto& [text, days] : cases) EXPECT_EQ(ParseDayCount(text).value_or(-1), days) << text;
  for (const char* text : {"", "d", "-1d", "-1", "1y", "9999999d"}) {
    EXPECT_EQ(ExitCodeOf(ParseDayCount(text).status()), kUsage) << text;
  }
}

}  // namespace
}  // namespace palier::ctl
