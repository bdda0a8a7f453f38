// SPDX-License-Identifier: Apache-2.0
#include "common/stats/wilson.h"

#include <gtest/gtest.h>

namespace palier::stats {
namespace {

// Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17
// (1998), table I, method 3.
TEST(WilsonTest, SingleSharesAsPublished) {
  const struct {
    Share share;
    double lower, upper;
  } cases[] = {{{81, 263}, 0.2553, 0.3662},
               {{15, 148}, 0.0624, 0.1605},
               {{0, 20}, 0.0000, 0.1611},
               {{1, 29}, 0.0061, 0.1718}};
  for (const auto& c : cases) {
    const Interval interval = WilsonInterval(c.share);
    EXPECT_NEAR(interval.lower, c.lower, 5e-5) << c.share.part;
    EXPECT_NEAR(interval.upper, c.upper, 5e-5) << c.share.part;
  }
  EXPECT_EQ(WilsonInterval({}).lower, 0);
  EXPECT_EQ(WilsonInterval({}).upper, 1);
}

// Newcombe, "Interval estimation for the difference between independent proportions", table II,
// method 10.
TEST(WilsonTest, DifferencesAsPublished) {
  const struct {
    Share a, b;
    double lower, upper;
  } cases[] = {{{56, 70}, {48, 80}, 0.0524, 0.3339}, {{9, 10}, {3, 10}, 0.1705, 0.8090},
               {{6, 7}, {2, 7}, 0.0582, 0.8062},     {{5, 56}, {0, 29}, -0.0381, 0.1926},
               {{0, 10}, {0, 20}, -0.1611, 0.2775},  {{0, 10}, {0, 10}, -0.2775, 0.2775},
               {{10, 10}, {0, 20}, 0.6791, 1.0000},  {{10, 10}, {0, 10}, 0.6075, 1.0000}};
  for (const auto& c : cases) {
    const Interval interval = DifferenceInterval(c.a, c.b);
    EXPECT_NEAR(interval.lower, c.lower, 5e-5) << c.a.part << " of " << c.a.whole;
    EXPECT_NEAR(interval.upper, c.upper, 5e-5) << c.a.part << " of " << c.a.whole;
  }
  EXPECT_EQ(DifferenceInterval({}, {1, 2}).lower, -1);
}

}  // namespace
}  // namespace palier::stats
