// SPDX-License-Identifier: Apache-2.0
// How often the gate is wrong when it is asked each week of a year: 20 new users a week, each
// counted once. The seeds are fixed, so that the figures are too. std::bernoulli_distribution and
// its like differ between libraries; the draws here do not.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "rollout/domain/gate.h"

namespace palier::rollout {
namespace {

constexpr int kLooks = 52;
constexpr int kNewUsers = 20;

double Uniform(std::mt19937_64& random) {
  return static_cast<double>(random() >> 11) * 0x1.0p-53;
}

// A gamma variate by Marsaglia and Tsang, "A simple method for generating gamma variables", ACM
// Transactions on Mathematical Software 26 (2000) 363-372.
double Gamma(std::mt19937_64& random, double shape) {
  if (shape < 1) return Gamma(random, shape + 1) * std::pow(Uniform(random), 1 / shape);
  const double d = shape - 1.0 / 3;
  const double c = 1 / std::sqrt(9 * d);
  while (true) {
    const double normal =
        std::sqrt(-2 * std::log(1 - Uniform(random))) * std::cos(2 * M_PI * Uniform(random));
    const double v = std::pow(1 + c * normal, 3);
    if (v <= 0) continue;
    if (std::log(1 - Uniform(random)) < normal * normal / 2 + d - d * v + d * std::log(v)) {
      return d * v;
    }
  }
}

// The chance of a team, whose people then resemble one another with that correlation.
double TeamChance(std::mt19937_64& random, double mean, double correlation) {
  if (correlation == 0) return mean;
  const double weight = 1 / correlation - 1;
  const double a = Gamma(random, mean * weight);
  const double b = Gamma(random, (1 - mean) * weight);
  return a / (a + b);
}

struct Year {
  double chance = 0.6;
  double correlation = 0;
  int team_size = 10;
};

struct Outcome {
  int told = 0;              // CONTINUE or STOP in any week
  int told_by_one_look = 0;  // by an interval that is made for one look
  double mean_week = 0;      // of the first
};

// The gate wants `chance` of 60 %, no more and no less, and is asked each week. For a proportion
// that is all that it asks of the figures; asking for the proof alone saves the sentences.
Outcome Simulate(const Year& year, int years, uint64_t seed) {
  Criterion criterion;
  criterion.minimum = criterion.target = 0.6;
  criterion.intraclass_correlation = year.correlation;
  criterion.tuned_sample = 100;
  std::mt19937_64 random(seed);
  Outcome outcome;
  for (int run = 0; run < years; ++run) {
    CriterionEvidence evidence;
    evidence.feed_missing = false;
    bool told = false;
    bool told_by_one_look = false;
    for (int week = 1; week <= kLooks && !(told && told_by_one_look); ++week) {
      for (int team = 0; team < kNewUsers / year.team_size; ++team) {
        const double chance = TeamChance(random, year.chance, year.correlation);
        for (int user = 0; user < year.team_size; ++user) {
          evidence.successes += Uniform(random) < chance;
        }
        evidence.team_units.push_back(year.team_size);
        evidence.units += year.team_size;
      }
      const double n = static_cast<double>(evidence.units);
      const double share = static_cast<double>(evidence.successes) / n;
      told_by_one_look =
          told_by_one_look || std::abs(share - 0.6) > 1.959964 * std::sqrt(share * (1 - share) / n);
      if (told) continue;
      told = ProofOf(criterion, FiguresOf(criterion, evidence, kGateAlpha, 1)) != Proof::kNothing;
      if (told) outcome.mean_week += week;
    }
    outcome.told += told;
    outcome.told_by_one_look += told_by_one_look;
  }
  if (outcome.told > 0) outcome.mean_week /= outcome.told;
  return outcome;
}

void Record(const Outcome& outcome) {
  ::testing::Test::RecordProperty("told", outcome.told);
  ::testing::Test::RecordProperty("told_by_one_look_intervals", outcome.told_by_one_look);
  ::testing::Test::RecordProperty("mean_week", std::to_string(outcome.mean_week));
}

TEST(GateSimulationTest, AtTheThresholdAYearOfWeeklyLooksIsRarelyWrong) {
  constexpr int kYears = 2000;
  const Outcome outcome = Simulate({0.6, 0, 10}, kYears, 1);
  Record(outcome);
  EXPECT_LE(outcome.told, kYears * 0.05);
  EXPECT_GT(outcome.told, 0) << "a gate that is never wrong says too little";
  EXPECT_GT(outcome.told_by_one_look, kYears * 0.25) << "what the sequence is for";
}

TEST(GateSimulationTest, TeamsWhosePeopleResembleOneAnotherToo) {
  constexpr int kYears = 2000;
  const Outcome outcome = Simulate({0.6, 0.1, 10}, kYears, 2);
  Record(outcome);
  EXPECT_LE(outcome.told, kYears * 0.05);
  EXPECT_GT(outcome.told, 0);
  const Outcome large = Simulate({0.6, 0.1, 20}, kYears / 2, 3);
  EXPECT_LE(large.told, kYears / 2 * 0.05);
}

TEST(GateSimulationTest, ARealDifferenceIsNearlyAlwaysFound) {
  constexpr int kYears = 500;
  const Outcome better = Simulate({0.7, 0, 10}, kYears, 4);
  Record(better);
  EXPECT_GE(better.told, kYears * 0.99);
  EXPECT_LT(better.mean_week, 15);
  const Outcome worse = Simulate({0.5, 0, 10}, kYears, 5);
  EXPECT_GE(worse.told, kYears * 0.99);
}

// The whole gate, with three criteria of which one is at its threshold and two are well: each look
// is a call of JudgeGate.
TEST(GateSimulationTest, TheWholeGateRarelyGoesOnOrStopsWrongly) {
  constexpr int kYears = 60;
  std::mt19937_64 random(6);
  GateInput input;
  for (const char* id : {"use", "trust", "help"}) {
    Criterion criterion;
    criterion.id = id;
    criterion.minimum = criterion.target = 0.6;
    criterion.intraclass_correlation = 0;
    criterion.hold_days = 0;
    input.criteria.push_back(criterion);
  }
  input.start = absl::CivilDay(2026, 3, 9);
  int wrong = 0;
  for (int run = 0; run < kYears; ++run) {
    input.evidence.assign(3, CriterionEvidence());
    bool told = false;
    for (int week = 1; week <= kLooks && !told; ++week) {
      for (size_t i = 0; i < 3; ++i) {
        CriterionEvidence& evidence = input.evidence[i];
        evidence.feed_missing = false;
        evidence.units += kNewUsers;
        evidence.expected = evidence.units;
        for (int user = 0; user < kNewUsers; ++user) {
          evidence.successes += Uniform(random) < (i == 0 ? 0.6 : 0.8);
        }
      }
      input.today = input.start + 7 * week;
      const GateVerdict verdict = JudgeGate(input).verdict;
      told = verdict == GateVerdict::kContinue || verdict == GateVerdict::kStop;
    }
    wrong += told;
  }
  RecordProperty("wrong", wrong);
  EXPECT_LE(wrong, kYears * 0.05);
}

}  // namespace
}  // namespace palier::rollout
