// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/gate_figures.h"

#include <gtest/gtest.h>

#include <cmath>

#include "common/stats/beta_binomial_mixture.h"
#include "common/stats/confidence_sequence.h"

namespace palier::rollout {
namespace {

constexpr double kAlpha = 0.05;

Criterion Share() {
  Criterion criterion;
  criterion.minimum = 0.4;
  criterion.target = 0.6;
  return criterion;
}

CriterionEvidence Counted(int64_t successes, int64_t units) {
  CriterionEvidence evidence;
  evidence.feed_missing = false;
  evidence.units = units;
  evidence.expected = units;
  evidence.successes = successes;
  return evidence;
}

CriterionEvidence Measured(double mean, double variance, int64_t units) {
  CriterionEvidence evidence = Counted(0, units);
  evidence.mean = mean;
  evidence.variance = variance;
  return evidence;
}

TEST(FiguresTest, PeopleOfOneTeamCountForFewer) {
  CriterionEvidence evidence = Counted(70, 100);
  EXPECT_EQ(FiguresOf(Share(), evidence, kAlpha, 1).design_effect, 1);
  evidence.team_units.assign(10, 10);
  const CriterionFigures figures = FiguresOf(Share(), evidence, kAlpha, 1);
  EXPECT_DOUBLE_EQ(figures.design_effect, 1.9) << "1 + (10 - 1) * 0.1";
  EXPECT_DOUBLE_EQ(figures.effective_units, 100 / 1.9);
  const stats::Interval fewer = stats::ProportionInterval({kAlpha, 50, 0.05}, 70 / 1.9, 100 / 1.9);
  EXPECT_EQ(figures.interval.lower, fewer.lower);
  EXPECT_EQ(figures.interval.upper, fewer.upper);
  // One large team weighs more than the mean size says: (55^2 + 9 * 5^2) / 100 = 32.5.
  evidence.team_units.assign(9, 5);
  evidence.team_units.push_back(55);
  EXPECT_DOUBLE_EQ(FiguresOf(Share(), evidence, kAlpha, 1).design_effect, 1 + 31.5 * 0.1);
}

TEST(FiguresTest, ManyCriteriaShareTheChanceOfStoppingWrongly) {
  const CriterionFigures figures = FiguresOf(Share(), Counted(35, 100), kAlpha, 5);
  const stats::Interval strict = stats::ProportionInterval({0.01, 50, 0.05}, 35, 100);
  EXPECT_EQ(figures.strict_interval.lower, strict.lower);
  EXPECT_EQ(figures.strict_interval.upper, strict.upper);
  EXPECT_GT(figures.interval.lower, strict.lower);
  EXPECT_LT(figures.interval.upper, strict.upper);
}

TEST(FiguresTest, NothingIsKnownOfNobody) {
  const CriterionFigures share = FiguresOf(Share(), Counted(0, 0), kAlpha, 1);
  EXPECT_EQ(share.interval.lower, 0);
  EXPECT_EQ(share.interval.upper, 1);
  EXPECT_EQ(ProofOf(Share(), share), Proof::kNothing);
}

TEST(FiguresTest, TheMeanOfAFewValuesHasNoInterval) {
  Criterion cost = Share();
  cost.figure = FigureKind::kMean;
  EXPECT_TRUE(std::isinf(FiguresOf(cost, Measured(10, 4, 29), kAlpha, 1).interval.upper));
  const CriterionFigures figures = FiguresOf(cost, Measured(10, 4, 30), kAlpha, 1);
  const double half =
      stats::HalfWidth(stats::AsymptoticSequence{kAlpha, 50, false}, std::sqrt(4.0 / 30), 30);
  EXPECT_DOUBLE_EQ(figures.interval.lower, 10 - half);
  EXPECT_DOUBLE_EQ(figures.interval.upper, 10 + half);
}

TEST(FiguresTest, MeansOfTeamsAreBoundedValues) {
  Criterion bounded = Share();
  bounded.figure = FigureKind::kBounded;
  CriterionEvidence evidence = Counted(0, 4);
  evidence.values = {0.5, 0.75, 0.25, 0.5};
  evidence.team_units = {10, 10, 10, 10};
  const CriterionFigures figures = FiguresOf(bounded, evidence, kAlpha, 1);
  EXPECT_DOUBLE_EQ(figures.estimate, 0.5);
  EXPECT_EQ(figures.design_effect, 1) << "a team is one unit";
  EXPECT_LT(figures.interval.lower, 0.5);
  EXPECT_GT(figures.interval.upper, 0.5);
}

CriterionFigures Between(double estimate, double lower, double upper) {
  CriterionFigures figures;
  figures.estimate = estimate;
  figures.interval = {lower, upper};
  figures.strict_interval = {lower, upper};
  return figures;
}

TEST(ProofTest, TheBoundariesCount) {
  const struct {
    double estimate, lower, upper;
    Proof proven, estimated;
  } cases[] = {
      {0.30, 0.20, 0.39, Proof::kBelowMinimum, Proof::kBelowMinimum},
      {0.30, 0.20, 0.40, Proof::kNothing, Proof::kNothing},
      {0.50, 0.39, 0.70, Proof::kNothing, Proof::kNothing},
      {0.50, 0.40, 0.59, Proof::kBelowTarget, Proof::kBelowTarget},
      {0.50, 0.40, 0.60, Proof::kNothing, Proof::kNothing},
      {0.60, 0.40, 0.70, Proof::kNothing, Proof::kMet},
      {0.70, 0.39, 0.80, Proof::kNothing, Proof::kNothing},
      {0.70, 0.59, 0.80, Proof::kNothing, Proof::kMet},
      {0.70, 0.60, 0.80, Proof::kMet, Proof::kMet},
  };
  Criterion mirrored = Share();
  mirrored.better = Better::kLower;
  mirrored.minimum = -mirrored.minimum;
  mirrored.target = -mirrored.target;
  for (const auto& c : cases) {
    const CriterionFigures figures = Between(c.estimate, c.lower, c.upper);
    const CriterionFigures mirror = Between(-c.estimate, -c.upper, -c.lower);
    for (const TargetRule rule : {TargetRule::kProven, TargetRule::kEstimated}) {
      const Proof expected = rule == TargetRule::kProven ? c.proven : c.estimated;
      Criterion criterion = Share();
      criterion.target_rule = rule;
      EXPECT_EQ(ProofOf(criterion, figures), expected) << c.lower << " " << c.upper;
      mirrored.target_rule = rule;
      EXPECT_EQ(ProofOf(mirrored, mirror), expected) << c.lower << " " << c.upper;
    }
  }
}

TEST(ProofTest, GoingOnLooksAtOneIntervalAndStoppingAtTheOther) {
  CriterionFigures figures = Between(0.3, 0.2, 0.39);
  figures.strict_interval = {0.15, 0.45};
  EXPECT_EQ(ProofOf(Share(), figures), Proof::kNothing);
  figures = Between(0.7, 0.61, 0.8);
  figures.strict_interval = {0.55, 0.85};
  EXPECT_EQ(ProofOf(Share(), figures), Proof::kMet);
}

TEST(UnitsUntilProofTest, IsTheFirstNumberThatProvesAnything) {
  for (const int64_t successes : {2, 10, 15, 17}) {
    const CriterionEvidence evidence = Counted(successes, 20);
    const std::optional<int64_t> needed = UnitsUntilProof(Share(), evidence, kAlpha, 2);
    ASSERT_TRUE(needed) << successes;
    const auto proves = [&](int64_t units) {
      CriterionFigures figures;
      figures.estimate = static_cast<double>(successes) / 20;
      const double n = static_cast<double>(units);
      figures.interval = stats::ProportionInterval({kAlpha, 50, 0.05}, figures.estimate * n, n);
      figures.strict_interval =
          stats::ProportionInterval({kAlpha / 2, 50, 0.05}, figures.estimate * n, n);
      return ProofOf(Share(), figures) != Proof::kNothing;
    };
    EXPECT_TRUE(proves(*needed)) << successes;
    EXPECT_TRUE(*needed == 20 || !proves(*needed - 1)) << successes;
  }
}

TEST(UnitsUntilProofTest, AnEstimateAtTheThresholdIsNeverDecided) {
  Criterion criterion = Share();
  criterion.minimum = criterion.target = 0.5;
  EXPECT_FALSE(UnitsUntilProof(criterion, Counted(10, 20), kAlpha, 1));
  criterion.figure = FigureKind::kBounded;
  CriterionEvidence evidence = Counted(0, 2);
  evidence.values = {0.4, 0.6};
  EXPECT_FALSE(UnitsUntilProof(criterion, evidence, kAlpha, 1));
  EXPECT_FALSE(UnitsUntilProof(criterion, Counted(0, 0), kAlpha, 1));
}

TEST(UnitsUntilProofTest, OfValuesAndMeansToo) {
  Criterion criterion = Share();
  criterion.figure = FigureKind::kBounded;
  CriterionEvidence evidence = Counted(0, 2);
  evidence.values = {0.7, 0.9};
  const std::optional<int64_t> needed = UnitsUntilProof(criterion, evidence, kAlpha, 1);
  ASSERT_TRUE(needed);
  EXPECT_GT(*needed, 10);
  EXPECT_LT(*needed, 200);
  criterion.figure = FigureKind::kMean;
  criterion.minimum = criterion.target = 9;
  EXPECT_EQ(UnitsUntilProof(criterion, Measured(10, 0.01, 10), kAlpha, 1), 30);
}

TEST(DayOfUnitsTest, CountsWhoComes) {
  CriterionEvidence evidence = Counted(0, 10);
  const absl::CivilDay today(2026, 3, 10);
  EXPECT_EQ(DayOfUnits(evidence, 10, today), today);
  EXPECT_FALSE(DayOfUnits(evidence, 11, today)) << "nobody comes";
  evidence.arrivals = {{absl::CivilDay(2026, 3, 20), 5}, {absl::CivilDay(2026, 4, 1), 5}};
  EXPECT_EQ(DayOfUnits(evidence, 15, today), absl::CivilDay(2026, 3, 20));
  EXPECT_EQ(DayOfUnits(evidence, 16, today), absl::CivilDay(2026, 4, 1));
  EXPECT_FALSE(DayOfUnits(evidence, 21, today));
  evidence.arrivals_per_day = 0.5;
  EXPECT_EQ(DayOfUnits(evidence, 21, today), absl::CivilDay(2026, 4, 3));
  EXPECT_FALSE(DayOfUnits(evidence, 1'000'000, today)) << "in 5,000 years";
}

}  // namespace
}  // namespace palier::rollout
