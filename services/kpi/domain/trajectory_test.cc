// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/trajectory.h"

#include <functional>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace palier::kpi {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Day = absl::CivilDay;
using Kind = Change::Kind;

// -20 % of 100.0 in 100 days, 2 points of tolerance.
Target LessRoutine() {
  Target target;
  target.direction = Direction::kDecrease;
  target.decimals = 1;
  target.baseline = 1000;
  target.baseline_date = Day(2024, 1, 1);
  target.change = {Kind::kRelative, 20000};
  target.horizon = Day(2024, 1, 1) + 100;
  target.cadence = Cadence::kMonthly;
  return target;
}

// +5 points on 60.0 in the same time.
Target MoreSatisfied() {
  Target target = LessRoutine();
  target.direction = Direction::kIncrease;
  target.baseline = 600;
  target.change = {Kind::kPoints, 50};
  return target;
}

TEST(CadenceTest, FollowsTheCategory) {
  RecordProperty("requirement", "S1-49");
  EXPECT_EQ(CadenceOf(Category::kAdoption), Cadence::kWeekly);
  EXPECT_EQ(CadenceOf(Category::kEfficiency), Cadence::kMonthly);
  EXPECT_EQ(CadenceOf(Category::kSatisfaction), Cadence::kQuarterly);
  EXPECT_EQ(CadenceOf(Category::kRoi), Cadence::kQuarterly);
  EXPECT_EQ(OneCadenceBefore(Day(2024, 3, 4), Cadence::kWeekly), Day(2024, 2, 26));
  EXPECT_EQ(OneCadenceBefore(Day(2024, 3, 31), Cadence::kMonthly), Day(2024, 2, 29));
  EXPECT_EQ(OneCadenceBefore(Day(2024, 1, 15), Cadence::kQuarterly), Day(2023, 10, 15));
}

TEST(ExpectedOnTest, IsAStraightLineBetweenBaselineAndHorizon) {
  struct Case {
    int day;
    Fixed decrease, increase;
  };
  for (const Case& c :
       {Case{-10, 1000, 600}, Case{0, 1000, 600}, Case{1, 998, 601}, Case{50, 900, 625},
        Case{99, 802, 650}, Case{100, 800, 650}, Case{400, 800, 650}}) {
    const Day day = Day(2024, 1, 1) + c.day;
    EXPECT_EQ(ExpectedOn(LessRoutine(), day), c.decrease) << c.day;
    EXPECT_EQ(ExpectedOn(MoreSatisfied(), day), c.increase) << c.day;
  }
}

TEST(TargetValueTest, RelativeMeansTheSizeOfTheBaseline) {
  Target nps = MoreSatisfied();
  nps.baseline = -359;  // a net promoter score of -35.9, 20 % better
  nps.change = {Kind::kRelative, 20000};
  EXPECT_EQ(TargetValue(nps), -287);
}

struct Judged {
  Fixed value;
  TrajectoryStatus status;
};

TEST(StandingTest, DecreaseEqualityIsNotBelow) {
  RecordProperty("requirement", "S0-08");
  // Day 50: expected 90.0, tolerance 2.0.
  const Judged cases[] = {{920, TrajectoryStatus::kOnTrack}, {921, TrajectoryStatus::kBehind},
                          {900, TrajectoryStatus::kOnTrack}, {880, TrajectoryStatus::kOnTrack},
                          {879, TrajectoryStatus::kAhead},   {2000, TrajectoryStatus::kBehind}};
  for (const Judged& c : cases) {
    const Day day = Day(2024, 1, 1) + 50;
    const Standing standing = StandingOn(LessRoutine(), day, Measure{day, c.value});
    EXPECT_EQ(standing.status, c.status) << c.value;
    EXPECT_EQ(standing.gap, 900 - c.value);
    EXPECT_EQ(standing.expected, 900);
    EXPECT_EQ(standing.reason, UnknownReason::kNone);
  }
}

TEST(StandingTest, IncreaseEqualityIsNotBelow) {
  RecordProperty("requirement", "S0-08");
  // Day 50: expected 62.5, tolerance 0.5.
  const Judged cases[] = {{620, TrajectoryStatus::kOnTrack},
                          {619, TrajectoryStatus::kBehind},
                          {630, TrajectoryStatus::kOnTrack},
                          {631, TrajectoryStatus::kAhead}};
  for (const Judged& c : cases) {
    const Day day = Day(2024, 1, 1) + 50;
    const Standing standing = StandingOn(MoreSatisfied(), day, Measure{day, c.value});
    EXPECT_EQ(standing.status, c.status) << c.value;
    EXPECT_EQ(standing.gap, c.value - 625);
  }
}

TEST(StandingTest, NoToleranceMakesEveryTenthCount) {
  Target target = LessRoutine();
  target.tolerance_percent = 0;
  const Day end = target.horizon;
  EXPECT_EQ(StandingOn(target, end, Measure{end, 800}).status, TrajectoryStatus::kOnTrack);
  EXPECT_EQ(StandingOn(target, end, Measure{end, 801}).status, TrajectoryStatus::kBehind);
  EXPECT_EQ(StandingOn(target, end, Measure{end, 799}).status, TrajectoryStatus::kAhead);
}

TEST(StandingTest, AMissingMeasureIsUnknown) {
  const Target target = LessRoutine();
  const Day day(2024, 3, 31);
  struct Case {
    std::optional<Measure> latest;
    UnknownReason reason;
  };
  const Case cases[] = {
      {std::nullopt, UnknownReason::kNoRecentMeasure},
      {Measure{Day(2024, 2, 28), 900}, UnknownReason::kNoRecentMeasure},
      {Measure{Day(2024, 2, 29), 900}, UnknownReason::kNone},            // exactly one month old
      {Measure{Day(2024, 4, 1), 900}, UnknownReason::kNoRecentMeasure},  // from the future
  };
  for (const Case& c : cases) {
    const Standing standing = StandingOn(target, day, c.latest);
    EXPECT_EQ(standing.reason, c.reason);
    EXPECT_EQ(standing.status == TrajectoryStatus::kUnknown, c.reason != UnknownReason::kNone);
  }
  const Standing early = StandingOn(target, Day(2023, 12, 31), Measure{Day(2023, 12, 31), 1000});
  EXPECT_EQ(early.status, TrajectoryStatus::kUnknown);
  EXPECT_EQ(early.reason, UnknownReason::kBeforeBaseline);
}

TEST(StandingTest, AMeasureIsJudgedOnItsOwnDay) {
  const Day measured = Day(2024, 1, 1) + 50;
  const Standing standing = StandingOn(LessRoutine(), measured + 20, Measure{measured, 900});
  EXPECT_EQ(standing.status, TrajectoryStatus::kOnTrack);
  EXPECT_EQ(standing.expected, 900);
}

TEST(StandingTest, LevelsAreReachedAtTheirValue) {
  Target target = LessRoutine();
  target.levels = {{"minimum", {Kind::kRelative, 10000}}, {"stretch", {Kind::kPoints, 250}}};
  const Day day = Day(2024, 1, 1) + 50;
  EXPECT_THAT(StandingOn(target, day, Measure{day, 901}).levels_reached, ElementsAre());
  EXPECT_THAT(StandingOn(target, day, Measure{day, 900}).levels_reached, ElementsAre("minimum"));
  EXPECT_THAT(StandingOn(target, day, Measure{day, 750}).levels_reached,
              ElementsAre("minimum", "stretch"));
}

TEST(StandingTest, ExplainsInBothLanguages) {
  const Day day = Day(2024, 1, 1) + 50;
  const status::Text behind = StandingOn(LessRoutine(), day, Measure{day, 950}).text;
  EXPECT_EQ(behind.en, "Behind: 95.0 on 2024-02-20, where 90.0 was expected; target 80.0.");
  EXPECT_EQ(behind.fr, "En retard : 95,0 le 20/02/2024, pour 90,0 attendu ; cible 80,0.");
  const status::Text unknown = StandingOn(LessRoutine(), day, std::nullopt).text;
  EXPECT_THAT(unknown.en, HasSubstr("no measure yet"));
  EXPECT_THAT(unknown.fr, HasSubstr("aucune mesure"));
}

TEST(ValidateTest, RefusesTargetsThatCannotBeJudged) {
  EXPECT_TRUE(Validate(LessRoutine()).ok());
  EXPECT_TRUE(Validate(MoreSatisfied()).ok());
  const std::vector<std::function<void(Target&)>> mistakes = {
      [](Target& t) { t.change.amount = 0; },
      [](Target& t) { t.change.amount = -1; },
      [](Target& t) { t.change.amount = kMaxRelative + 1; },
      [](Target& t) { t.baseline = 0; },
      [](Target& t) { t.baseline = 1; },  // 20 % of 0.1 rounds to nothing
      [](Target& t) { t.horizon = t.baseline_date; },
      [](Target& t) { t.decimals = 10; },
      [](Target& t) { t.tolerance_percent = 101; },
      [](Target& t) { t.levels.resize(9); },
      [](Target& t) {
        t.levels = {{"", {Kind::kPoints, 1}}};
      },
      [](Target& t) {
        t.levels = {{"bad", {Kind::kPoints, 0}}};
      },
      [](Target& t) {
        t.direction = Direction::kIncrease;
        t.baseline = kMaxFixed;
      },
  };
  for (size_t i = 0; i < mistakes.size(); ++i) {
    Target target = LessRoutine();
    mistakes[i](target);
    EXPECT_EQ(status::ReasonOf(Validate(target)), error::v1::INVALID_FIELDS) << i;
  }
  Target zero = LessRoutine();
  zero.baseline = 0;
  zero.change = {Kind::kPoints, 5};
  EXPECT_TRUE(Validate(zero).ok());
}

}  // namespace
}  // namespace palier::kpi
