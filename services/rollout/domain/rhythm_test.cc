// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/rhythm.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace palier::rollout {
namespace {

using absl::CivilDay;

absl::TimeZone Zone(const std::string& name) {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone(name, &zone)) << name;
  return zone;
}

std::string Utc(absl::Time time) {
  return absl::FormatTime(absl::RFC3339_sec, time, absl::UTCTimeZone());
}

// S1-33. The clocks of Paris go forward on 29 March 2026, between the second and the third
// check-in.
TEST(RhythmTest, FourCheckInsForEachTeamAcrossAClockChange) {
  const std::vector<CheckIn> all =
      WeeklyCheckIns({"b", "a", "b"}, CivilDay(2026, 3, 16), Zone("Europe/Paris"));
  const struct {
    int week;
    const char* team;
    CivilDay day;
    const char* due;
    const char* overdue;
  } expected[] = {
      {1, "a", CivilDay(2026, 3, 23), "2026-03-23T08:00:00+00:00", "2026-03-23T23:00:00+00:00"},
      {1, "b", CivilDay(2026, 3, 23), "2026-03-23T08:00:00+00:00", "2026-03-23T23:00:00+00:00"},
      {2, "a", CivilDay(2026, 3, 30), "2026-03-30T07:00:00+00:00", "2026-03-30T22:00:00+00:00"},
      {2, "b", CivilDay(2026, 3, 30), "2026-03-30T07:00:00+00:00", "2026-03-30T22:00:00+00:00"},
      {3, "a", CivilDay(2026, 4, 6), "2026-04-06T07:00:00+00:00", "2026-04-06T22:00:00+00:00"},
      {3, "b", CivilDay(2026, 4, 6), "2026-04-06T07:00:00+00:00", "2026-04-06T22:00:00+00:00"},
      {4, "a", CivilDay(2026, 4, 13), "2026-04-13T07:00:00+00:00", "2026-04-13T22:00:00+00:00"},
      {4, "b", CivilDay(2026, 4, 13), "2026-04-13T07:00:00+00:00", "2026-04-13T22:00:00+00:00"},
  };
  ASSERT_EQ(all.size(), std::size(expected));
  for (size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(all[i].week, expected[i].week);
    EXPECT_EQ(all[i].team, expected[i].team);
    EXPECT_EQ(all[i].when.day, expected[i].day);
    EXPECT_EQ(Utc(all[i].when.due), expected[i].due);
    EXPECT_EQ(Utc(all[i].when.overdue), expected[i].overdue);
  }
}

TEST(RhythmTest, OddClocks) {
  const struct {
    const char* name;
    const char* zone;
    CivilDay day;
    const char* due;
    const char* overdue;
  } cases[] = {
      {"no change", "UTC", CivilDay(2026, 1, 5), "2026-01-05T09:00:00+00:00",
       "2026-01-06T00:00:00+00:00"},
      {"day of the spring change", "Europe/Paris", CivilDay(2026, 3, 29),
       "2026-03-29T07:00:00+00:00", "2026-03-29T22:00:00+00:00"},
      {"day of the autumn change", "Europe/Paris", CivilDay(2026, 10, 25),
       "2026-10-25T08:00:00+00:00", "2026-10-25T23:00:00+00:00"},
      // Midnight of 4 November 2018 did not exist in Sao Paulo: the day begins at 01:00, UTC-2.
      {"next midnight is skipped", "America/Sao_Paulo", CivilDay(2018, 11, 3),
       "2018-11-03T12:00:00+00:00", "2018-11-04T03:00:00+00:00"},
      {"half-hour zone", "Asia/Kolkata", CivilDay(2026, 1, 5), "2026-01-05T03:30:00+00:00",
       "2026-01-05T18:30:00+00:00"},
      // Samoa had no 30 December 2011.
      {"the next day is skipped", "Pacific/Apia", CivilDay(2011, 12, 29),
       "2011-12-29T19:00:00+00:00", "2011-12-30T10:00:00+00:00"},
  };
  for (const auto& c : cases) {
    const DueDay when = DueOn(c.day, Zone(c.zone));
    EXPECT_EQ(Utc(when.due), c.due) << c.name;
    EXPECT_EQ(Utc(when.overdue), c.overdue) << c.name;
  }
}

TEST(RhythmTest, OverdueFromTheNextLocalDay) {
  const DueDay when = DueOn(CivilDay(2026, 3, 29), Zone("Europe/Paris"));
  EXPECT_FALSE(IsOverdue(when, false, when.due + absl::Hours(3)));
  EXPECT_FALSE(IsOverdue(when, false, when.overdue - absl::Nanoseconds(1)));
  EXPECT_TRUE(IsOverdue(when, false, when.overdue));
  EXPECT_FALSE(IsOverdue(when, true, when.overdue + absl::Hours(99)));
}

TEST(RhythmTest, MonthlyReviewsKeepTheDayOfTheMonth) {
  const struct {
    CivilDay start;
    CivilDay last;
    std::vector<CivilDay> days;
  } cases[] = {
      {CivilDay(2026, 1, 31),
       CivilDay(2026, 5, 31),
       {CivilDay(2026, 2, 28), CivilDay(2026, 3, 31), CivilDay(2026, 4, 30),
        CivilDay(2026, 5, 31)}},
      {CivilDay(2028, 1, 30), CivilDay(2028, 3, 29), {CivilDay(2028, 2, 29)}},
      {CivilDay(2026, 11, 15),
       CivilDay(2027, 1, 15),
       {CivilDay(2026, 12, 15), CivilDay(2027, 1, 15)}},
      {CivilDay(2026, 1, 15), CivilDay(2026, 2, 14), {}},
      {CivilDay(2026, 1, 15), CivilDay(2020, 1, 1), {}},
  };
  for (const auto& c : cases) {
    std::vector<CivilDay> days;
    for (const DueDay& review : MonthlyReviews(c.start, c.last, absl::UTCTimeZone())) {
      days.push_back(review.day);
      EXPECT_EQ(review.due, absl::FromCivil(review.day, absl::UTCTimeZone()) + absl::Hours(9));
    }
    EXPECT_EQ(days, c.days) << c.start;
  }
  EXPECT_EQ(MonthlyReviews(CivilDay(2026, 1, 1), CivilDay(2200, 1, 1), absl::UTCTimeZone()).size(),
            120u);
}

}  // namespace
}  // namespace palier::rollout
