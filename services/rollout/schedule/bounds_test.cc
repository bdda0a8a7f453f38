// SPDX-License-Identifier: Apache-2.0
#include "rollout/schedule/bounds.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "rollout/schedule/testing/small_models.h"

namespace palier::schedule {
namespace {

TEST(BoundsTest, HandMade) {
  // A chain of 2 + 3, and three of 2 by 2 on a resource of 3 after a first of 1.
  Model model;
  model.horizon = 20;
  model.resources = {{{3}}};
  model.activities = {{.duration = 2}, {.duration = 3}, {.duration = 1}};
  model.arcs = {{0, 1, 2}};
  for (int i = 0; i < 3; ++i) {
    model.activities.push_back({.duration = 2, .demands = {{0, 0, 2, 2}}});
    model.arcs.push_back({2, 3 + i, 1});
  }
  const auto bounds = BoundMakespan(model);
  ASSERT_TRUE(bounds.ok()) << bounds.status();
  EXPECT_EQ(bounds->critical_path, 5);
  EXPECT_EQ(bounds->energy, 1 + 4);  // 12 of 3 a period after a head of 1
  EXPECT_EQ(bounds->proven, 1 + 6);  // no two of them fit beside one another
  // The same read backwards: a tail instead of a head.
  for (int i = 0; i < 3; ++i) model.arcs[1 + i] = {3 + i, 2, 2};
  EXPECT_EQ(BoundMakespan(model)->energy, 4 + 1);
  EXPECT_EQ(BoundMakespan(model)->proven, 7);
}

TEST(BoundsTest, SaysWhenNoScheduleExists) {
  Model model;
  model.horizon = 5;
  model.resources = {{{1}}};
  model.activities.assign(2, {.duration = 3, .demands = {{0, 0, 3, 1}}});
  EXPECT_EQ(BoundMakespan(model).status().code(), absl::StatusCode::kFailedPrecondition);
  model.horizon = 6;
  EXPECT_EQ(BoundMakespan(model)->proven, 6);
  model.activities[1].supplies = {{0, 1, 1}};
  EXPECT_EQ(BoundMakespan(model).status().code(), absl::StatusCode::kInvalidArgument);
}

// Too large to look for contradictions: the plain bounds, at once.
TEST(BoundsTest, IsQuickOnLargeModels) {
  Model model;
  model.horizon = 100'000;
  model.resources.assign(100, {{10}});
  for (int i = 0; i < 2'000; ++i) {
    model.activities.push_back({.duration = 5, .demands = {{i % 100, 0, 5, 7}}});
  }
  const auto bounds = BoundMakespan(model);
  ASSERT_TRUE(bounds.ok()) << bounds.status();
  EXPECT_EQ(bounds->proven, 20 * 5 * 7 / 10);
}

// Against all schedules: never above the shortest, whatever the effort, and often equal.
TEST(BoundsTest, IsNeverAboveTheShortest) {
  int models = 0, equal = 0;
  for (uint64_t seed = 0; seed < 600; ++seed) {
    const Model model = testing::MakeSmallModel(seed, {.activities = 5,
                                                       .horizon = 11,
                                                       .varying = seed % 2 == 1,
                                                       .any_lag = seed % 3 == 0,
                                                       .maximal = seed % 5 == 0});
    const std::optional<int> shortest = testing::Exhaustive(model).Shortest();
    for (int effort : {0, 5, 2'000}) {
      const auto bounds = BoundMakespan(model, effort);
      if (!bounds.ok()) {
        EXPECT_EQ(bounds.status().code(), absl::StatusCode::kFailedPrecondition);
        EXPECT_FALSE(shortest.has_value()) << seed;
        continue;
      }
      EXPECT_GE(bounds->proven, std::max(bounds->critical_path, bounds->energy));
      if (!shortest) continue;
      EXPECT_LE(bounds->proven, *shortest) << seed;
      if (effort < 2'000) continue;
      ++models;
      equal += bounds->proven == *shortest;
    }
  }
  EXPECT_GT(models, 400);
  EXPECT_GT(equal * 100, models * 90);
}

}  // namespace
}  // namespace palier::schedule
