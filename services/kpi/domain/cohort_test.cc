// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/cohort.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace palier::kpi {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Day = absl::CivilDay;

const Day kFrom(2026, 1, 5);  // a Monday, as are the starts but for the third
const Day kTo(2026, 6, 28);   // a Sunday

// Two waves, one team on a Wednesday, and one that waits.
std::vector<Cohort> Four() {
  return CohortsOf(std::vector<TeamStart>{{"legal", std::nullopt},
                                          {"sales", Day(2026, 3, 2)},
                                          {"support", Day(2026, 4, 6)},
                                          {"finance", Day(2026, 3, 2)},
                                          {"plant", Day(2026, 5, 6)}});
}

TEST(CohortsOfTest, ByStartThoseThatWaitLast) {
  const std::vector<Cohort> cohorts = Four();
  ASSERT_EQ(cohorts.size(), 4u);
  EXPECT_EQ(cohorts[0].start, Day(2026, 3, 2));
  EXPECT_THAT(cohorts[0].teams, ElementsAre("sales", "finance"));
  EXPECT_EQ(cohorts[1].start, Day(2026, 4, 6));
  EXPECT_EQ(cohorts[3].start, std::nullopt);
  EXPECT_THAT(cohorts[3].teams, ElementsAre("legal"));
  EXPECT_THAT(CohortsOf({}), IsEmpty());
}

TEST(WindowOfTest, OnlyWhoNeverStartedIsAControlToTheEnd) {
  const auto window = WindowOf(Four(), 0, PeriodUnit::kWeek, kFrom, kTo);
  ASSERT_TRUE(window.has_value());
  EXPECT_EQ(window->before_first, kFrom);
  EXPECT_EQ(window->before_next, Day(2026, 3, 2));
  EXPECT_EQ(window->after_first, Day(2026, 3, 2));
  EXPECT_EQ(window->after_next, Day(2026, 6, 29));
  EXPECT_THAT(window->controls, ElementsAre("legal"));
}

TEST(WindowOfTest, APeriodThatWasUnderWayIsLeftOut) {
  const auto window = WindowOf(Four(), 2, PeriodUnit::kWeek, Day(2026, 1, 7), Day(2026, 6, 25));
  ASSERT_TRUE(window.has_value());
  EXPECT_EQ(window->before_first, Day(2026, 1, 12));
  EXPECT_EQ(window->before_next, Day(2026, 5, 4));
  EXPECT_EQ(window->after_first, Day(2026, 5, 11));
  EXPECT_EQ(window->after_next, Day(2026, 6, 22));
}

TEST(WindowOfTest, WhereAllHaveStartedItEndsBeforeTheLastOfThem) {
  std::vector<Cohort> cohorts = Four();
  cohorts.pop_back();
  const auto first = WindowOf(cohorts, 0, PeriodUnit::kWeek, kFrom, kTo);
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(first->after_next, Day(2026, 5, 4)) << "the week in which the plant starts is left out";
  EXPECT_THAT(first->controls, ElementsAre("plant"));
  EXPECT_EQ(WindowOf(cohorts, 2, PeriodUnit::kWeek, kFrom, kTo), std::nullopt);
}

TEST(WindowOfTest, NobodyIsAControlAfterItsOwnStart) {
  const std::vector<Cohort> cohorts = Four();
  const auto early = WindowOf(cohorts, 0, PeriodUnit::kWeek, kFrom, Day(2026, 4, 5));
  ASSERT_TRUE(early.has_value());
  EXPECT_EQ(early->after_next, Day(2026, 4, 6));
  EXPECT_THAT(early->controls, ElementsAre("support", "plant", "legal"));
  const auto later = WindowOf(cohorts, 0, PeriodUnit::kWeek, kFrom, Day(2026, 4, 12));
  EXPECT_THAT(later->controls, ElementsAre("plant", "legal"));
}

TEST(WindowOfTest, BeforeItsStartNothingIsAfter) {
  const auto window = WindowOf(Four(), 1, PeriodUnit::kMonth, kFrom, Day(2026, 3, 31));
  ASSERT_TRUE(window.has_value());
  EXPECT_EQ(window->before_first, Day(2026, 2, 1));
  EXPECT_EQ(window->before_next, Day(2026, 4, 1));
  EXPECT_EQ(window->after_first, window->after_next);
}

}  // namespace
}  // namespace palier::kpi
