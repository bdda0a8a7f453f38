// SPDX-License-Identifier: Apache-2.0
#include "common/stats/log_gamma.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "gtest/gtest.h"

namespace palier::stats {
namespace {

TEST(LogGammaTest, FactorialsHalvesAndTheSmall) {
  double factorial = 1;
  for (int n = 1; n <= 20; ++n) {
    EXPECT_NEAR(LogGamma(n), std::log(factorial), 1e-13 * std::max(1.0, std::log(factorial))) << n;
    factorial *= n;
  }
  EXPECT_NEAR(LogGamma(0.5), std::log(std::numbers::pi) / 2, 1e-14);
  // G(25/2) = 24! sqrt(pi) / (4^12 12!).
  EXPECT_NEAR(LogGamma(12.5),
              std::log(620448401733239439360000.0 / (16777216.0 * 479001600.0)) +
                  std::log(std::numbers::pi) / 2,
              1e-12);
  // G(x) = 1/x - 0.5772... near 0.
  EXPECT_NEAR(LogGamma(1e-6), std::log(1e6 - 0.57721566490153286), 1e-12);
}

TEST(LogGammaTest, TheRecurrenceHoldsOnBothSidesOfTheSeries) {
  for (double x = 0.01; x < 5000; x *= 1.7) {
    EXPECT_NEAR(LogGamma(x + 1) - LogGamma(x), std::log(x), 1e-11) << x;
  }
}

TEST(LogGammaTest, BetaOfWholeNumbers) {
  EXPECT_NEAR(LogBeta(3, 4), -std::log(60.0), 1e-13);
  EXPECT_NEAR(LogBeta(0.5, 0.5), std::log(std::numbers::pi), 1e-13);
}

TEST(GammaPTest, ClosedForms) {
  // P(1, x) = 1 - e^-x; P(1/2, x) = erf(sqrt x); P(3, x) = 1 - e^-x (1 + x + x^2/2).
  for (const double x : {0.001, 0.3, 1.0, 2.5, 4.0, 9.0, 30.0}) {
    EXPECT_NEAR(GammaP(1, x), -std::expm1(-x), 1e-14) << x;
    EXPECT_NEAR(GammaP(0.5, x), std::erf(std::sqrt(x)), 1e-14) << x;
    EXPECT_NEAR(GammaP(3, x), 1 - std::exp(-x) * (1 + x + x * x / 2), 1e-14) << x;
  }
  EXPECT_EQ(GammaP(2, 0), 0);
}

}  // namespace
}  // namespace palier::stats
