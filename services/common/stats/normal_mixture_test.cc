// SPDX-License-Identifier: Apache-2.0
#include "common/stats/normal_mixture.h"

#include <cmath>

#include "gtest/gtest.h"

namespace palier::stats {
namespace {

constexpr NormalMixture kTwoSided{100, 0.05, false};
constexpr NormalMixture kOneSided{100, 0.05, true};

// Values that the authors' own tests hold, from their implementation in R.
TEST(NormalMixtureTest, TheAuthorsReferenceValues) {
  EXPECT_NEAR(Rho(kTwoSided), 12.60056, 5e-6);
  EXPECT_NEAR(Bound(kTwoSided, 100, 0.05), 30.35209, 5e-6);
  EXPECT_NEAR(LogMixture(kTwoSided, 10, 100), -0.6510052, 5e-8);
  EXPECT_NEAR(Bound(kOneSided, 100, 0.05), 27.66071, 5e-6);
  EXPECT_NEAR(LogMixture(kOneSided, 10, 100), -0.06502391, 5e-9);
}

TEST(NormalMixtureTest, AtTheBoundTheMixtureIsOneOverAlpha) {
  for (const NormalMixture& mixture : {kTwoSided, kOneSided}) {
    for (const double v : {0.1, 10.0, 1000.0}) {
      for (const double alpha : {0.3, 0.05, 1e-6}) {
        const double bound = Bound(mixture, v, alpha);
        EXPECT_NEAR(LogMixture(mixture, bound, v), -std::log(alpha), 1e-9) << v << " " << alpha;
      }
    }
  }
}

TEST(NormalMixtureTest, IsTightestWhereItIsTunedTo) {
  const auto bound = [](double tuned) { return Bound({tuned, 0.05, false}, 100, 0.05); };
  EXPECT_LT(bound(100), bound(90));
  EXPECT_LT(bound(100), bound(110));
}

}  // namespace
}  // namespace palier::stats
