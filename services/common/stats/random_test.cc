// SPDX-License-Identifier: Apache-2.0
#include "common/stats/random.h"

#include <gtest/gtest.h>

#include "common/stats/triangular.h"

namespace palier::stats {
namespace {

// As the authors' reference code prints them for the seed 1234567.
TEST(Random, IsSplitMix64) {
  Random random(1234567);
  for (const uint64_t value : {6457827717110365317u, 3203168211198807973u, 9817491932198370423u,
                               4593380528125082431u, 16408922859458223821u})
    EXPECT_EQ(random.Next(), value);
}

TEST(Random, UnitLiesInItsRangeEvenly) {
  Random random(3);
  double sum = 0, least = 1, greatest = 0;
  for (int i = 0; i < 100000; ++i) {
    const double unit = random.Unit();
    sum += unit;
    least = std::min(least, unit);
    greatest = std::max(greatest, unit);
  }
  EXPECT_GE(least, 0);
  EXPECT_LT(greatest, 1);
  // Four standard errors of the mean.
  EXPECT_NEAR(sum / 100000, 0.5, 4 * 0.2887 / 316.2);
}

// FNV-1a, 64 bits: test vectors of its authors.
TEST(Random, SeedOfANameIsItsHash) {
  EXPECT_EQ(SeedOf(""), 0xcbf29ce484222325u);
  EXPECT_EQ(SeedOf("a"), 0xaf63dc4c8601ec8cu);
  EXPECT_EQ(SeedOf("foobar"), 0x85944171f73967e8u);
}

TEST(Triangular, InvertsItsDistribution) {
  const struct {
    double u, least, likely, greatest, want;
  } cases[] = {
      {0, 2, 4, 10, 2},      {0.25, 2, 4, 10, 4},  // (4 - 2) / (10 - 2) lies below the mode
      {0.0625, 2, 4, 10, 3}, {0.8125, 2, 4, 10, 7}, {0.5, 0, 1, 2, 1},
      {0.5, 5, 5, 5, 5},     {0.75, 0, 0, 4, 2},    {0.25, 0, 4, 4, 2}};
  for (const auto& c : cases)
    EXPECT_DOUBLE_EQ(TriangularAt(c.u, c.least, c.likely, c.greatest), c.want) << c.u;
}

}  // namespace
}  // namespace palier::stats
