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

std::vector<std::string> Ids(const std::vector<ReviewDay>& days) {
  std::vector<std::string> ids;
  for (const ReviewDay& one : days) ids.push_back(one.id);
  return ids;
}

std::vector<CivilDay> Monthly(const std::vector<ReviewDay>& days) {
  std::vector<CivilDay> monthly;
  for (const ReviewDay& one : days) {
    if (one.kind == ReviewKind::kMonthlyReview) monthly.push_back(one.day);
  }
  return monthly;
}

// S1-34.
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
    EXPECT_EQ(Monthly(ReviewDays({c.start, c.last, false, c.start})), c.days) << c.start;
  }
  EXPECT_EQ(
      Monthly(ReviewDays({CivilDay(2026, 1, 1), CivilDay(2200, 1, 1), true, CivilDay(2026, 1, 1)}))
          .size(),
      120u);
}

TEST(RhythmTest, EachMonthHasOneReviewAndEachQuarterItsMeasures) {
  EXPECT_EQ(Ids(ReviewDays({CivilDay(2026, 3, 31), CivilDay(2026, 9, 30), false, {}})),
            (std::vector<std::string>{"monthly-2026-04", "monthly-2026-05", "monthly-2026-06",
                                      "survey-2026-06", "roi-2026-06", "monthly-2026-07",
                                      "monthly-2026-08", "monthly-2026-09", "survey-2026-09",
                                      "roi-2026-09"}));
}

// Nine o'clock in the morning where people are, whatever the clocks do, on the last day of each
// month.
TEST(RhythmTest, ReviewsAcrossClockChanges) {
  const struct {
    const char* zone;
    CivilDay first;
    std::vector<std::string> due;
  } cases[] = {
      {"Europe/Paris",
       CivilDay(2026, 1, 31),
       {"2026-02-28T08:00:00+00:00", "2026-03-31T07:00:00+00:00", "2026-04-30T07:00:00+00:00"}},
      // Clocks went forward on 4 November 2018, back on 17 February 2019, and never since.
      {"America/Sao_Paulo",
       CivilDay(2018, 10, 31),
       {"2018-11-30T11:00:00+00:00", "2018-12-31T11:00:00+00:00", "2019-01-31T11:00:00+00:00",
        "2019-02-28T12:00:00+00:00"}},
      {"Asia/Kolkata",
       CivilDay(2027, 11, 30),
       {"2027-12-30T03:30:00+00:00", "2028-01-30T03:30:00+00:00", "2028-02-29T03:30:00+00:00"}},
  };
  for (const auto& c : cases) {
    std::vector<std::string> due;
    const CivilDay last = c.first + 31 * static_cast<int>(c.due.size()) - 1;
    for (const CivilDay day : Monthly(ReviewDays({c.first, last, false, c.first}))) {
      due.push_back(Utc(DueOn(day, Zone(c.zone)).due));
    }
    EXPECT_EQ(due, c.due) << c.zone;
  }
}

TEST(RhythmTest, WhileARollOutGoesOnOneOfEachKindLiesAhead) {
  const CivilDay first(2026, 3, 9), last(2026, 4, 20);
  const struct {
    const char* name;
    bool going_on;
    CivilDay today;
    std::vector<std::string> ids;
  } cases[] = {
      {"at the start", true, first, {"monthly-2026-04", "survey-2026-06", "roi-2026-06"}},
      {"the day of a review does not lie ahead",
       true,
       CivilDay(2026, 4, 9),
       {"monthly-2026-04", "monthly-2026-05", "survey-2026-06", "roi-2026-06"}},
      {"nobody looked for five months: none is skipped",
       true,
       CivilDay(2026, 8, 20),
       {"monthly-2026-04", "monthly-2026-05", "monthly-2026-06", "survey-2026-06", "roi-2026-06",
        "monthly-2026-07", "monthly-2026-08", "monthly-2026-09", "survey-2026-09", "roi-2026-09"}},
      {"it is over", false, CivilDay(2026, 8, 20), {"monthly-2026-04"}},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(Ids(ReviewDays({first, last, c.going_on, c.today})), c.ids) << c.name;
  }
}

}  // namespace
}  // namespace palier::rollout
