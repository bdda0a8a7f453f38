// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/segment_of_use.h"

#include <gtest/gtest.h>

namespace palier::kpi {
namespace {

TEST(SegmentOfUse, FollowsShareAndDays) {
  RecordProperty("requirement", "S1-06");
  struct Case {
    const char* why;
    Use use;
    SegmentOfUse segment;
  };
  const Case cases[] = {
      {"nobody", {0, 0, 20, 7}, SegmentOfUse::kNone},
      {"one day a week each", {10, 10, 20, 7}, SegmentOfUse::kRegular},
      {"less than half of the team", {9, 45, 20, 7}, SegmentOfUse::kTrying},
      {"less than a day a week", {20, 19, 20, 7}, SegmentOfUse::kTrying},
      {"three days a week", {10, 30, 20, 7}, SegmentOfUse::kIntensive},
      {"a hair less", {10, 29, 20, 7}, SegmentOfUse::kRegular},
      {"members unknown", {6, 18, 0, 7}, SegmentOfUse::kIntensive},
      {"a month of 28 days", {6, 24, 0, 28}, SegmentOfUse::kRegular},
      {"a month of 31 days", {6, 24, 0, 31}, SegmentOfUse::kTrying},
  };
  for (const Case& one : cases) EXPECT_EQ(SegmentOf(one.use), one.segment) << one.why;
}

TEST(SegmentOfUse, FrequencyAndStickiness) {
  EXPECT_DOUBLE_EQ(DaysPerPerson({8, 20, 0, 28}), 2.5);
  EXPECT_DOUBLE_EQ(Stickiness({8, 56, 0, 28}), 0.25);
  EXPECT_DOUBLE_EQ(Stickiness({8, 224, 0, 28}), 1) << "everybody, every day";
  EXPECT_EQ(DaysPerPerson({0, 0, 9, 28}), 0);
  EXPECT_EQ(Stickiness({}), 0);
}

TEST(LeadersUse, IsToldInQuartersOfFiveOrMore) {
  RecordProperty("requirement", "S1-40");
  const struct {
    int64_t active, leaders;
    LeadersUse use;
  } cases[] = {
      {4, 4, LeadersUse::kUntold}, {0, 0, LeadersUse::kUntold}, {0, 5, LeadersUse::kFew},
      {1, 5, LeadersUse::kFew},    {2, 8, LeadersUse::kSome},   {3, 8, LeadersUse::kSome},
      {4, 8, LeadersUse::kMany},   {6, 8, LeadersUse::kMost},   {8, 8, LeadersUse::kMost},
  };
  for (const auto& one : cases) {
    EXPECT_EQ(LeadersUseOf(one.active, one.leaders), one.use)
        << one.active << " of " << one.leaders;
  }
}

TEST(Quadrant, CrossesUseAndSatisfaction) {
  RecordProperty("requirement", "S4-14");
  EXPECT_EQ(QuadrantOf(SegmentOfUse::kIntensive, 20), Quadrant::kChampion);
  EXPECT_EQ(QuadrantOf(SegmentOfUse::kRegular, 0), Quadrant::kCaptive);
  EXPECT_EQ(QuadrantOf(SegmentOfUse::kTrying, 1), Quadrant::kPromising);
  EXPECT_EQ(QuadrantOf(SegmentOfUse::kNone, -30), Quadrant::kDistant);
}

}  // namespace
}  // namespace palier::kpi
