// SPDX-License-Identifier: Apache-2.0
#include "common/stats/gamma_exponential_mixture.h"

#include <cmath>

#include "common/stats/normal_mixture.h"
#include "gtest/gtest.h"

namespace palier::stats {
namespace {

constexpr GammaExponentialMixture kMixture{100, 0.05, 2};

// Values that the authors' own tests hold, from their implementation in R.
TEST(GammaExponentialMixtureTest, TheAuthorsReferenceValues) {
  EXPECT_NEAR(LogMixture(kMixture, 10, 100), -0.2490165, 5e-8);
  EXPECT_NEAR(Bound(kMixture, 100, 0.05), 33.02017, 5e-6);
}

TEST(GammaExponentialMixtureTest, WithoutAHeavySideItIsNearTheNormalOne) {
  const double normal = Bound(NormalMixture{100, 0.05, true}, 100, 0.05);
  EXPECT_NEAR(Bound(GammaExponentialMixture{100, 0.05, 0.05}, 100, 0.05), normal, 0.2);
  EXPECT_GT(Bound(GammaExponentialMixture{100, 0.05, 0.05}, 100, 0.05), normal);
}

}  // namespace
}  // namespace palier::stats
