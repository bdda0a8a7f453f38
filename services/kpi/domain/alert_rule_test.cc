// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/alert_rule.h"

#include <functional>
#include <string>
#include <vector>

#include "common/status/error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace palier::kpi {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Day = absl::CivilDay;

std::vector<std::string> Violations(const AlertRule& rule) {
  std::vector<std::string> paths;
  const error::v1::ErrorDetail detail = status::DetailOf(Validate(rule));
  for (const auto& violation : detail.field_violations()) paths.push_back(violation.subject());
  return paths;
}

TEST(AlertRuleTest, SaysWhatIsWrong) {
  AlertRule rule;
  rule.kind = AlertKind::kThreshold;
  EXPECT_THAT(Violations(rule), ElementsAre("side"));
  rule.side = AlertSide::kBelow;
  rule.history = 0;  // not read
  EXPECT_THAT(Violations(rule), IsEmpty());
  rule.band = -1;
  rule.grace_days = 367;
  rule.decimals = 10;
  EXPECT_THAT(Violations(rule), ElementsAre("decimals", "grace_days", "band"));
  for (AlertKind kind : {AlertKind::kChange, AlertKind::kDrift}) {
    AlertRule learns;
    learns.kind = kind;
    EXPECT_THAT(Violations(learns), IsEmpty());
    for (int history : {7, 5001, -1}) {
      learns.history = history;
      EXPECT_THAT(Violations(learns), ElementsAre("history")) << history;
    }
  }
  AlertRule missing;
  missing.kind = AlertKind::kMissing;
  missing.grace_days = -1;
  EXPECT_THAT(Violations(missing), ElementsAre("grace_days"));
}

TEST(AlertRuleTest, AMeasureIsLateTheDayAfterItsCadence) {
  struct Case {
    Cadence cadence;
    int grace;
    Day measured, late;
  };
  const Case cases[] = {
      {Cadence::kWeekly, 0, Day(2024, 1, 1), Day(2024, 1, 9)},
      {Cadence::kWeekly, 3, Day(2024, 1, 1), Day(2024, 1, 12)},
      {Cadence::kMonthly, 0, Day(2024, 1, 15), Day(2024, 2, 16)},
      {Cadence::kMonthly, 0, Day(2023, 1, 31), Day(2023, 3, 1)},
      {Cadence::kMonthly, 0, Day(2023, 2, 28), Day(2023, 4, 1)},
      {Cadence::kQuarterly, 0, Day(2023, 11, 30), Day(2024, 3, 1)},
      {Cadence::kQuarterly, 20, Day(2024, 3, 31), Day(2024, 7, 21)},
  };
  for (const Case& c : cases) {
    AlertRule rule;
    rule.cadence = c.cadence;
    rule.grace_days = c.grace;
    EXPECT_EQ(FirstLateDay(rule, c.measured), c.late) << c.measured;
  }
}

// trajectory.h calls a measure outdated that is older than one cadence: both speak of one day.
TEST(AlertRuleTest, AgreesWithTheTrajectory) {
  for (Cadence cadence : {Cadence::kWeekly, Cadence::kMonthly, Cadence::kQuarterly}) {
    AlertRule rule;
    rule.cadence = cadence;
    for (absl::CivilDay day(2023, 1, 1); day < absl::CivilDay(2025, 1, 1); ++day) {
      const absl::CivilDay late = FirstLateDay(rule, day);
      EXPECT_GT(OneCadenceBefore(late, cadence), day) << day;
      EXPECT_LE(OneCadenceBefore(late - 1, cadence), day) << day;
    }
  }
}

}  // namespace
}  // namespace palier::kpi
