// SPDX-License-Identifier: Apache-2.0
#include "common/stats/diffusion.h"

#include <gtest/gtest.h>

#include <cmath>

namespace palier::stats {
namespace {

// Values to the printed digits, computed from the formulas elsewhere.
TEST(Bass, ReferenceValues) {
  const Bass bass{0.03, 0.38};
  EXPECT_NEAR(bass.PeakTime(), 6.19262, 5e-6);
  EXPECT_NEAR(bass.PeakRate(), 0.110592, 5e-7);
  EXPECT_NEAR(bass.ShareAt(5), 0.331199, 5e-7);
  EXPECT_NEAR(bass.ShareAt(10), 0.812803, 5e-7);
  EXPECT_EQ(bass.ShareAt(0), 0);
  EXPECT_NEAR(bass.ShareAt(1000), 1, 1e-12);
}

TEST(Bass, WithoutImitationItOnlySlowsDown) {
  const Bass bass{0.1, 0};
  EXPECT_EQ(bass.PeakTime(), 0);
  EXPECT_EQ(bass.PeakRate(), 0.1);
  EXPECT_NEAR(bass.ShareAt(3), 1 - std::exp(-0.3), 1e-12);
}

TEST(TrainTheTrainer, ReferenceValue) {
  const double growth = TrainTheTrainerGrowth(1, 0.5, 15, 4);
  EXPECT_NEAR(growth, 0.092, 0.0005);
  EXPECT_NEAR(std::log(2) / growth, 7.5, 0.05) << "weeks in which it doubles";
}

TEST(TrainTheTrainer, SolvesItsEquation) {
  for (const double lag : {0.0, 0.5, 4.0, 26.0}) {
    for (const double hours : {0.1, 1.0, 8.0}) {
      const double growth = TrainTheTrainerGrowth(hours, 0.5, 15, lag);
      EXPECT_NEAR(growth * std::exp(growth * lag), hours / 7.5, 1e-9) << lag << " " << hours;
    }
  }
}

}  // namespace
}  // namespace palier::stats
