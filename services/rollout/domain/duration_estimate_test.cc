// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/duration_estimate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace palier::rollout {
namespace {

using Complexity = IntegrationComplexity;

// S1-56.
TEST(DurationEstimateTest, BetweenTheReferenceFigures) {
  const struct {
    const char* name;
    DurationDrivers drivers;
    double low, likely, high;
  } cases[] = {
      {"a quick win", {1, 10, Complexity::kLow, 300}, 2, 2, 2.1},
      {"the hardest quick win", {1, 10, Complexity::kHigh, 150}, 2.9, 3, 3},
      {"the whole firm, nothing known", {10, 10, Complexity::kUnknown, {}}, 12, 15, 18},
      {"the whole firm, easy", {10, 10, Complexity::kLow, 400}, 12, 12, 12.8},
      {"the whole firm, hard", {10, 10, Complexity::kHigh, 20}, 17.3, 18, 18},
      {"a firm of one department", {1, 1, Complexity::kMedium, 225}, 14.3, 15, 15.8},
      {"half of it", {4, 7, Complexity::kMedium, 225}, 8.3, 8.8, 9.2},
      {"more than there are", {12, 10, Complexity::kLow, 300}, 12, 12, 12.8},
  };
  for (const auto& c : cases) {
    const DurationEstimate estimate = EstimateDuration(c.drivers);
    EXPECT_DOUBLE_EQ(estimate.low, c.low) << c.name;
    EXPECT_DOUBLE_EQ(estimate.likely, c.likely) << c.name;
    EXPECT_DOUBLE_EQ(estimate.high, c.high) << c.name;
  }
}

TEST(DurationEstimateTest, EachDriverLengthensIt) {
  for (int departments = 1; departments < 10; ++departments) {
    DurationDrivers less = {departments, 10, Complexity::kLow, 280};
    DurationDrivers more = less;
    more.departments = departments + 1;
    EXPECT_LT(EstimateDuration(less).likely, EstimateDuration(more).likely) << departments;
    more = less;
    more.complexity = Complexity::kHigh;
    EXPECT_LT(EstimateDuration(less).likely, EstimateDuration(more).likely) << departments;
    more = less;
    more.yearly_budget = 160;
    EXPECT_LT(EstimateDuration(less).likely, EstimateDuration(more).likely) << departments;
  }
}

TEST(DurationEstimateTest, SaysWhatItRestsOnInBothLanguages) {
  const auto explanations = EstimateDuration({3, 10, Complexity::kHigh, 180}).explanations;
  ASSERT_EQ(explanations.size(), 4u);
  EXPECT_EQ(explanations[1].fr, "3 départements sur 10.");
  EXPECT_THAT(explanations[3].en, ::testing::StartsWith("180 EUR a year"));
}

}  // namespace
}  // namespace palier::rollout
