// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/difference.h"

#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace palier::kpi {
namespace {

using testing::HasSubstr;

using Pairs = std::vector<std::pair<double, double>>;

std::vector<PairedPeriod> Periods(const Pairs& pairs, int first = 0) {
  std::vector<PairedPeriod> periods;
  for (const auto& [treated, control] : pairs) periods.push_back({first++, treated, control});
  return periods;
}

Difference Compare(const Pairs& before, const Pairs& after,
                   Direction direction = Direction::kDecrease) {
  return DifferenceInDifferences(Periods(before), Periods(after, static_cast<int>(before.size())),
                                 {direction, 0.05});
}

const Pairs kFell[] = {{{20, 21.5},
                        {19, 21},
                        {21.5, 22},
                        {20.5, 22.5},
                        {19.5, 20},
                        {20, 22},
                        {21, 21.5},
                        {18.5, 20.5}},
                       {{15, 21}, {14, 22}, {16, 22.5}, {15.5, 20.5}}};
const Pairs kStayed[] = {
    {{10, 8}, {11, 8.5}, {10.5, 9}, {12, 9}, {11, 8}, {10, 9.5}, {11.5, 9.5}, {10, 7.5}, {11, 9}},
    {{11.5, 9}, {11, 8}, {12, 10}}};
const Pairs kDrifted[] = {
    {{10, 10}, {11.2, 10}, {12, 10.1}, {13.1, 10}, {14.2, 10.1}, {15, 10}, {16.1, 10}, {17, 10}},
    {{18, 10}, {19.2, 10}}};

// From ordinary least squares by the normal equations on (1, after) and on (1, period); the ends of
// the interval by bisection on the ratio of likelihoods; p by Simpson's rule on the density (in
// another language).
TEST(DifferenceTest, ReferenceFigures) {
  struct Case {
    const Pairs* pairs;
    Verdict verdict;
    DifferenceReason reason;
    double effect, half, e_value, deviation, autocorrelation, trend, trend_p, beyond;
  };
  const double never = std::numeric_limits<double>::infinity();
  const Case cases[] = {
      {kFell, Verdict::kImproved, DifferenceReason::kChange, -5, 2.5321273945, 154.24647,
       0.9253377762, -0.4416058394, 0.0119047619, 0.92658818, -5.0714285714},
      {kStayed, Verdict::kNotEnoughData, DifferenceReason::kNotSignificant, 0.3888888889,
       2.3183969583, 0.69879872, 0.7340905182, -0.3012600229, -0.025, 0.82271771, 0.5388888889},
      {kDrifted, Verdict::kNotComparable, DifferenceReason::kTrendsDiffer, 5.05, never, 1.0892706,
       2.3070543990, 0.6023367778, 0.9976190476, 9.0983809e-10, 0.0619047619},
  };
  for (const Case& c : cases) {
    const Difference found = Compare(c.pairs[0], c.pairs[1]);
    SCOPED_TRACE(found.text.en);
    EXPECT_EQ(found.verdict, c.verdict);
    EXPECT_EQ(found.reason, c.reason);
    EXPECT_NEAR(found.effect, c.effect, 1e-9);
    EXPECT_NEAR(found.e_value / c.e_value, 1, 1e-7);
    EXPECT_NEAR(found.deviation, c.deviation, 1e-9);
    EXPECT_NEAR(found.autocorrelation, c.autocorrelation, 1e-9);
    EXPECT_NEAR(found.trend, c.trend, 1e-9);
    EXPECT_NEAR(found.trend_p, c.trend_p, 1e-8);
    EXPECT_NEAR(found.effect_beyond_trend, c.beyond, 1e-9);
    if (std::isinf(c.half)) {
      EXPECT_EQ(found.lower, -never);
      EXPECT_EQ(found.upper, never);
      continue;
    }
    EXPECT_NEAR(found.lower, c.effect - c.half, 1e-8);
    EXPECT_NEAR(found.upper, c.effect + c.half, 1e-8);
  }
  const Difference fell = Compare(kFell[0], kFell[1]);
  EXPECT_EQ(fell.treated_before, 20);
  EXPECT_EQ(fell.treated_after, 15.125);
  EXPECT_EQ(fell.control_before, 21.375);
  EXPECT_EQ(fell.control_after, 21.5);
}

TEST(DifferenceTest, WhatHappensToBothIsNoEffect) {
  Pairs after = kFell[1];
  for (auto& [treated, control] : after) treated -= 7, control -= 7;
  const Difference season = Compare(kFell[0], after);
  EXPECT_NEAR(season.effect, -5, 1e-12);
  EXPECT_EQ(Compare(kFell[0], kFell[1], Direction::kIncrease).verdict, Verdict::kRegressed);
}

TEST(DifferenceTest, TooFewAndNothingThatVariesAreSaidSo) {
  const Pairs seven(kFell[0].begin(), kFell[0].begin() + 7);
  const Difference before = Compare(seven, kFell[1]);
  EXPECT_EQ(before.verdict, Verdict::kNotEnoughData);
  EXPECT_EQ(before.reason, DifferenceReason::kTooFewBefore);
  EXPECT_THAT(before.text.en, HasSubstr("7 periods before"));
  const Difference after = Compare(kFell[0], {kFell[1][0]});
  EXPECT_EQ(after.reason, DifferenceReason::kTooFewAfter);
  EXPECT_THAT(after.text.fr, HasSubstr("1 périodes après"));
  const Difference still = Compare(Pairs(9, {5, 4}), Pairs(4, {3, 4}));
  EXPECT_EQ(still.reason, DifferenceReason::kNoVariation);
  EXPECT_EQ(still.verdict, Verdict::kNotEnoughData);
  EXPECT_EQ(Compare({}, {}).reason, DifferenceReason::kTooFewBefore);
}

TEST(DifferenceTest, EveryTextIsWholeInBothLanguages) {
  for (const Pairs* pairs : {kFell, kStayed, kDrifted}) {
    for (const Direction direction : {Direction::kDecrease, Direction::kIncrease}) {
      const status::Text text = Compare(pairs[0], pairs[1], direction).text;
      for (const std::string& sentence : {text.en, text.fr}) {
        EXPECT_THAT(sentence, testing::Not(HasSubstr("{")));
      }
      EXPECT_NE(text.en, text.fr);
    }
  }
  EXPECT_EQ(
      Compare(kFell[0], kFell[1]).text.en,
      "Improved: -5 more than the others (between -7.53 and -2.47), as far as both would have "
      "gone in parallel.");
  EXPECT_THAT(Compare(kDrifted[0], kDrifted[1]).text.fr,
              HasSubstr("n'évoluaient pas en parallèle avant le départ (de 0,998 par période"));
}

// Two teams week by week: a season and a noise that they share, and a noise of each.
class TwoTeams {
 public:
  explicit TwoTeams(uint64_t seed) : random_(seed) {}

  std::vector<PairedPeriod> Weeks(int first, int count, double effect) {
    std::vector<PairedPeriod> weeks;
    for (int week = first; week < first + count; ++week) {
      const double both = 50 + 10 * std::sin(week / 8.0) + 3 * normal_(random_);
      weeks.push_back({week, both + normal_(random_) + effect, both - 20 + normal_(random_)});
    }
    return weeks;
  }

 private:
  std::mt19937_64 random_;
  std::normal_distribution<double> normal_;
};

// Read again after each of 52 weeks: whether it ever said that the teams differ, and when.
int FirstDifference(uint64_t seed, double effect) {
  TwoTeams teams(seed);
  const auto before = teams.Weeks(0, 16, 0);
  const auto after = teams.Weeks(16, 52, effect);
  for (size_t look = kMinAfter; look <= after.size(); ++look) {
    const Difference found =
        DifferenceInDifferences(before, absl::MakeConstSpan(after).first(look), {});
    if (found.reason == DifferenceReason::kTrendsDiffer) return -1;
    if (found.lower > 0 || found.upper < 0) return static_cast<int>(look);
  }
  return 0;
}

// The seeds are fixed, so that the figures are too.
TEST(DifferenceTest, WithoutAnEffectLookingEachWeekIsRarelyWrong) {
  constexpr int kPairs = 1000;
  int wrong = 0;
  int trends = 0;
  for (uint64_t seed = 1; seed <= kPairs; ++seed) {
    const int said = FirstDifference(seed, 0);
    wrong += said > 0;
    trends += said < 0;
  }
  EXPECT_LT(wrong, kPairs * 0.05);
  EXPECT_LT(trends, kPairs * 0.08) << "the check of the trends is a test at 5 % itself";
  RecordProperty("wrong", wrong);
  RecordProperty("trends", trends);
}

TEST(DifferenceTest, AnEffectIsFoundWithinAQuarter) {
  constexpr int kPairs = 300;
  int found = 0;
  int trends = 0;
  for (uint64_t seed = 1; seed <= kPairs; ++seed) {
    const int said = FirstDifference(seed, -3);  // 2.1 deviations of the difference
    found += said > 0 && said <= 13;
    trends += said < 0;
  }
  EXPECT_GT(found, (kPairs - trends) * 0.9);
}

}  // namespace
}  // namespace palier::kpi
