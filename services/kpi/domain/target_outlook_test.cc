// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/target_outlook.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace palier::kpi {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Day = absl::CivilDay;

const Day kMonday(2024, 1, 1);

// From 40.0 to 60.0 by the end of 2024, weekly.
Target MoreUsers() {
  Target target;
  target.direction = Direction::kIncrease;
  target.decimals = 1;
  target.baseline = 400;
  target.baseline_date = kMonday;
  target.change = {Change::Kind::kPoints, 200};
  target.horizon = Day(2024, 12, 31);
  target.cadence = Cadence::kWeekly;
  return target;
}

Target LessWork() {
  Target target = MoreUsers();
  target.direction = Direction::kDecrease;
  target.baseline = 800;
  return target;
}

// `count` weeks from `first` by `step`, with a wobble of -0.2, 0 or 0.2.
std::vector<Measure> Weeks(int count, Fixed first, Fixed step) {
  std::vector<Measure> series;
  for (int i = 0; i < count; ++i) {
    series.push_back({kMonday + 7 * i, first + step * i + 2 * (i * 7 % 3 - 1)});
  }
  return series;
}

std::vector<Measure> Level(int count, Fixed value) {
  std::vector<Measure> series;
  for (int i = 0; i < count; ++i) series.push_back({kMonday + 7 * i, value});
  return series;
}

// On the day of the last measure.
TargetOutlook OutlookAfter(const Target& target, const std::vector<Measure>& series) {
  return OutlookOn(target, series, series.empty() ? kMonday : series.back().date);
}

TEST(TargetOutlookTest, ALineReachesItsTargetAndSaysBetweenWhichDays) {
  // 40.0 by 0.5 a week: 60.0 in week 41, the one that ends on 2024-10-13.
  const TargetOutlook outlook = OutlookAfter(MoreUsers(), Weeks(30, 400, 5));
  ASSERT_EQ(outlook.state, OutlookState::kExpected);
  EXPECT_NEAR(*outlook.expected - Day(2024, 10, 13), 0, 14);
  ASSERT_TRUE(outlook.earliest && outlook.latest);
  EXPECT_LT(*outlook.earliest, *outlook.expected);
  EXPECT_GT(*outlook.latest, *outlook.expected);
  EXPECT_GT(*outlook.earliest, outlook.measure->date);
  EXPECT_EQ(absl::GetWeekday(*outlook.expected), absl::Weekday::sunday);
}

TEST(TargetOutlookTest, AnExactLineLeavesNoDoubt) {
  std::vector<Measure> series;
  for (int i = 0; i < 30; ++i) series.push_back({kMonday + 7 * i, 400 + 5 * i});
  const TargetOutlook outlook = OutlookAfter(MoreUsers(), series);
  EXPECT_EQ(outlook.expected, Day(2024, 10, 13));
  EXPECT_EQ(outlook.earliest, outlook.expected);
  EXPECT_EQ(outlook.latest, outlook.expected);
  EXPECT_EQ(outlook.text.en,
            "Target 60.0 expected by 2024-10-13, in time for 2024-12-31; between 2024-10-13 and "
            "2024-10-13 (80 %).");
}

TEST(TargetOutlookTest, LessIsTheMirrorOfMore) {
  const TargetOutlook more = OutlookAfter(MoreUsers(), Weeks(30, 400, 5));
  std::vector<Measure> mirror = Weeks(30, 400, 5);
  for (Measure& measure : mirror) measure.value = -measure.value;
  Target target = MoreUsers();
  target.direction = Direction::kDecrease;
  target.baseline = -400;
  const TargetOutlook less = OutlookAfter(target, mirror);
  ASSERT_EQ(less.state, OutlookState::kExpected);
  EXPECT_NEAR(*less.expected - *more.expected, 0, 14);
  EXPECT_LT(*less.earliest, *less.expected);
}

TEST(TargetOutlookTest, AFlatSeriesHasItsTargetOutOfSight) {
  const TargetOutlook outlook = OutlookAfter(LessWork(), Weeks(40, 800, 0));
  EXPECT_EQ(outlook.state, OutlookState::kNotInSight);
  EXPECT_FALSE(outlook.expected || outlook.latest);
}

TEST(TargetOutlookTest, TheWrongWayIsOutOfSight) {
  EXPECT_EQ(OutlookAfter(LessWork(), Weeks(40, 800, 5)).state, OutlookState::kNotInSight);
}

TEST(TargetOutlookTest, ReadsNothingAfterTheDate) {
  std::vector<Measure> series = Weeks(30, 400, 5);
  const TargetOutlook now = OutlookOn(MoreUsers(), series, series.back().date);
  series.push_back({series.back().date + 1, 700});
  const TargetOutlook same = OutlookOn(MoreUsers(), series, series[29].date);
  EXPECT_EQ(same.expected, now.expected);
  EXPECT_EQ(same.text.en, now.text.en);
  EXPECT_EQ(OutlookAfter(MoreUsers(), series).state, OutlookState::kMet);
}

TEST(TargetOutlookTest, TwelvePeriodsAreNeeded) {
  EXPECT_EQ(OutlookAfter(MoreUsers(), Weeks(11, 400, 5)).state, OutlookState::kTooFew);
  EXPECT_NE(OutlookAfter(MoreUsers(), Weeks(12, 400, 5)).state, OutlookState::kTooFew);
  EXPECT_EQ(OutlookAfter(MoreUsers(), {}).state, OutlookState::kTooFew);
}

TEST(TargetOutlookTest, AnOutdatedMeasureForecastsNothing) {
  const std::vector<Measure> series = Weeks(30, 400, 5);
  const absl::CivilDay last = series.back().date;
  EXPECT_EQ(OutlookOn(MoreUsers(), series, last + 7).state, OutlookState::kExpected);
  const TargetOutlook outlook = OutlookOn(MoreUsers(), series, last + 8);
  EXPECT_EQ(outlook.state, OutlookState::kOutdated);
  EXPECT_FALSE(outlook.expected || outlook.earliest || outlook.latest);
  EXPECT_EQ(outlook.text.en,
            "No forecast for target 60.0: the last measure, 54.7 on 2024-07-22, is outdated.");
  EXPECT_EQ(
      outlook.text.fr,
      "Pas de prévision pour la cible 60,0 : la dernière mesure, 54,7 le 22/07/2024, est trop "
      "ancienne.");
}

TEST(TargetOutlookTest, SaysItInBothLanguages) {
  struct Case {
    std::vector<Measure> series;
    std::string en, fr;
  };
  const Case cases[] = {
      {{},
       "No forecast for target 60.0: it needs measures over 12 periods.",
       "Pas de prévision pour la cible 60,0 : il faut des mesures sur 12 périodes."},
      {{{kMonday, 600}},
       "Target 60.0 met: 60.0 on 2024-01-01.",
       "Cible 60,0 atteinte : 60,0 le 01/01/2024."},
      {std::vector<Measure>{{kMonday, 400}, {kMonday + 7 * 20, 400}},
       "No forecast for target 60.0: it needs measures over 12 periods.",
       "Pas de prévision pour la cible 60,0 : il faut des mesures sur 12 périodes."},
      {Level(21, 400),
       "Target 60.0 not in sight within two years, even at best (80 %).",
       "Cible 60,0 hors de vue d'ici deux ans, même au mieux (80 %)."},
  };
  for (const Case& c : cases) {
    const TargetOutlook outlook = OutlookAfter(MoreUsers(), c.series);
    EXPECT_EQ(outlook.text.en, c.en);
    EXPECT_EQ(outlook.text.fr, c.fr);
  }
  // 60.0 is reached in week 100.
  const TargetOutlook slow = OutlookAfter(MoreUsers(), Weeks(30, 400, 2));
  ASSERT_TRUE(slow.expected && slow.earliest && slow.latest) << slow.text.en;
  EXPECT_LT(*slow.earliest, kMonday + 7 * 100);
  EXPECT_GT(*slow.latest, kMonday + 7 * 100);
  EXPECT_THAT(slow.text.en, testing::StartsWith("Target 60.0 expected by 202"));
  EXPECT_THAT(slow.text.en, testing::HasSubstr("too late for 2024-12-31"));
  EXPECT_THAT(slow.text.fr, testing::HasSubstr("trop tard pour le 31/12/2024"));
  EXPECT_THAT(slow.text.fr, testing::Not(testing::HasSubstr("{")));
}

}  // namespace
}  // namespace palier::kpi
