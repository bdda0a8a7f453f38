// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/rollup.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace palier::kpi {
namespace {

DayCell Merge(DayCell a, const DayCell& b) {
  a.Fold(b);
  return a;
}

absl::TimeZone Zone(const char* name) {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone(name, &zone)) << name;
  return zone;
}

DayCell Fold(const std::vector<LastValue>& values) {
  DayCell cell;
  for (const LastValue& value : values) cell.Add(value);
  return cell;
}

TEST(DayCellTest, EveryOrderGivesTheSameCell) {
  // Equal order keys and times, so that the id has to decide.
  std::vector<LastValue> values = {
      {1, 10, "a", 5}, {1, 10, "b", -7}, {0, 99, "c", 12}, {1, 9, "d", 3}, {1, 10, "b", -9}};
  std::sort(values.begin(), values.end(),
            [](const auto& x, const auto& y) { return IsNewer(y, x); });
  const DayCell expected = Fold(values);
  EXPECT_EQ(expected.count, 5);
  EXPECT_EQ(expected.sum, FixedSum(4));
  EXPECT_EQ(expected.min, -9);
  EXPECT_EQ(expected.max, 12);
  EXPECT_EQ(expected.last, (LastValue{1, 10, "b", -7}));
  int orders = 0;
  do {
    ASSERT_EQ(Fold(values), expected);
    ++orders;
  } while (std::next_permutation(values.begin(), values.end(),
                                 [](const auto& x, const auto& y) { return IsNewer(y, x); }));
  EXPECT_EQ(orders, 120);
}

TEST(DayCellTest, EveryBatchingGivesTheSameCell) {
  std::mt19937_64 random(1);
  std::vector<LastValue> values;
  for (int i = 0; i < 200; ++i) {
    values.push_back({static_cast<int64_t>(random() % 3), static_cast<int64_t>(random() % 5),
                      absl::StrCat(random() % 50), static_cast<Fixed>(random()) / 2});
  }
  const DayCell expected = Fold(values);
  for (int round = 0; round < 100; ++round) {
    std::shuffle(values.begin(), values.end(), random);
    std::vector<DayCell> parts(1 + random() % 20);
    for (const LastValue& value : values) parts[random() % parts.size()].Add(value);
    while (parts.size() > 1) {  // a random tree of merges
      const size_t i = random() % (parts.size() - 1);
      parts[i] = random() % 2 ? Merge(parts[i], parts[i + 1]) : Merge(parts[i + 1], parts[i]);
      parts.erase(parts.begin() + static_cast<long>(i) + 1);
    }
    ASSERT_EQ(parts[0], expected);
  }
}

TEST(DayCellTest, EmptyIsNeutral) {
  DayCell cell;
  cell.Add({1, 2, "x", -4});
  EXPECT_EQ(Merge(cell, DayCell()), cell);
  EXPECT_EQ(Merge(DayCell(), cell), cell);
  EXPECT_EQ(cell.max, -4);
  EXPECT_EQ(MeanOf(DayCell()), 0);
}

TEST(DayCellTest, MeanRoundsHalfAwayFromZero) {
  EXPECT_EQ(MeanOf(Fold({{0, 0, "a", 1}, {0, 0, "b", 2}})), 2);
  EXPECT_EQ(MeanOf(Fold({{0, 0, "a", -1}, {0, 0, "b", -2}})), -2);
}

struct LabelCase {
  absl::CivilDay day;
  const char *week, *month, *quarter;
  absl::CivilDay monday;
};

TEST(PeriodTest, LabelsFollowIso) {
  const LabelCase cases[] = {
      {absl::CivilDay(2018, 12, 31), "2019-W01", "2018-12", "2018-Q4",
       absl::CivilDay(2018, 12, 31)},
      {absl::CivilDay(2017, 1, 1), "2016-W52", "2017-01", "2017-Q1", absl::CivilDay(2016, 12, 26)},
      {absl::CivilDay(2021, 1, 3), "2020-W53", "2021-01", "2021-Q1", absl::CivilDay(2020, 12, 28)},
      {absl::CivilDay(2018, 8, 5), "2018-W31", "2018-08", "2018-Q3", absl::CivilDay(2018, 7, 30)},
      {absl::CivilDay(2018, 7, 30), "2018-W31", "2018-07", "2018-Q3", absl::CivilDay(2018, 7, 30)},
      {absl::CivilDay(2024, 2, 29), "2024-W09", "2024-02", "2024-Q1", absl::CivilDay(2024, 2, 26)},
  };
  for (const LabelCase& c : cases) {
    EXPECT_EQ(PeriodLabel(PeriodUnit::kWeek, c.day), c.week);
    EXPECT_EQ(PeriodLabel(PeriodUnit::kMonth, c.day), c.month);
    EXPECT_EQ(PeriodLabel(PeriodUnit::kQuarter, c.day), c.quarter);
    EXPECT_EQ(FirstDayOf(PeriodUnit::kWeek, c.day), c.monday);
  }
  EXPECT_EQ(PeriodLabel(PeriodUnit::kDay, absl::CivilDay(2018, 8, 5)), "2018-08-05");
}

TEST(PeriodTest, DaysFollowDaylightSaving) {
  const absl::TimeZone paris = Zone("Europe/Paris");
  const Period spring = PeriodOfDay(PeriodUnit::kDay, absl::CivilDay(2018, 3, 25), paris);
  EXPECT_EQ(spring.end - spring.begin, absl::Hours(23));
  const Period autumn = PeriodOfDay(PeriodUnit::kDay, absl::CivilDay(2018, 10, 28), paris);
  EXPECT_EQ(autumn.end - autumn.begin, absl::Hours(25));
  const Period march = PeriodOfDay(PeriodUnit::kMonth, absl::CivilDay(2018, 3, 9), paris);
  EXPECT_EQ(march.end - march.begin, 31 * absl::Hours(24) - absl::Hours(1));
}

TEST(PeriodTest, HalfOpenAndWithoutGaps) {
  for (const char* name : {"UTC", "Europe/Paris", "America/Sao_Paulo", "America/Havana",
                           "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia"}) {
    const absl::TimeZone zone = Zone(name);
    for (PeriodUnit unit :
         {PeriodUnit::kDay, PeriodUnit::kWeek, PeriodUnit::kMonth, PeriodUnit::kQuarter}) {
      Period period = PeriodOfDay(unit, absl::CivilDay(2011, 1, 1), zone);
      for (int i = 0; i < 800; ++i) {
        const Period next = PeriodOfDay(unit, period.next_day, zone);
        ASSERT_EQ(period.end, next.begin) << name << period.label;
        // Samoa crossed the date line and never had 30 December 2011: that period is empty.
        if (period.begin == period.end) {
          ASSERT_EQ(period.label, "2011-12-30");
        } else {
          ASSERT_EQ(PeriodOf(unit, period.begin, zone).label, period.label) << name;
          ASSERT_EQ(PeriodOf(unit, period.end - absl::Microseconds(1), zone).label, period.label);
        }
        period = next;
      }
    }
  }
}

TEST(PeriodTest, TheZoneDecidesTheDay) {
  const absl::Time time =
      absl::FromCivil(absl::CivilSecond(2018, 7, 31, 22, 30, 0), absl::UTCTimeZone());
  EXPECT_EQ(PeriodOf(PeriodUnit::kMonth, time, absl::UTCTimeZone()).label, "2018-07");
  EXPECT_EQ(PeriodOf(PeriodUnit::kMonth, time, Zone("Europe/Paris")).label, "2018-08");
}

TEST(MergeDaysTest, WeeksHoldTheirDays) {
  std::map<absl::CivilDay, DayCell> days;
  for (int i = 0; i < 21; ++i) {
    days[absl::CivilDay(2018, 7, 30) + i].Add({i, 0, "m", i});
  }
  const auto weeks = MergeDays(days, PeriodUnit::kWeek);
  ASSERT_EQ(weeks.size(), 3u);
  const DayCell& second = weeks.at(absl::CivilDay(2018, 8, 6));
  EXPECT_EQ(second.count, 7);
  EXPECT_EQ(second.sum, FixedSum(70));
  EXPECT_EQ(second.last.value, 13);
  EXPECT_EQ(MergeDays(days, PeriodUnit::kQuarter).size(), 1u);
  EXPECT_EQ(MergeDays(days, PeriodUnit::kMonth).size(), 2u);
}

}  // namespace
}  // namespace palier::kpi
