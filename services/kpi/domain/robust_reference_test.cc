// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/robust_reference.h"

#include "gtest/gtest.h"

namespace palier::kpi {
namespace {

TEST(RobustReferenceTest, TheMedianIsAValueOfTheSeries) {
  EXPECT_EQ(UpperMedian({3}), 3);
  EXPECT_EQ(UpperMedian({9, 1, 5}), 5);
  EXPECT_EQ(UpperMedian({9, 1, 5, 7}), 7);
}

TEST(RobustReferenceTest, AFlatLineHasAScaleToo) {
  const std::vector<Observation> flat = {{0, 7}, {1, 7}};
  EXPECT_GT(SmallestScale(flat), 0);
  EXPECT_LT(SmallestScale(flat), 1e-8);
  EXPECT_EQ(SmallestScale(std::vector<Observation>{{0, -150}, {1, 50}, {2, 0}}), 2);
}

TEST(RobustReferenceTest, ReachesOneAtTheBar) {
  RobustReference reference;
  reference.Fit(std::vector<double>{8, 9, 10, 11, 12}, 0.1);
  EXPECT_EQ(reference.centre(), 10);
  EXPECT_EQ(reference.scale(), 1.4826);
  EXPECT_DOUBLE_EQ(reference.Reach(10 + 5 * 1.4826, 5), 1);
  EXPECT_DOUBLE_EQ(reference.Reach(10 - 3, 0), 1);  // 1.5 times the record, a distance of 2
}

TEST(RobustReferenceTest, FollowsSlowly) {
  RobustReference reference;
  reference.Fit(std::vector<double>{8, 9, 10, 11, 12}, 2);
  reference.Follow(30, 0.1);
  EXPECT_DOUBLE_EQ(reference.centre(), 10.2);
  EXPECT_DOUBLE_EQ(reference.Reach(10.2 + 1.5 * 5, 0), 1);  // a quarter of the distance of 10
}

}  // namespace
}  // namespace palier::kpi
