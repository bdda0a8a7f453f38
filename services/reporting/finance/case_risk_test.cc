// SPDX-License-Identifier: Apache-2.0
#include "reporting/finance/case_risk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace palier::reporting {
namespace {

constexpr int kDraws = 100'000;

const std::vector<UncertainLine> kCase = {
    {"build", {-10000}, 0.9, 1, 1.5},
    {"hours", {0, 3000, 4200, 6800}, 0.5, 1, 1.2},
    {"run", {-100, -100, -100, -100}},
};

TEST(LikelyValue, IsThePresentValue) {
  const double run = -100 * (1 - std::pow(1.1, -4)) / 0.1;
  EXPECT_NEAR(LikelyValue(kCase, 0.1), 1188.443412 + run, 5e-7);
  EXPECT_EQ(LikelyValue({}, 0.1), 0);
}

TEST(Tornado, MovesOneThingAtATimeTheWidestFirst) {
  const std::vector<TornadoBar> bars = TornadoOf(kCase, 0.1, 0.2);
  const double base = LikelyValue(kCase, 0.1);
  ASSERT_EQ(bars.size(), 4u);
  // 10,279.35 and 9,090.91 are the present values of the gains and of the build.
  EXPECT_EQ(bars[0].name, "hours");
  EXPECT_NEAR(bars[0].with_less, base - 0.2 * (1188.443412 + 10000 / 1.1), 1e-5);
  EXPECT_NEAR(bars[0].with_more, base + 0.2 * (1188.443412 + 10000 / 1.1), 1e-5);
  EXPECT_EQ(bars[1].name, "build");
  EXPECT_NEAR(bars[1].with_more, base - 0.2 * 10000 / 1.1, 1e-9);
  EXPECT_EQ(bars[2].name, "");
  EXPECT_DOUBLE_EQ(bars[2].with_less, LikelyValue(kCase, 0.08));
  EXPECT_DOUBLE_EQ(bars[2].with_more, LikelyValue(kCase, 0.12));
  EXPECT_EQ(bars[3].name, "run");
}

TEST(SimulateCase, OfOneLineHasThePercentilesOfItsDistribution) {
  const UncertainLine line = {"hours", {110}, 0, 1, 2};
  const CaseRange range = SimulateCase({line}, 0.1, 1, kDraws);
  // Four standard errors of a quantile: sqrt(p (1 - p) / n) / density.
  EXPECT_NEAR(range.p10, 100 * std::sqrt(0.2), 100 * 4 * std::sqrt(0.09 / kDraws) / std::sqrt(0.2));
  EXPECT_NEAR(range.p50, 100, 100 * 4 * std::sqrt(0.25 / kDraws));
  EXPECT_NEAR(range.p90, 200 - range.p10, 2);
  EXPECT_EQ(range.loss_permille, 0);
}

TEST(SimulateCase, TellsHowOftenMoneyIsLost) {
  const CaseRange range =
      SimulateCase({{"hours", {110}, 0, 1, 2}, {"build", {-110}}}, 0.1, 1, kDraws);
  EXPECT_NEAR(range.loss_permille, 500, 7);
}

TEST(SimulateCase, OfWhatIsCertainIsOneValue) {
  const CaseRange range = SimulateCase({{"run", {-110}}}, 0.1, 1, 10);
  EXPECT_NEAR(range.p10, -100, 1e-9);
  EXPECT_EQ(range.p10, range.p90);
  EXPECT_EQ(range.loss_permille, 1000);
}

TEST(SimulateCase, IsTheSameForTheSameSeedAndNearForAnother) {
  const CaseRange range = SimulateCase(kCase, 0.1, 1, kDraws);
  EXPECT_EQ(range.p50, SimulateCase(kCase, 0.1, 1, kDraws).p50);
  const CaseRange other = SimulateCase(kCase, 0.1, 2, kDraws);
  EXPECT_NE(range.p50, other.p50);
  EXPECT_NEAR(range.p50, other.p50, 40);
  EXPECT_LT(range.p10, range.p50);
  EXPECT_LT(range.p50, range.p90);
}

// Two scenarios differ by what differs between them, not by other draws.
TEST(SimulateCase, SharesTheDrawsOfSharedLines) {
  std::vector<UncertainLine> with_certain = kCase;
  with_certain.insert(with_certain.begin(), {"licence", {-1100}});
  const CaseRange range = SimulateCase(kCase, 0.1, 1, 1000);
  const CaseRange dearer = SimulateCase(with_certain, 0.1, 1, 1000);
  EXPECT_NEAR(range.p10 - dearer.p10, 1000, 1e-8);
  EXPECT_NEAR(range.p90 - dearer.p90, 1000, 1e-8);
}

}  // namespace
}  // namespace palier::reporting
