// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/synergy_gain.h"

#include <gtest/gtest.h>

namespace palier::kpi {
namespace {

constexpr absl::CivilDay kStart(2026, 1, 1);

TEST(SynergyGain, TheDaysSinceItBeganAndAsManyBefore) {
  RecordProperty("requirement", "S1-67");
  EXPECT_FALSE(GainDaysOf(kStart, kStart));
  EXPECT_FALSE(GainDaysOf(kStart, kStart - 3));
  const auto first = GainDaysOf(kStart, kStart + 1);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->before_first, kStart - 1);
  EXPECT_EQ(first->next, kStart + 1) << "today is not over";
  const auto later = GainDaysOf(kStart, kStart + 1000);
  EXPECT_EQ(later->before_first, kStart - 365);
  EXPECT_EQ(later->next, kStart + 365);
}

// 100 a month before, 70 after: 12 x 30.
TEST(SynergyGain, IsTheChangeOfAPeriodTimesThoseOfAYear) {
  RecordProperty("requirement", "S1-67");
  std::map<absl::CivilDay, absl::int128> monthly;
  for (absl::CivilMonth month(2025, 10); month < absl::CivilMonth(2026, 4); ++month) {
    monthly[absl::CivilDay(month)] = month < absl::CivilMonth(2026, 1) ? 100 : 70;
  }
  const GainDays days = *GainDaysOf(kStart, absl::CivilDay(2026, 4, 1));
  EXPECT_EQ(YearlyGain(monthly, days, Cadence::kMonthly, Direction::kDecrease), 360);
  EXPECT_EQ(YearlyGain(monthly, days, Cadence::kMonthly, Direction::kIncrease), -360);
  const GainDays late = *GainDaysOf(kStart + 9, absl::CivilDay(2026, 4, 1));
  monthly[kStart] = 5000;
  EXPECT_EQ(YearlyGain(monthly, late, Cadence::kMonthly, Direction::kDecrease), 360)
      << "the month in which it began is on neither side";
  monthly[kStart] = 70;
  monthly.erase(absl::CivilDay(2025, 11, 1));
  monthly.erase(absl::CivilDay(2026, 2, 1));
  EXPECT_EQ(YearlyGain(monthly, days, Cadence::kMonthly, Direction::kDecrease), 40)
      << "a month without an amount is 0: 100/2 against 140/3";
}

TEST(SynergyGain, CountsFromTheFirstMeasureToTheLast) {
  std::map<absl::CivilDay, absl::int128> weekly;
  // Mondays; the first measure is three weeks before.
  for (int week = -3; week < 5; ++week) {
    weekly[absl::CivilDay(2026, 1, 5) + 7 * week] = week < 0 ? 10 : 17;
  }
  const GainDays days = *GainDaysOf(absl::CivilDay(2026, 1, 5), absl::CivilDay(2026, 6, 1));
  EXPECT_EQ(YearlyGain(weekly, days, Cadence::kWeekly, Direction::kIncrease), 365)
      << "7 more a week; what nobody measured is not 0";
  weekly.erase(weekly.begin(), weekly.find(absl::CivilDay(2026, 1, 5)));
  EXPECT_FALSE(YearlyGain(weekly, days, Cadence::kWeekly, Direction::kIncrease));
  EXPECT_FALSE(YearlyGain({}, days, Cadence::kQuarterly, Direction::kIncrease));
  EXPECT_EQ(YearlyGain({{absl::CivilDay(2025, 7, 1), 3}, {absl::CivilDay(2026, 1, 1), 5}},
                       *GainDaysOf(kStart, absl::CivilDay(2026, 12, 1)), Cadence::kQuarterly,
                       Direction::kIncrease),
            14)
      << "3 and 0 against 5";
}

}  // namespace
}  // namespace palier::kpi
