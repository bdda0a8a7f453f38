// SPDX-License-Identifier: Apache-2.0
#include "reporting/finance/case_progress.h"

#include <gmock/gmock.h>

#include "reporting/finance/case_findings.h"

namespace palier::reporting {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr absl::CivilDay kStart(2026, 1, 1);
constexpr int64_t kUnit = 1'000'000'000;

int64_t Units(absl::int128 nanos) {
  return static_cast<int64_t>(nanos / kUnit);
}

class CaseProgressTest : public ::testing::Test {
 protected:
  // 36,500 of costs and 73,000 of gains a year: 100 and 200 a day of an ordinary year.
  static CaseTable Plan(int years = 3) {
    std::vector<CaseLine> lines;
    for (int year = 1; year <= years; ++year) {
      lines.push_back({CaseSide::kCost, "SERVING", year, absl::int128(36'500) * kUnit});
      lines.push_back({CaseSide::kGain, "hours", year, absl::int128(73'000) * kUnit});
    }
    return MakeCaseTable(lines, years);
  }
  // Costs and gains by quarter since the start.
  CaseProgress Progress(const CaseTable& plan, absl::CivilDay today,
                        const std::vector<std::pair<int, int>>& quarters,
                        absl::CivilDay start = kStart) {
    CaseSoFar so_far{plan, start, today, {}, CaseActuals::kMeasured, CaseActuals::kMeasured};
    size_t i = 0;
    for (const absl::CivilDay first : QuartersOf(start, static_cast<int>(plan.net.size()), today)) {
      const auto [costs, gains] = i < quarters.size() ? quarters[i] : std::pair(0, 0);
      so_far.quarters.push_back(
          {first, absl::int128(costs) * kUnit, absl::int128(gains) * kUnit, 0});
      ++i;
    }
    return ProgressOf(so_far, 0);
  }
};

TEST_F(CaseProgressTest, QuartersAreThoseThatTheCaseTouched) {
  const auto days = [](const std::vector<absl::CivilDay>& quarters) {
    std::vector<std::string> texts;
    for (const absl::CivilDay day : quarters) texts.push_back(absl::FormatCivilTime(day));
    return texts;
  };
  EXPECT_THAT(days(QuartersOf(absl::CivilDay(2026, 2, 15), 1, absl::CivilDay(2026, 7, 1))),
              ElementsAre("2026-01-01", "2026-04-01", "2026-07-01"));
  EXPECT_THAT(days(QuartersOf(absl::CivilDay(2026, 2, 15), 1, absl::CivilDay(2030, 7, 1))),
              ElementsAre("2026-01-01", "2026-04-01", "2026-07-01", "2026-10-01", "2027-01-01"));
  EXPECT_THAT(days(QuartersOf(absl::CivilDay(2026, 2, 15), 1, absl::CivilDay(2026, 2, 14))),
              IsEmpty());
}

TEST_F(CaseProgressTest, WhatGoesAsPlannedIsForecastAsPlanned) {
  // 90, 91 days; then 1 July.
  const CaseProgress progress =
      Progress(Plan(), absl::CivilDay(2026, 7, 1), {{9'000, 18'000}, {9'100, 18'200}, {100, 200}});
  EXPECT_EQ(progress.closed_quarters, 2);
  EXPECT_EQ(progress.elapsed_permille, 1000 * 182 / 1096) << "2028 has 366 days";
  EXPECT_EQ(Units(progress.costs.planned), 109'500);
  EXPECT_EQ(Units(progress.costs.planned_to_date), 18'200);
  EXPECT_EQ(Units(progress.costs.actual_to_date), 18'200);
  ASSERT_TRUE(progress.gains.forecast.has_value());
  for (const absl::int128 each : {progress.gains.forecast->low, progress.gains.forecast->likely,
                                  progress.gains.forecast->high})
    EXPECT_NEAR(static_cast<double>(each) / kUnit, 219'000, 0.01);
  EXPECT_EQ(progress.net_present_value, 109'500) << "at no discount";
  ASSERT_TRUE(progress.worth.has_value());
  EXPECT_THAT(progress.worth->likely, DoubleNear(109'500, 0.01));
  EXPECT_THAT(FindingsOf(progress, false), IsEmpty());
}

TEST_F(CaseProgressTest, TheRangeIsThatOfItsQuarters) {
  // Gains came to a half, then to all of the plan; costs to twice, then to all.
  const CaseProgress progress =
      Progress(Plan(), absl::CivilDay(2026, 7, 1), {{18'000, 9'000}, {9'100, 18'200}});
  EXPECT_EQ(Units(progress.gains.actual_to_date), 27'200);
  const double rest = 219'000 - 36'400;
  const auto forecast = *progress.gains.forecast;
  EXPECT_NEAR(static_cast<double>(forecast.low) / kUnit, 27'200 + rest * 0.5, 0.01);
  EXPECT_NEAR(static_cast<double>(forecast.likely) / kUnit, 27'200 + rest * 27'200 / 36'200, 0.01);
  EXPECT_NEAR(static_cast<double>(forecast.high) / kUnit, 27'200 + rest, 0.01);
  EXPECT_NEAR(static_cast<double>(progress.costs.forecast->high) / kUnit, 27'100 + rest, 0.01)
      << "the dear quarter goes on";
  EXPECT_NEAR(progress.worth->low, 27'200 + rest * 0.5 - (27'100 + rest), 0.02)
      << "few gains and high costs";
  EXPECT_LT(progress.worth->low, progress.worth->likely);
  EXPECT_LT(progress.worth->likely, progress.worth->high);
}

TEST_F(CaseProgressTest, WhatWasPaidOnceIsNotExpectedAgain) {
  const CaseTable plan = Plan();
  CaseSoFar so_far{plan,
                   kStart,
                   absl::CivilDay(2026, 4, 1),
                   {},
                   CaseActuals::kRecorded,
                   CaseActuals::kNotMeasured};
  so_far.quarters.push_back(
      {kStart, absl::int128(59'000) * kUnit, 0, absl::int128(50'000) * kUnit});
  so_far.quarters.push_back({absl::CivilDay(2026, 4, 1), 0, 0, 0});
  const CaseProgress progress = ProgressOf(so_far, 0);
  EXPECT_EQ(Units(progress.costs.actual_to_date), 59'000);
  // 9,000 of the 9,000 planned: the rest of the plan is as it was.
  EXPECT_NEAR(static_cast<double>(progress.costs.forecast->likely) / kUnit,
              59'000 + 109'500 - 9'100, 0.01);
}

TEST_F(CaseProgressTest, OldQuartersAreForgottenByTheForecast) {
  // The first quarter was a catastrophe; the four since went as planned.
  const CaseProgress progress =
      Progress(Plan(), absl::CivilDay(2027, 4, 1),
               {{0, 0}, {9'100, 18'200}, {9'200, 18'400}, {9'200, 18'400}, {9'000, 18'000}});
  EXPECT_EQ(progress.closed_quarters, 5);
  EXPECT_NEAR(static_cast<double>(progress.gains.forecast->low) / kUnit, 219'000 - 18'000 - 200,
              0.01);
}

TEST_F(CaseProgressTest, NothingIsForecastTooEarlyOrFromNothing) {
  const CaseTable plan = Plan();
  const CaseProgress early = Progress(plan, absl::CivilDay(2026, 3, 31), {{9'000, 18'000}});
  EXPECT_FALSE(early.gains.forecast.has_value());
  EXPECT_FALSE(early.worth.has_value());
  EXPECT_EQ(FindingsOf(early, false).at(0).rule, "TOO_EARLY");
  EXPECT_TRUE(
      Progress(plan, absl::CivilDay(2026, 4, 1), {{9'000, 18'000}}).gains.forecast.has_value());
  const CaseProgress silent = ProgressOf({plan,
                                          kStart,
                                          absl::CivilDay(2026, 12, 31),
                                          {{kStart, 0, 0, 0}},
                                          CaseActuals::kRecorded,
                                          CaseActuals::kNotMeasured},
                                         0);
  EXPECT_FALSE(silent.gains.forecast.has_value()) << "unknown is not nought";
  EXPECT_FALSE(silent.worth.has_value());
  std::vector<std::string> rules;
  for (const CaseFinding& finding : FindingsOf(silent, true)) rules.push_back(finding.rule);
  EXPECT_THAT(rules, ElementsAre("COSTS_RECORDED", "GAINS_NOT_KNOWN", "OTHER_CURRENCY"));
  const CaseProgress future = Progress(plan, absl::CivilDay(2025, 6, 1), {});
  EXPECT_EQ(future.elapsed_permille, 0);
  EXPECT_EQ(future.gains.planned_to_date, 0);
}

TEST_F(CaseProgressTest, WithoutAPlanToCompareWithTheRestIsAsPlanned) {
  const CaseTable plan =
      MakeCaseTable({{CaseSide::kCost, "SERVING", 1, absl::int128(36'500) * kUnit},
                     {CaseSide::kGain, "hours", 2, absl::int128(73'000) * kUnit}},
                    2);
  const CaseProgress progress =
      Progress(plan, absl::CivilDay(2026, 12, 31), {{9'125, 0}, {9'125, 500}});
  EXPECT_TRUE(progress.gains.as_planned);
  EXPECT_EQ(Units(progress.gains.forecast->likely), 73'500);
  EXPECT_FALSE(progress.costs.as_planned);
}

TEST_F(CaseProgressTest, AfterTheHorizonTheForecastIsWhatHappened) {
  const CaseProgress progress =
      Progress(Plan(1), absl::CivilDay(2029, 1, 1), {{1, 10}, {2, 20}, {3, 30}, {4, 40}});
  EXPECT_EQ(progress.elapsed_permille, 1000);
  EXPECT_EQ(progress.closed_quarters, 4);
  EXPECT_EQ(Units(progress.gains.forecast->low), 100);
  EXPECT_EQ(Units(progress.gains.forecast->high), 100);
  EXPECT_DOUBLE_EQ(progress.worth->likely, 90);
}

// A quarter that lies in two years of the case is split by days, and nothing is lost.
TEST_F(CaseProgressTest, YearsOfTheCaseNeedNotBeginWithAQuarter) {
  const absl::CivilDay start(2026, 2, 15);
  const CaseTable plan = Plan(2);
  const CaseProgress progress = Progress(
      plan, absl::CivilDay(2028, 2, 14),
      {{0, 100}, {0, 100}, {0, 100}, {0, 100}, {0, 90}, {0, 0}, {0, 0}, {0, 0}, {0, 7}}, start);
  EXPECT_EQ(progress.elapsed_permille, 1000);
  EXPECT_EQ(progress.closed_quarters, 8);
  EXPECT_EQ(Units(progress.gains.forecast->likely), 497);
  EXPECT_DOUBLE_EQ(progress.worth->likely, 497);
}

}  // namespace
}  // namespace palier::reporting
