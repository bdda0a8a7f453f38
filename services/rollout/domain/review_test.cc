// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/review.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace palier::rollout {
namespace {

using absl::CivilDay;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

ReviewRecord Monthly(const std::string& name, CivilDay day,
                     std::optional<ReviewDecision> decision = {}) {
  return {name, ReviewKind::kMonthlyReview, day, decision.has_value(), decision};
}

std::vector<std::string> Found(const std::vector<ReviewRecord>& reviews,
                               const std::vector<ReviewRecord>& expected, CivilDay today) {
  Conditions unmet;
  AddReviewConditions(reviews, expected, today, unmet);
  std::vector<std::string> found;
  for (const Condition& one : unmet) found.push_back(one.type + " " + one.subject);
  return found;
}

TEST(ReviewTest, AnOverdueMonthlyReviewHoldsTheNextWave) {
  const ReviewRecord april = Monthly("april", CivilDay(2026, 4, 9));
  const ReviewRecord may = Monthly("may", CivilDay(2026, 5, 9));
  EXPECT_THAT(Found({april}, {}, CivilDay(2026, 4, 9)), IsEmpty());
  EXPECT_THAT(Found({april}, {}, CivilDay(2026, 4, 10)), ElementsAre("REVIEW_OVERDUE april"));
  EXPECT_THAT(Found({may, april}, {}, CivilDay(2026, 6, 1)),
              ElementsAre("REVIEW_OVERDUE april", "REVIEW_OVERDUE may"));
  // After an outage: one that nobody made yet holds too, and each only once.
  EXPECT_THAT(Found({april}, {april, may}, CivilDay(2026, 6, 1)),
              ElementsAre("REVIEW_OVERDUE april", "REVIEW_OVERDUE may"));
  const ReviewRecord survey{
      "survey", ReviewKind::kQuarterlySurvey, CivilDay(2026, 4, 9), false, {}};
  EXPECT_THAT(Found({survey}, {}, CivilDay(2026, 6, 1)), IsEmpty());
}

TEST(ReviewTest, TheLastDecisionHoldsOrOpens) {
  const struct {
    ReviewDecision last;
    bool holds;
  } cases[] = {{ReviewDecision::kContinue, false},
               {ReviewDecision::kAdjust, false},
               {ReviewDecision::kPause, true},
               {ReviewDecision::kStop, true}};
  for (const auto& c : cases) {
    const std::vector<ReviewRecord> reviews = {
        Monthly("may", CivilDay(2026, 5, 9), c.last),
        Monthly("april", CivilDay(2026, 4, 9), ReviewDecision::kStop),
        Monthly("june", CivilDay(2026, 6, 9))};
    const auto found = Found(reviews, {}, CivilDay(2026, 5, 20));
    EXPECT_EQ(found,
              c.holds ? std::vector<std::string>{"REVIEW_HOLDS may"} : std::vector<std::string>{});
  }
}

TEST(ReviewTest, AReviewBelongsToTheMonthBeforeIt) {
  const ReviewRecord april = Monthly("april", CivilDay(2026, 4, 9));
  const ReviewRecord may = Monthly("may", CivilDay(2026, 5, 9));
  EXPECT_TRUE(MayClose(april, {april, may}, CivilDay(2026, 3, 10)));
  EXPECT_FALSE(MayClose(may, {april, may}, CivilDay(2026, 4, 9)));
  EXPECT_TRUE(MayClose(may, {april, may}, CivilDay(2026, 4, 10)));
}

// S1-69.
TEST(MilestoneTest, MetMissedOrUnknown) {
  const CivilDay due(2026, 4, 7), oldest(2026, 3, 31);
  const struct {
    const char* name;
    BetterWay better;
    double wanted;
    MeasuredFigure measured;
    MilestoneState state;
    const char* reason;
    const char* en;
    const char* fr;
  } cases[] = {
      {"reached exactly",
       BetterWay::kDecrease,
       8.5,
       {8.5, CivilDay(2026, 4, 3), oldest},
       MilestoneState::kMet,
       "",
       "MET: 8.5 d on 2026-04-03, wanted at most 8.5 d.",
       "MET : 8,5 d le 2026-04-03, attendu au plus 8,5 d."},
      {"worse",
       BetterWay::kDecrease,
       8,
       {8.25, oldest, oldest},
       MilestoneState::kMissed,
       "",
       "MISSED: 8.25 d on 2026-03-31, wanted at most 8 d.",
       "MISSED : 8,25 d le 2026-03-31, attendu au plus 8 d."},
      {"more is better",
       BetterWay::kIncrease,
       60,
       {61, due, oldest},
       MilestoneState::kMet,
       "",
       "at least 60 d",
       "au moins 60 d"},
      {"zero is a figure",
       BetterWay::kIncrease,
       60,
       {0, due, oldest},
       MilestoneState::kMissed,
       "",
       "MISSED: 0 d",
       "MISSED : 0 d"},
      {"nothing measured",
       BetterWay::kDecrease,
       8,
       {{}, {}, oldest},
       MilestoneState::kUnknown,
       "NO_MEASURE",
       "UNKNOWN: nothing was measured",
       "UNKNOWN : rien n'a été mesuré"},
      {"too old",
       BetterWay::kDecrease,
       8,
       {7, CivilDay(2026, 3, 30), oldest},
       MilestoneState::kUnknown,
       "NO_RECENT_MEASURE",
       "of 2026-03-30",
       "du 2026-03-30"},
      {"few people",
       BetterWay::kIncrease,
       8,
       {{}, {}, oldest, NoFigure::kNotTold},
       MilestoneState::kUnknown,
       "NOT_TOLD",
       "a few people",
       "quelques personnes"},
      {"deleted",
       BetterWay::kIncrease,
       8,
       {{}, {}, oldest, NoFigure::kKpiGone},
       MilestoneState::kUnknown,
       "KPI_GONE",
       "no longer there",
       "n'existe plus"},
  };
  for (const auto& c : cases) {
    const MilestoneVerdict verdict = JudgeMilestone({c.better, c.wanted, due, "d"}, c.measured);
    EXPECT_EQ(verdict.state, c.state) << c.name;
    EXPECT_EQ(NoFigureName(verdict.reason), c.reason) << c.name;
    EXPECT_THAT(verdict.text.en, HasSubstr(c.en)) << c.name;
    EXPECT_THAT(verdict.text.fr, HasSubstr(c.fr)) << c.name;
  }
}

}  // namespace
}  // namespace palier::rollout
