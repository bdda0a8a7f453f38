// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/alert_news.h"

#include <map>
#include <random>
#include <string>

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

// Above 5.0.
AlertRule TooHigh(AlertKind kind = AlertKind::kThreshold) {
  AlertRule rule;
  rule.kind = kind;
  rule.decimals = 1;
  rule.cadence = Cadence::kWeekly;
  rule.first_day = kMonday;
  rule.side = AlertSide::kAbove;
  rule.limit = 50;
  return rule;
}

std::string Name(AlertNewsKind kind) {
  switch (kind) {
    case AlertNewsKind::kRaised:
      return "raised";
    case AlertNewsKind::kCleared:
      return "cleared";
    case AlertNewsKind::kWithdrawn:
      return "withdrawn";
  }
  return "";
}

// Somebody who keeps what was told. Days are counted from the first Monday.
class Listener {
 public:
  // The rule or its KPI was changed on that day.
  void Change(int day) {
    from_ = kMonday + day;
    for (ToldNews& one : told_) one.earlier = true;
  }
  // What is told at the end of `day`.
  std::vector<std::string> Hear(const AlertRule& rule, const std::map<int, Fixed>& measures,
                                int day) {
    std::vector<Measure> series;
    for (const auto& [at, value] : measures) series.push_back({kMonday + at, value});
    story_ = Evaluate(rule, series, kMonday + day);
    std::vector<std::string> heard;
    for (const AlertNews& news : NewsOf(story_, from_, PeriodUnit::kWeek, told_)) {
      told_.push_back({static_cast<int64_t>(told_.size()) + 1, news.kind, news.date, news.withdraws,
                       false, news.text});
      heard.push_back(absl::StrCat(news.date - kMonday, " ", Name(news.kind)));
    }
    return heard;
  }
  bool BelievesTheTruth() const {
    return NewsOf(story_, from_, PeriodUnit::kWeek, told_).empty() &&
           IsToldFiring(told_) == (story_.now.state == AlertState::kFiring);
  }
  const std::vector<ToldNews>& told() const { return told_; }

 private:
  Day from_ = kMonday;
  AlertStory story_;
  std::vector<ToldNews> told_;
};

TEST(AlertNewsTest, EachChangeIsToldOnce) {
  Listener listener;
  std::map<int, Fixed> measures = {{0, 40}, {7, 60}};
  EXPECT_THAT(listener.Hear(TooHigh(), measures, 7), ElementsAre("7 raised"));
  EXPECT_THAT(listener.Hear(TooHigh(), measures, 8), IsEmpty());
  measures[14] = 70;
  EXPECT_THAT(listener.Hear(TooHigh(), measures, 14), IsEmpty());
  measures[21] = 40;
  EXPECT_THAT(listener.Hear(TooHigh(), measures, 21), ElementsAre("21 cleared"));
  EXPECT_TRUE(listener.BelievesTheTruth());
}

TEST(AlertNewsTest, NoDataClearsAndAFirstFineMeasureIsNoNews) {
  Listener listener;
  EXPECT_THAT(listener.Hear(TooHigh(), {{0, 40}}, 0), IsEmpty());
  EXPECT_THAT(listener.Hear(TooHigh(), {{0, 60}}, 30), ElementsAre("0 raised", "8 cleared"));
  EXPECT_TRUE(listener.BelievesTheTruth());
}

TEST(AlertNewsTest, ALateMeasureTakesBackWhatWasToldAndTellsWhatWasNot) {
  Listener listener;
  std::map<int, Fixed> measures = {{0, 40}, {7, 60}, {14, 40}, {21, 40}};
  EXPECT_THAT(listener.Hear(TooHigh(), measures, 21), ElementsAre("7 raised", "14 cleared"));
  measures[7] = 30;
  measures[21] = 90;
  EXPECT_THAT(listener.Hear(TooHigh(), measures, 22),
              ElementsAre("7 withdrawn", "14 withdrawn", "21 raised"));
  EXPECT_EQ(listener.told()[2].withdraws, 1);
  EXPECT_EQ(listener.told()[3].withdraws, 2);
  EXPECT_THAT(listener.told()[2].text.en, HasSubstr("Taken back"));
  EXPECT_THAT(listener.told()[2].text.en, HasSubstr("6.0 on 2024-01-08"));
  EXPECT_THAT(listener.told()[2].text.fr, HasSubstr("6,0 le 08/01/2024"));
  measures[7] = 60;
  EXPECT_THAT(listener.Hear(TooHigh(), measures, 22), ElementsAre("7 raised", "14 cleared"))
      << "as it was at first, after all";
  EXPECT_TRUE(listener.BelievesTheTruth());
}

TEST(AlertNewsTest, AMeasureThatMovesWithinItsWeekIsNotNews) {
  Listener listener;
  EXPECT_THAT(listener.Hear(TooHigh(), {{7, 60}}, 7), ElementsAre("7 raised"));
  EXPECT_THAT(listener.Hear(TooHigh(), {{9, 62}}, 9), IsEmpty());
  EXPECT_THAT(listener.Hear(TooHigh(), {{10, 45}}, 10), ElementsAre("7 withdrawn"))
      << "the mean of the week is fine by now";
  EXPECT_THAT(listener.Hear(TooHigh(), {{14, 60}}, 14), ElementsAre("14 raised"))
      << "the week after";
}

TEST(AlertNewsTest, OfThePastOfANewRuleOnlyWhereItEndsIsTold) {
  const std::map<int, Fixed> fine = {{0, 60}, {7, 40}, {14, 60}, {21, 40}};
  Listener late;
  late.Change(22);
  EXPECT_THAT(late.Hear(TooHigh(), fine, 22), IsEmpty());
  std::map<int, Fixed> high = fine;
  high[28] = 60;
  Listener later;
  later.Change(29);
  EXPECT_THAT(later.Hear(TooHigh(), high, 29), ElementsAre("29 raised"));
  EXPECT_THAT(later.Hear(TooHigh(), high, 30), IsEmpty());
  high[35] = 40;
  EXPECT_THAT(later.Hear(TooHigh(), high, 35), ElementsAre("35 cleared"));
}

TEST(AlertNewsTest, AnotherLimitIsNoCorrection) {
  Listener listener;
  std::map<int, Fixed> measures = {{0, 60}, {7, 40}, {14, 60}};
  EXPECT_THAT(listener.Hear(TooHigh(), measures, 14),
              ElementsAre("0 raised", "7 cleared", "14 raised"));
  AlertRule laxer = TooHigh();
  laxer.limit = 100;
  listener.Change(16);
  EXPECT_THAT(listener.Hear(laxer, measures, 16), ElementsAre("16 cleared"))
      << "what was told by the other limit stays";
  EXPECT_THAT(listener.told().back().text.en, HasSubstr("was changed"));
  listener.Change(17);
  EXPECT_THAT(listener.Hear(TooHigh(), measures, 17), ElementsAre("17 raised"));
  EXPECT_TRUE(listener.BelievesTheTruth());
}

TEST(AlertNewsTest, AnotherNameWhileTheWeekLastsTellsNothingTwice) {
  Listener listener;
  EXPECT_THAT(listener.Hear(TooHigh(), {{0, 40}, {7, 60}}, 7), ElementsAre("7 raised"));
  listener.Change(8);
  EXPECT_THAT(listener.Hear(TooHigh(), {{0, 40}, {7, 60}}, 8), IsEmpty());
  EXPECT_THAT(listener.Hear(TooHigh(), {{0, 40}, {9, 61}}, 9), IsEmpty())
      << "the measure moved past the day of the change";
  EXPECT_THAT(listener.Hear(TooHigh(), {{0, 40}, {9, 61}, {14, 30}}, 14),
              ElementsAre("14 cleared"));
}

// Measures come late and twice, are restated and withdrawn, days pass, the rule is changed.
class Schedule {
 public:
  explicit Schedule(unsigned seed) : random_(seed), rule_(TooHigh(Kind())) {}

  void Step() {
    switch (Below(8)) {
      case 0:
        measures_.erase(Below(day_ + 1));
        break;
      case 1:
        rule_.limit = 30 + Below(40);
        listener_.Change(day_);
        break;
      case 2:
        listener_.Change(day_);
        break;
      case 3:
      case 4:
        day_ += 1 + Below(9);
        break;
      default:
        Measure(Below(4) == 0 ? Below(day_ + 1) : day_);
    }
    listener_.Hear(rule_, measures_, day_);
    EXPECT_TRUE(listener_.BelievesTheTruth());
  }
  // Of what is believed, raised and cleared alternate.
  void ExpectSense() const {
    std::map<int64_t, const ToldNews*> believed;
    for (const ToldNews& one : listener_.told()) {
      if (one.kind == AlertNewsKind::kWithdrawn) {
        EXPECT_EQ(believed.erase(one.withdraws), 1u) << "withdrawn once";
      } else {
        believed[one.number] = &one;
      }
    }
    std::map<std::pair<Day, int64_t>, AlertNewsKind> in_order;
    for (const auto& [number, one] : believed) in_order[{one->date, number}] = one->kind;
    AlertNewsKind last = AlertNewsKind::kCleared;
    for (const auto& [when, kind] : in_order) {
      EXPECT_NE(kind, last) << when.first;
      last = kind;
    }
  }

 private:
  AlertKind Kind() { return Below(3) == 0 ? AlertKind::kMissing : AlertKind::kThreshold; }
  int Below(int limit) { return static_cast<int>(random_() % static_cast<unsigned>(limit)); }
  // One measure a week: the last of it counts.
  void Measure(int day) {
    for (int other = day - day % 7; other < day - day % 7 + 7; ++other) measures_.erase(other);
    measures_[day] = Below(100);
  }

  std::minstd_rand random_;
  AlertRule rule_;
  std::map<int, Fixed> measures_;
  int day_ = 0;
  Listener listener_;
};

TEST(AlertNewsTest, WhoeverHearsEverythingBelievesTheTruthWhateverComesWhen) {
  for (unsigned seed = 1; seed <= 300; ++seed) {
    Schedule schedule(seed);
    for (int step = 0; step < 60 && !HasFailure(); ++step) schedule.Step();
    schedule.ExpectSense();
    ASSERT_FALSE(HasFailure()) << "seed " << seed;
  }
}

}  // namespace
}  // namespace palier::kpi
