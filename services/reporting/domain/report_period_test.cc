// SPDX-License-Identifier: Apache-2.0
#include "reporting/domain/report_period.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace palier::reporting {
namespace {

using absl::CivilDay;
using absl::CivilMinute;

absl::TimeZone Paris() {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone("Europe/Paris", &zone));
  return zone;
}

TEST(ReportPeriod, IsTheLastThatEnded) {
  const struct {
    Cadence cadence;
    CivilDay day;
    const char* label;
    CivilDay first, last;
  } cases[] = {{Cadence::kWeekly, CivilDay(2026, 11, 23), "2026-W47", CivilDay(2026, 11, 16),
                CivilDay(2026, 11, 22)},
               {Cadence::kWeekly, CivilDay(2026, 11, 22), "2026-W46", CivilDay(2026, 11, 9),
                CivilDay(2026, 11, 15)},
               {Cadence::kWeekly, CivilDay(2026, 1, 5), "2026-W01", CivilDay(2025, 12, 29),
                CivilDay(2026, 1, 4)},
               {Cadence::kWeekly, CivilDay(2027, 1, 4), "2026-W53", CivilDay(2026, 12, 28),
                CivilDay(2027, 1, 3)},
               {Cadence::kMonthly, CivilDay(2026, 3, 1), "2026-02", CivilDay(2026, 2, 1),
                CivilDay(2026, 2, 28)},
               {Cadence::kMonthly, CivilDay(2026, 3, 31), "2026-02", CivilDay(2026, 2, 1),
                CivilDay(2026, 2, 28)},
               {Cadence::kMonthly, CivilDay(2026, 1, 1), "2025-12", CivilDay(2025, 12, 1),
                CivilDay(2025, 12, 31)},
               {Cadence::kQuarterly, CivilDay(2026, 4, 1), "2026-Q1", CivilDay(2026, 1, 1),
                CivilDay(2026, 3, 31)},
               {Cadence::kQuarterly, CivilDay(2026, 3, 31), "2025-Q4", CivilDay(2025, 10, 1),
                CivilDay(2025, 12, 31)},
               {Cadence::kQuarterly, CivilDay(2026, 12, 31), "2026-Q3", CivilDay(2026, 7, 1),
                CivilDay(2026, 9, 30)}};
  for (const auto& c : cases) {
    const ReportPeriod period = PeriodBefore(c.cadence, c.day);
    EXPECT_EQ(period.label, c.label);
    EXPECT_EQ(period.first, c.first) << c.label;
    EXPECT_EQ(period.last, c.last) << c.label;
  }
}

TEST(ReportPeriod, IsDueWhenItHasEndedAtItsHour) {
  const absl::TimeZone paris = Paris();
  const auto at = [&](CivilMinute minute) { return absl::FromCivil(minute, paris); };
  const struct {
    Cadence cadence;
    CivilMinute after;
    int hour;
    CivilMinute due;
  } cases[] = {
      // A Monday before its hour, at it, and a Sunday.
      {Cadence::kWeekly, CivilMinute(2026, 11, 23, 7, 59), 8, CivilMinute(2026, 11, 23, 8, 0)},
      {Cadence::kWeekly, CivilMinute(2026, 11, 23, 8, 0), 8, CivilMinute(2026, 11, 30, 8, 0)},
      {Cadence::kWeekly, CivilMinute(2026, 11, 22, 23, 0), 8, CivilMinute(2026, 11, 23, 8, 0)},
      {Cadence::kMonthly, CivilMinute(2026, 1, 31, 12, 0), 0, CivilMinute(2026, 2, 1, 0, 0)},
      {Cadence::kMonthly, CivilMinute(2026, 2, 1, 0, 0), 0, CivilMinute(2026, 3, 1, 0, 0)},
      {Cadence::kMonthly, CivilMinute(2026, 12, 1, 9, 0), 9, CivilMinute(2027, 1, 1, 9, 0)},
      {Cadence::kQuarterly, CivilMinute(2026, 1, 1, 9, 0), 9, CivilMinute(2026, 4, 1, 9, 0)},
      {Cadence::kQuarterly, CivilMinute(2026, 10, 15, 9, 0), 23, CivilMinute(2027, 1, 1, 23, 0)}};
  for (const auto& c : cases)
    EXPECT_EQ(NextDue(c.cadence, at(c.after), c.hour, paris), at(c.due)) << c.after;
}

TEST(ReportPeriod, HoldsItsDays) {
  for (const Cadence cadence : {Cadence::kWeekly, Cadence::kMonthly, Cadence::kQuarterly}) {
    for (CivilDay day(2023, 12, 1); day < CivilDay(2025, 2, 1); ++day) {
      const ReportPeriod period = PeriodOf(cadence, day);
      EXPECT_LE(period.first, day);
      EXPECT_GE(period.last, day);
      EXPECT_EQ(PeriodOf(cadence, period.last).label, period.label);
      EXPECT_NE(PeriodOf(cadence, period.last + 1).label, period.label);
    }
  }
}

// Nothing is due twice and nothing is left out, whatever the clocks do.
TEST(ReportPeriod, EveryPeriodIsDueOnce) {
  const absl::TimeZone paris = Paris();
  for (const Cadence cadence : {Cadence::kWeekly, Cadence::kMonthly, Cadence::kQuarterly}) {
    absl::Time now = absl::FromCivil(CivilDay(2020, 1, 1), paris);
    ReportPeriod before;
    for (int i = 0; i < 300; ++i) {
      now = NextDue(cadence, now, 2, paris);
      const ReportPeriod period = PeriodBefore(cadence, absl::ToCivilDay(now, paris));
      if (i > 0) {
        EXPECT_EQ(period.first, before.last + 1) << period.label;
      }
      EXPECT_LT(period.last, absl::ToCivilDay(now, paris));
      before = period;
    }
  }
}

}  // namespace
}  // namespace palier::reporting
