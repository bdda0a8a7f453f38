// SPDX-License-Identifier: Apache-2.0
#include "common/stats/poly_stitching.h"

#include "gtest/gtest.h"

namespace palier::stats {
namespace {

// Values that the authors' own tests hold, from their implementation in R.
TEST(PolyStitchingTest, TheAuthorsReferenceValues) {
  EXPECT_NEAR(Bound({10, 3, 1.4, 2}, 100, 0.05), 64.48755, 5e-6);
  EXPECT_NEAR(Bound({10, -1, 1.4, 2}, 100, 0.05), 28.99389, 5e-6);
}

TEST(PolyStitchingTest, DoesNotShrinkBelowTheLeastVariance) {
  EXPECT_EQ(Bound({10, 0, 1.4, 2}, 1, 0.05), Bound({10, 0, 1.4, 2}, 10, 0.05));
}

}  // namespace
}  // namespace palier::stats
