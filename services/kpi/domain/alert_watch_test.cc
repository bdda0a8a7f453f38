// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/alert_watch.h"

#include <algorithm>
#include <string>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace palier::kpi {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Day = absl::CivilDay;

const Day kMonday(2024, 1, 1);

AlertRule Weekly(AlertKind kind) {
  AlertRule rule;
  rule.kind = kind;
  rule.decimals = 1;
  rule.cadence = Cadence::kWeekly;
  rule.first_day = kMonday;
  return rule;
}

// Above 80.0, back at 75.0.
AlertRule TooSlow() {
  AlertRule rule = Weekly(AlertKind::kThreshold);
  rule.side = AlertSide::kAbove;
  rule.limit = 800;
  rule.band = 50;
  return rule;
}

// One value a week, from the first Monday.
std::vector<Measure> Weeks(const std::vector<Fixed>& values) {
  std::vector<Measure> series;
  for (Fixed value : values)
    series.push_back({kMonday + 7 * static_cast<int>(series.size()), value});
  return series;
}

std::string Letter(AlertState state) {
  return state == AlertState::kOk ? "ok" : state == AlertState::kFiring ? "firing" : "no data";
}

// "day: state", days counted from the first Monday.
std::vector<std::string> Changes(const std::vector<AlertTransition>& changes) {
  std::vector<std::string> all;
  AlertState last = changes.empty() ? AlertState::kOk : changes.front().from;
  for (const AlertTransition& change : changes) {
    EXPECT_EQ(change.from, last) << "a change begins where the one before ended";
    EXPECT_NE(change.from, change.to.state);
    last = change.to.state;
    all.push_back(absl::StrCat(change.to.since - kMonday, ": ", Letter(last)));
  }
  return all;
}

std::vector<std::string> ChangesOf(const AlertRule& rule, const std::vector<Measure>& series) {
  EXPECT_TRUE(Validate(rule).ok());
  return Changes(Evaluate(rule, series, series.back().date).changes);
}

TEST(ThresholdAlertTest, HasABandAndOneNoticePerChange) {
  EXPECT_THAT(ChangesOf(TooSlow(), Weeks({700, 800, 801, 799, 801, 760, 751, 750, 800, 801})),
              ElementsAre("0: ok", "14: firing", "49: ok", "63: firing"));
}

TEST(ThresholdAlertTest, BelowIsTheMirror) {
  AlertRule rule = TooSlow();
  rule.side = AlertSide::kBelow;
  EXPECT_THAT(ChangesOf(rule, Weeks({800, 799, 849, 850, 799})),
              ElementsAre("0: ok", "7: firing", "21: ok", "28: firing"));
}

TEST(ThresholdAlertTest, WithoutABandTheLimitEndsIt) {
  AlertRule rule = TooSlow();
  rule.band = 0;
  EXPECT_THAT(ChangesOf(rule, Weeks({801, 800, 801})),
              ElementsAre("0: firing", "7: ok", "14: firing"));
}

TEST(ThresholdAlertTest, ExtremeNumbersDoNotOverflow) {
  AlertRule rule = TooSlow();
  rule.limit = -kMaxFixed;
  rule.band = kMaxFixed;
  EXPECT_THAT(ChangesOf(rule, Weeks({kMaxFixed, -kMaxFixed})), ElementsAre("0: firing"));
}

TEST(ThresholdAlertTest, AGapIsNoDataAndDoesNotForget) {
  const std::vector<Measure> series = {{kMonday, 801}, {kMonday + 20, 760}};
  EXPECT_THAT(ChangesOf(TooSlow(), series), ElementsAre("0: firing", "8: no data", "20: firing"));
}

TEST(MissingAlertTest, FiresTheDayAfterTheCadence) {
  AlertRule rule = Weekly(AlertKind::kMissing);
  const std::vector<Measure> series = {{kMonday + 7, 1}, {kMonday + 15, 1}, {kMonday + 30, 1}};
  // Due on day 7, 14 and 22; on day 15, the first late one, the measure came.
  EXPECT_THAT(ChangesOf(rule, series), ElementsAre("23: firing", "30: ok"));
  EXPECT_EQ(Evaluate(rule, series, kMonday + 37).now.state, AlertState::kOk);
  EXPECT_EQ(Evaluate(rule, series, kMonday + 38).now.state, AlertState::kFiring);
  rule.grace_days = 1;
  EXPECT_EQ(Evaluate(rule, series, kMonday + 38).now.state, AlertState::kOk);
}

TEST(MissingAlertTest, CountsFromTheFirstDayWithoutAnyMeasure) {
  const AlertRule rule = Weekly(AlertKind::kMissing);
  const AlertStanding before = Evaluate(rule, {}, kMonday + 7).now;
  EXPECT_EQ(before.state, AlertState::kOk);
  EXPECT_EQ(before.since, kMonday);
  EXPECT_EQ(before.text.en, "No measure yet; the first is due by 2024-01-08.");
  const AlertStanding after = Evaluate(rule, {}, kMonday + 100).now;
  EXPECT_EQ(after.state, AlertState::kFiring);
  EXPECT_EQ(after.since, kMonday + 8);
  EXPECT_EQ(after.text.fr,
            "Aucune mesure ; la première était attendue au plus tard le 08/01/2024.");
}

// Twelve weeks about 50.0, then what follows.
std::vector<Measure> Then(const std::vector<Fixed>& next) {
  std::vector<Fixed> values = {500, 495, 505, 510, 498, 502, 490, 505, 500, 495, 508, 500};
  values.insert(values.end(), next.begin(), next.end());
  return Weeks(values);
}

TEST(ChangeAlertTest, LearnsThenFiresOnAJumpAndEndsWithIt) {
  const AlertRule rule = Weekly(AlertKind::kChange);
  EXPECT_THAT(ChangesOf(rule, Then({500, 505, 900, 500, 495, 500})),
              ElementsAre("84: ok", "98: firing", "112: ok"));
}

TEST(ChangeAlertTest, EndsFurtherDownThanItBegins) {
  const AlertRule rule = Weekly(AlertKind::kChange);
  EXPECT_THAT(ChangesOf(rule, Then({500, 500, 516, 516, 516})), ElementsAre("84: ok"));
  EXPECT_THAT(ChangesOf(rule, Then({500, 500, 600, 516, 516, 516, 500})),
              ElementsAre("84: ok", "98: firing", "126: ok"));
}

TEST(ChangeAlertTest, ANewLevelBecomesTheNorm) {
  std::vector<Fixed> level = {500};
  for (int i = 0; i < 20; ++i) level.push_back(900 + i % 3);
  level.push_back(500);
  // Firing for 12 weeks, from week 13; the old level is then the change.
  EXPECT_THAT(ChangesOf(Weekly(AlertKind::kChange), Then(level)),
              ElementsAre("84: ok", "91: firing", "168: ok", "231: firing"));
  const AlertStory story = Evaluate(Weekly(AlertKind::kChange), Then(level), kMonday + 168);
  EXPECT_THAT(story.now.text.en, ::testing::HasSubstr("where about 90."))
      << "like the new past: " << story.now.text.en;
}

TEST(ChangeAlertTest, TheOtherSideIsNoAlert) {
  AlertRule rule = Weekly(AlertKind::kChange);
  rule.side = AlertSide::kBelow;
  EXPECT_THAT(ChangesOf(rule, Then({500, 900, 500})), ElementsAre("84: ok"));
  EXPECT_THAT(ChangesOf(rule, Then({500, 100})), ElementsAre("84: ok", "91: firing"));
  // Nor does it hide one on the rule's side.
  EXPECT_THAT(ChangesOf(rule, Then({500, 900, 100})), ElementsAre("84: ok", "98: firing"));
}

TEST(DriftAlertTest, FiresOnASlideAndEndsOnTheReturn) {
  const AlertRule rule = Weekly(AlertKind::kDrift);
  std::vector<Fixed> slide = {498, 495, 492, 489, 486, 483, 480, 477};
  slide.resize(30, 500);
  const std::vector<Measure> series = Then(slide);
  const AlertStory story = Evaluate(rule, series, series.back().date);
  ASSERT_THAT(Changes(story.changes), ElementsAre("84: ok", "133: firing", "175: ok"));
  EXPECT_EQ(story.changes[1].to.text.en,
            "Drifting down since about 2024-04-08: 47.7 on 2024-05-13, where about 50.0 is usual.");
  AlertRule above = rule;
  above.side = AlertSide::kAbove;
  EXPECT_THAT(ChangesOf(above, series), ElementsAre("84: ok"));
}

TEST(DriftAlertTest, WhatGoesWellEndsADriftForTheWorse) {
  AlertRule below = Weekly(AlertKind::kDrift);
  below.side = AlertSide::kBelow;
  std::vector<Fixed> values(6, 480);
  values.resize(40, 540);
  const std::vector<std::string> changes = ChangesOf(below, Then(values));
  ASSERT_EQ(changes.size(), 3);
  EXPECT_THAT(changes[1], ::testing::HasSubstr("firing"));
  EXPECT_THAT(changes[2], ::testing::HasSubstr("ok")) << "though it drifts, to the better";
}

TEST(AlertWatchTest, IgnoresWhatItCannotOrder) {
  AlertWatch watch(TooSlow());
  EXPECT_THAT(watch.Observe({kMonday - 1, 900}), IsEmpty());
  EXPECT_THAT(Changes(watch.Observe({kMonday + 1, 700})), ElementsAre("1: ok"));
  EXPECT_THAT(watch.Observe({kMonday + 1, 900}), IsEmpty());
  EXPECT_THAT(watch.Observe({kMonday, 900}), IsEmpty());
  EXPECT_THAT(watch.CloseDay(kMonday + 5), IsEmpty());
  EXPECT_THAT(watch.Observe({kMonday + 5, 900}), IsEmpty());
  EXPECT_THAT(Changes(watch.Observe({kMonday + 6, 900})), ElementsAre("6: firing"));
  EXPECT_THAT(watch.CloseDay(kMonday), IsEmpty());
  EXPECT_EQ(watch.standing().measure->value, 900);
}

TEST(AlertTextTest, SaysWhyInBothLanguages) {
  const std::tuple<AlertRule, std::vector<Measure>, int, std::string, std::string> cases[] = {
      {TooSlow(),
       {},
       0,
       "No measure yet; the first is due by 2024-01-08.",
       "Pas encore de mesure ; la première est attendue au plus tard le 08/01/2024."},
      {TooSlow(), Weeks({801}), 0, "Above 80.0: 80.1 on 2024-01-01; ends at 75.0 or less.",
       "Au-dessus de 80,0 : 80,1 le 01/01/2024 ; prend fin à 75,0 ou moins."},
      {TooSlow(), Weeks({801, 760}), 7,
       "Not back yet from above 80.0: 76.0 on 2024-01-08; ends at 75.0 or less.",
       "Pas encore revenu d'au-dessus de 80,0 : 76,0 le 08/01/2024 ; prend fin à 75,0 ou moins."},
      {TooSlow(), Weeks({790}), 0, "Not above 80.0: 79.0 on 2024-01-01.",
       "Pas au-dessus de 80,0 : 79,0 le 01/01/2024."},
      {TooSlow(), Weeks({790}), 8,
       "No measure since 79.0 on 2024-01-01; the next was due by 2024-01-08.",
       "Aucune mesure depuis 79,0 le 01/01/2024 ; la suivante était attendue au plus tard le "
       "08/01/2024."},
      {Weekly(AlertKind::kMissing), Weeks({790}), 7,
       "Measured: 79.0 on 2024-01-01; the next is due by 2024-01-08.",
       "Mesuré : 79,0 le 01/01/2024 ; la suivante est attendue au plus tard le 08/01/2024."},
      {Weekly(AlertKind::kChange), Weeks({500, 500}), 7,
       "Learning: 2 of 12 measures, the last 50.0 on 2024-01-08.",
       "Apprentissage : 2 mesures sur 12, la dernière 50,0 le 08/01/2024."},
      {Weekly(AlertKind::kChange), Then({900}), 84,
       "Unlike its past: 90.0 on 2024-03-25, where about 50.0 was expected.",
       "En rupture avec son passé : 90,0 le 25/03/2024, pour environ 50,0 attendu."},
      {Weekly(AlertKind::kChange), Then({500}), 84,
       "Like its past: 50.0 on 2024-03-25, where about 50.0 was expected.",
       "Conforme à son passé : 50,0 le 25/03/2024, pour environ 50,0 attendu."},
      {Weekly(AlertKind::kDrift), Then({500}), 84,
       "No drift: 50.0 on 2024-03-25, where about 50.0 is usual.",
       "Pas de dérive : 50,0 le 25/03/2024, pour environ 50,0 d'habitude."},
      {Weekly(AlertKind::kDrift), Then({600, 600, 600, 600}), 105,
       "Drifting up since about 2024-03-25: 60.0 on 2024-04-15, where about 50.0 is usual.",
       "Dérive vers le haut depuis le 25/03/2024 environ : 60,0 le 15/04/2024, pour environ 50,0 "
       "d'habitude."},
  };
  for (const auto& [rule, series, day, english, french] : cases) {
    const AlertStanding now = Evaluate(rule, series, kMonday + day).now;
    EXPECT_EQ(now.text.en, english);
    EXPECT_EQ(now.text.fr, french);
  }
}

TEST(AlertTextTest, BelowHasItsOwnWords) {
  AlertRule rule = TooSlow();
  rule.side = AlertSide::kBelow;
  const std::pair<std::vector<Fixed>, std::string> cases[] = {
      {{799}, "En dessous de 80,0 : 79,9 le 01/01/2024 ; prend fin à 85,0 ou plus."},
      {{799, 849},
       "Pas encore revenu d'en dessous de 80,0 : 84,9 le 08/01/2024 ; prend fin à 85,0 ou plus."},
      {{800}, "Pas en dessous de 80,0 : 80,0 le 01/01/2024."},
  };
  for (const auto& [values, french] : cases) {
    const std::vector<Measure> series = Weeks(values);
    EXPECT_EQ(Evaluate(rule, series, series.back().date).now.text.fr, french);
  }
}

// splitmix64: the same series on every run.
class Dice {
 public:
  explicit Dice(uint64_t seed) : state_(seed) {}
  int Roll(int sides) {
    uint64_t x = state_ += 0x9E3779B97F4A7C15u;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return static_cast<int>((x ^ (x >> 31)) % static_cast<uint64_t>(sides));
  }

 private:
  uint64_t state_;
};

// Handled requests of a month, with a holiday in August and a step down from 2026-03 on.
std::vector<Measure> Months(Day first, int count) {
  std::vector<Measure> series;
  for (int i = 0; i < count; ++i) {
    const absl::CivilMonth month = absl::CivilMonth(first) + i;
    const Fixed level = month >= absl::CivilMonth(2026, 3) ? 600 : 900;
    series.push_back({Day(month), (month.month() == 8 ? level - 600 : level) + i * 7 % 20});
  }
  return series;
}

TEST(ChangeAlertTest, AHolidayOfEachYearIsNoChangeOnceItIsKnown) {
  AlertRule rule = Weekly(AlertKind::kChange);
  rule.cadence = Cadence::kMonthly;
  rule.first_day = Day(2022, 1, 1);
  rule.history = 25;
  const AlertStory story = Evaluate(rule, Months(rule.first_day, 56), Day(2026, 8, 15));
  ASSERT_EQ(story.changes.size(), 2u);
  EXPECT_EQ(story.changes[0].to.state, AlertState::kOk);
  EXPECT_EQ(story.changes[1].to.state, AlertState::kFiring);
  EXPECT_EQ(story.changes[1].to.since, Day(2026, 3, 1));
  rule.history = 8;  // too short to know the season
  rule.first_day = Day(2022, 9, 1);
  EXPECT_EQ(Evaluate(rule, Months(rule.first_day, 12), Day(2023, 8, 15)).now.state,
            AlertState::kFiring);
}

// Nearly normal: the sum of twelve even values.
Fixed Noise(Dice& dice) {
  Fixed sum = -6 * 999;
  for (int i = 0; i < 12; ++i) sum += dice.Roll(1000);
  return sum;
}

TEST(AlertWatchTest, AYearOfNoiseSeldomAlerts) {
  constexpr int kYears = 300;
  for (AlertKind kind : {AlertKind::kChange, AlertKind::kDrift}) {
    for (int history : {12, 26}) {
      AlertRule rule = Weekly(kind);
      rule.history = history;
      int alerts = 0;
      for (int year = 0; year < kYears; ++year) {
        Dice dice(1000 + static_cast<uint64_t>(year));
        std::vector<Fixed> values;
        for (int i = 0; i < history + 52; ++i) values.push_back(50'000 + Noise(dice));
        for (const AlertTransition& change :
             Evaluate(rule, Weeks(values), Day(2030, 1, 1)).changes) {
          if (change.to.state == AlertState::kFiring) ++alerts;
        }
      }
      EXPECT_LT(alerts, 0.25 * kYears) << static_cast<int>(kind) << ", " << history;
    }
  }
}

// Irregular days with gaps, a wandering level with jumps.
std::vector<Measure> RandomSeries(Dice& dice) {
  std::vector<Measure> series;
  Day day = kMonday;
  Fixed level = 780;
  for (int i = 0; i < 60; ++i) {
    day += dice.Roll(12) == 0 ? 10 + dice.Roll(30) : 1 + dice.Roll(7);
    level += dice.Roll(21) - 10 + (dice.Roll(15) == 0 ? dice.Roll(400) - 200 : 0);
    series.push_back({day, level});
  }
  return series;
}

std::vector<AlertRule> AllKinds() {
  std::vector<AlertRule> rules = {TooSlow(), Weekly(AlertKind::kMissing),
                                  Weekly(AlertKind::kChange), Weekly(AlertKind::kDrift)};
  rules.push_back(rules[2]);
  rules.back().side = AlertSide::kAbove;
  rules.back().grace_days = 4;
  return rules;
}

bool Same(const AlertStanding& a, const AlertStanding& b) {
  return a.state == b.state && a.since == b.since && a.text.en == b.text.en &&
         a.text.fr == b.text.fr && a.measure.has_value() == b.measure.has_value();
}

// The watch closes a day now and then; asked on any of them, it and an evaluation from the first
// measure tell the same story.
void ExpectTheSameStory(const AlertRule& rule, const std::vector<Measure>& series, Dice& dice,
                        size_t& changes) {
  AlertWatch watch(rule);
  std::vector<AlertTransition> seen;
  size_t next = 0;
  for (Day day = kMonday; day <= series.back().date + 40; ++day) {
    const auto add = [&](const std::vector<AlertTransition>& more) {
      seen.insert(seen.end(), more.begin(), more.end());
    };
    if (next < series.size() && series[next].date == day) add(watch.Observe(series[next++]));
    if (dice.Roll(5) != 0) continue;
    add(watch.CloseDay(day));
    const AlertStory story = Evaluate(rule, series, day);
    ASSERT_TRUE(Same(story.now, watch.standing())) << day << story.now.text.en;
    ASSERT_EQ(Changes(story.changes), Changes(seen)) << day;
    for (size_t i = 0; i < seen.size(); ++i) EXPECT_TRUE(Same(seen[i].to, story.changes[i].to));
  }
  changes += seen.size();
}

TEST(AlertWatchTest, AnyCutOfTheSeriesGivesTheSameChanges) {
  for (const AlertRule& rule : AllKinds()) {
    size_t changes = 0;
    for (uint64_t seed = 1; seed <= 40; ++seed) {
      Dice dice(seed);
      const std::vector<Measure> series = RandomSeries(dice);
      ExpectTheSameStory(rule, series, dice, changes);
    }
    EXPECT_GT(changes, 100u) << "the series show nothing of kind " << static_cast<int>(rule.kind);
  }
}

}  // namespace
}  // namespace palier::kpi
