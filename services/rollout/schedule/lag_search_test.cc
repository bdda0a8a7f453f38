// SPDX-License-Identifier: Apache-2.0
#include "rollout/schedule/lag_search.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rollout/schedule/testing/small_models.h"

namespace palier::schedule {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Model OnOneMachine(int activities, int duration, int horizon) {
  Model model;
  model.horizon = horizon;
  model.resources = {{{1}}};
  model.activities.assign(activities, {.duration = duration, .demands = {{0, 0, duration, 1}}});
  return model;
}

TEST(LagSearchTest, KeepsMaximalLags) {
  // 0 and 1 in at most 2 of one another's starts; 2 goes before or after both.
  Model model = OnOneMachine(3, 2, 20);
  model.activities[2].release = 1;
  model.arcs = {{0, 1, 2}, {1, 0, -2}};
  const auto found = MinimiseMakespanWithLags(model, 1'000);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_THAT(found->starts, ElementsAre(0, 2, 4));
  EXPECT_EQ(found->objective, 6);
  EXPECT_TRUE(found->proven());
}

TEST(LagSearchTest, ProvesThatNoScheduleExists) {
  Model circle = OnOneMachine(2, 2, 50);
  circle.arcs = {{0, 1, 5}, {1, 0, -4}};
  // Both must start within one period of one another, and cannot.
  Model machine = OnOneMachine(2, 2, 50);
  machine.arcs = {{0, 1, -1}, {1, 0, -1}};
  Model too_short = OnOneMachine(3, 2, 5);
  for (const Model& model : {circle, machine, too_short}) {
    EXPECT_EQ(MinimiseMakespanWithLags(model, 1'000).status().code(),
              absl::StatusCode::kFailedPrecondition);
  }
}

TEST(LagSearchTest, DoesNotClaimWhatItDidNotTry) {
  Model model = OnOneMachine(8, 2, 40);
  for (int i = 0; i < 8; ++i) model.resources[0].capacity = {2};
  for (Activity& activity : model.activities) activity.demands[0].amount = 1;
  for (int i = 1; i < 8; ++i) model.arcs.push_back({i, i - 1, -6});
  EXPECT_EQ(MinimiseMakespanWithLags(model, 1).status().code(), absl::StatusCode::kNotFound);
  const auto found = MinimiseMakespanWithLags(model, 100'000);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->objective, 8);
}

TEST(LagSearchTest, RefusesWhatItDoesNotKnow) {
  Model model = OnOneMachine(2, 2, 9);
  model.budget = {5};
  EXPECT_EQ(MinimiseMakespanWithLags(model, 10).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(MinimiseMakespanWithLags(OnOneMachine(501, 0, 9), 10).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(MinimiseMakespanWithLags(Model{}, 10).ok());
}

// Against all schedules, with capacities that vary in half of the models.
TEST(LagSearchTest, IsExact) {
  int feasible = 0, infeasible = 0;
  for (uint64_t seed = 0; seed < 800; ++seed) {
    const Model model = testing::MakeSmallModel(seed, {.activities = 5,
                                                       .horizon = 11,
                                                       .varying = seed % 2 == 1,
                                                       .any_lag = true,
                                                       .maximal = true});
    const std::optional<int> shortest = testing::Exhaustive(model).Shortest();
    const auto found = MinimiseMakespanWithLags(model, 100'000);
    if (!shortest) {
      ++infeasible;
      EXPECT_EQ(found.status().code(), absl::StatusCode::kFailedPrecondition) << seed;
      continue;
    }
    ++feasible;
    ASSERT_TRUE(found.ok()) << seed << found.status();
    EXPECT_THAT(Violations(model, found->starts), IsEmpty()) << seed;
    EXPECT_EQ(found->objective, *shortest) << seed;
    EXPECT_TRUE(found->proven()) << seed;
  }
  EXPECT_GT(feasible, 300);
  EXPECT_GT(infeasible, 50);
}

}  // namespace
}  // namespace palier::schedule
