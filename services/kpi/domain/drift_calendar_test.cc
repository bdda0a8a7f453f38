// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/drift_calendar.h"

#include <gtest/gtest.h>

#include <vector>

namespace palier::kpi {
namespace {

constexpr absl::CivilDay kFirst(2026, 1, 5);

TEST(DriftCalendar, TheNextCheckIsDueACadenceAfterTheLast) {
  RecordProperty("requirement", "S2-18");
  struct Case {
    const char* why;
    Cadence cadence;
    int grace;
    std::vector<absl::CivilDay> measured;
    absl::CivilDay today;
    std::optional<absl::CivilDay> last;
    absl::CivilDay due;
    bool overdue;
  };
  const absl::CivilDay last(2026, 1, 31);
  const Case cases[] = {
      {"weekly, on its last day",
       Cadence::kWeekly,
       0,
       {kFirst, last},
       last + 7,
       last,
       last + 7,
       false},
      {"a day later", Cadence::kWeekly, 0, {kFirst, last}, last + 8, last, last + 7, true},
      {"with grace", Cadence::kWeekly, 3, {kFirst, last}, last + 8, last, last + 10, false},
      {"a shorter month ends with its last day",
       Cadence::kMonthly,
       0,
       {last},
       absl::CivilDay(2026, 2, 10),
       last,
       absl::CivilDay(2026, 2, 28),
       false},
      {"never measured: from the rule's first day",
       Cadence::kWeekly,
       0,
       {},
       kFirst + 8,
       std::nullopt,
       kFirst + 7,
       true},
      {"what came before the rule began was not checked",
       Cadence::kWeekly,
       0,
       {kFirst - 1},
       kFirst + 2,
       std::nullopt,
       kFirst + 7,
       false},
  };
  for (const Case& one : cases) {
    AlertRule rule;
    rule.kind = AlertKind::kDrift;
    rule.cadence = one.cadence;
    rule.grace_days = one.grace;
    rule.first_day = kFirst;
    std::vector<Measure> series;
    for (const absl::CivilDay day : one.measured) series.push_back({day, 1});
    const CheckDays days = CheckDaysOf(rule, series, one.today);
    EXPECT_EQ(days.last, one.last) << one.why;
    EXPECT_EQ(days.due, one.due) << one.why;
    EXPECT_EQ(days.overdue, one.overdue) << one.why;
    EXPECT_GT(FirstLateDay(rule, days.last.value_or(kFirst)), days.due) << one.why;
  }
}

}  // namespace
}  // namespace palier::kpi
