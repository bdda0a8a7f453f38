// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/seasonal.h"

#include <functional>
#include <string>

#include "absl/time/civil_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace palier::kpi {
namespace {

constexpr int64_t kHour = 3600;
constexpr int64_t kDay = 24 * kHour;

// `count` values `step` seconds apart from Monday 2024-01-01.
std::vector<Observation> Series(int count, int64_t step,
                                const std::function<double(int64_t)>& value) {
  const int64_t begin = absl::CivilSecond(2024, 1, 1) - absl::CivilSecond(1970, 1, 1);
  std::vector<Observation> series;
  for (int64_t i = 0; i < count; ++i) series.push_back({begin + i * step, value(i * step)});
  return series;
}

double OfficeHours(int64_t since) {
  const int64_t hour = since / kHour % 24;
  return hour >= 9 && hour < 18 ? 80 : 20;
}

double Workdays(int64_t since) {
  return since / kDay % 7 < 5 ? 100 : 10;
}

// No period that a profile knows.
double Scatter(int64_t since) {
  uint64_t x = static_cast<uint64_t>(since / kHour) * 0x9E3779B97F4A7C15u;
  x ^= x >> 31;
  return static_cast<double>(x * 0xBF58476D1CE4E5B9u >> 54);
}

double NoisyOfficeHours(int64_t since) {
  return OfficeHours(since) + Scatter(since) / 50;
}

double OfficeHoursOfWorkdays(int64_t since) {
  return since / kDay % 7 < 5 ? NoisyOfficeHours(since) : 20;
}

double Flat(int64_t) {
  return 7;
}

struct Case {
  std::string name;
  int count;
  int64_t step;
  double (*value)(int64_t);
  Season season;
};

TEST(SeasonalProfileTest, ChoosesASeasonThatTheHistoryShowsTwice) {
  const Case cases[] = {
      {"two days of hours", 49, kHour, OfficeHours, Season::kDay},
      {"less than two days", 48, kHour, OfficeHours, Season::kNone},
      {"days over two weeks", 15, kDay, Workdays, Season::kWeek},
      {"less than two weeks", 14, kDay, Workdays, Season::kNone},
      {"days have no time of day", 10, kDay, OfficeHours, Season::kNone},
      {"scatter", 24 * 21, kHour, Scatter, Season::kNone},
      {"a day in the week too", 24 * 21 + 1, kHour, NoisyOfficeHours, Season::kDay},
      {"a week of days", 24 * 21 + 1, kHour, OfficeHoursOfWorkdays, Season::kWeek},
      {"a flat line", 24 * 21, kHour, Flat, Season::kNone},
      {"nothing", 0, kHour, Flat, Season::kNone},
      {"one value", 1, kHour, Flat, Season::kNone},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(SeasonalProfile::Choose(Series(c.count, c.step, c.value)).season(), c.season)
        << c.name;
  }
}

std::vector<Observation> MonthlyWithQuietAugust(int months) {
  std::vector<Observation> series;
  for (int i = 0; i < months; ++i) {
    const absl::CivilMonth month = absl::CivilMonth(2022, 1) + i;
    series.push_back({absl::CivilSecond(month) - absl::CivilSecond(1970, 1, 1),
                      month.month() == 8 ? 10. : 50. + month.month()});
  }
  return series;
}

TEST(SeasonalProfileTest, MonthsOfTwoYearsHaveAYear) {
  EXPECT_EQ(SeasonalProfile::Choose(MonthlyWithQuietAugust(24)).season(), Season::kNone);
  const SeasonalProfile profile = SeasonalProfile::Choose(MonthlyWithQuietAugust(25));
  ASSERT_EQ(profile.season(), Season::kYear);
  const int64_t august = absl::CivilSecond(2031, 8, 19) - absl::CivilSecond(1970, 1, 1);
  EXPECT_EQ(profile.Expected(august), 10);
  EXPECT_EQ(profile.Expected(august + 20 * kDay), 59);
}

// Every fifth month: twelve months once each, and the first again with the same value.
TEST(SeasonalProfileTest, OneMonthSeenTwiceIsNoSeason) {
  std::vector<Observation> series;
  for (int i = 0; i <= 12; ++i) {
    const absl::CivilMonth month = absl::CivilMonth(2020, 1) + 5 * i;
    series.push_back({absl::CivilSecond(month) - absl::CivilSecond(1970, 1, 1), i % 12 * 10.});
  }
  EXPECT_EQ(SeasonalProfile::Choose(series).season(), Season::kNone);
}

TEST(SeasonalProfileTest, ExpectsTheValueOfTheSlotAndLearnsATenth) {
  SeasonalProfile profile = SeasonalProfile::Choose(Series(24 * 4 + 1, kHour, OfficeHours));
  const int64_t monday = absl::CivilSecond(2024, 1, 8) - absl::CivilSecond(1970, 1, 1);
  EXPECT_EQ(profile.Expected(monday + 8 * kHour + 3599), 20);
  EXPECT_EQ(profile.Expected(monday + 9 * kHour), 80);
  profile.Learn(monday + 9 * kHour, 10);
  EXPECT_EQ(profile.Expected(monday + 9 * kHour), 81);
  EXPECT_EQ(profile.Expected(monday + 10 * kHour), 80);
}

TEST(SeasonalProfileTest, TimesBefore1970HaveTheirSlotToo) {
  const SeasonalProfile profile = SeasonalProfile::Choose(Series(24 * 4 + 1, kHour, OfficeHours));
  EXPECT_EQ(profile.Expected(-1), 20);
  EXPECT_EQ(profile.Expected(-12 * kHour), 80);
}

TEST(SeasonalProfileTest, ResidualsAreAsWideAsThoseOfNewValues) {
  auto series = Series(48 + 1, kHour, OfficeHours);
  series[3].value += 4;  // its slot learns 22 from 24 and 20
  const SeasonalProfile profile = SeasonalProfile::Choose(series);
  ASSERT_EQ(profile.season(), Season::kDay);
  const std::vector<double> residuals = profile.LearnedResiduals(series);
  EXPECT_DOUBLE_EQ(residuals[3], 2 * 49. / 25);  // 49 values in 24 slots
  EXPECT_DOUBLE_EQ(residuals[27], -2 * 49. / 25);
  EXPECT_EQ(residuals[4], 0);
  EXPECT_EQ(SeasonalProfile().LearnedResiduals(series)[3], 24);
}

}  // namespace
}  // namespace palier::kpi
