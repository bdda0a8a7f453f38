// SPDX-License-Identifier: Apache-2.0
#include "rollout/schedule/propagation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rollout/schedule/testing/small_models.h"

namespace palier::schedule {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Model OneMachine(std::vector<int> durations, int horizon) {
  Model model;
  model.horizon = horizon;
  model.resources = {{{1}}};
  for (int duration : durations) {
    model.activities.push_back({.duration = duration, .demands = {{0, 0, duration, 1}}});
  }
  return model;
}

TEST(PropagationTest, FollowsArcsBothWays) {
  Model model = OneMachine({2, 3, 1}, 10);
  model.arcs = {{0, 1, 2}, {1, 2, 3}, {2, 0, -7}};
  Propagation propagation(model);
  Windows windows = propagation.Widest(8);
  ASSERT_TRUE(propagation.Narrow({}, windows));
  EXPECT_THAT(windows.earliest, ElementsAre(0, 2, 5));
  EXPECT_THAT(windows.latest, ElementsAre(2, 4, 7));
  // A decision besides: 2 at most 5 after 0.
  windows = propagation.Widest(8);
  ASSERT_TRUE(propagation.Narrow({{2, 0, -5}}, windows));
  EXPECT_FALSE(propagation.Narrow({{2, 0, -4}}, windows));
}

TEST(PropagationTest, FindsACircleWithoutWalkingToTheHorizon) {
  Model model = OneMachine({1, 1}, kMaxHorizon);
  model.arcs = {{0, 1, 3}, {1, 0, -2}};
  Propagation propagation(model);
  Windows windows = propagation.Widest(kMaxHorizon);
  EXPECT_FALSE(propagation.Narrow({}, windows));
  EXPECT_LT(windows.earliest[0], 10);
}

TEST(PropagationTest, LeavesOutWhatOthersOccupyForSure) {
  Model model = OneMachine({4, 2}, 9);
  model.resources = {{{2}}};
  model.activities[0].demands[0].amount = 1;
  model.activities[0].release = 1;
  model.activities[0].deadline = 6;  // occupies 2 to 4 wherever it starts
  model.activities[1].demands[0].amount = 2;
  Propagation propagation(model);
  Windows windows = propagation.Widest(9);
  ASSERT_TRUE(propagation.Narrow({}, windows));
  EXPECT_THAT(windows.earliest, ElementsAre(1, 0));
  windows.earliest[1] = 1;
  ASSERT_TRUE(propagation.Narrow({}, windows));
  EXPECT_THAT(windows.earliest, ElementsAre(1, 5));
}

TEST(PropagationTest, OrdersPairsThatExcludeOneAnother) {
  Model model = OneMachine({3, 3}, 6);
  model.activities[1].release = 1;
  Propagation propagation(model);
  Windows windows = propagation.Widest(6);
  ASSERT_TRUE(propagation.Narrow({}, windows));
  EXPECT_THAT(windows.earliest, ElementsAre(0, 3));
  windows = propagation.Widest(5);
  EXPECT_FALSE(propagation.Narrow({}, windows));
}

TEST(PropagationTest, SeesThatEnergyDoesNotFit) {
  Model model;
  model.horizon = 5;
  model.resources = {{{3, 3, 2}}};
  // Three of two by two in 4 periods of 3, 3, 2 and 2 fit one beside none: 12 of 10.
  model.activities.assign(3, {.duration = 2, .demands = {{0, 0, 2, 2}}, .deadline = 4});
  Propagation propagation(model);
  EXPECT_FALSE(propagation.EnergyFits(propagation.Widest(5)));
  model.activities.pop_back();
  Propagation fewer(model);
  EXPECT_TRUE(fewer.EnergyFits(fewer.Widest(5)));
}

TEST(PropagationTest, TellsTheFirstConflict) {
  Model model = OneMachine({2, 2, 2}, 9);
  model.resources.push_back({{2, 2, 2, 1}});
  for (Activity& activity : model.activities) activity.demands[0] = {1, 0, 2, 1};
  Propagation propagation(model);
  EXPECT_EQ(propagation.FirstConflict({0, 0, 4}).resource, -1);
  const Propagation::Conflict falls = propagation.FirstConflict({0, 2, 2});
  EXPECT_EQ(falls.resource, 1);
  EXPECT_EQ(falls.period, 3);
  EXPECT_THAT(falls.activities, ElementsAre(1, 2));
  EXPECT_EQ(propagation.FirstConflict({1, 0, 1}).period, 1);
}

// No start of a schedule that exists is ever removed.
TEST(PropagationTest, KeepsTheStartsOfSchedules) {
  int schedules = 0;
  for (uint64_t seed = 0; seed < 400; ++seed) {
    const Model model = testing::MakeSmallModel(seed, {.activities = 4,
                                                       .horizon = 9,
                                                       .varying = seed % 2 == 1,
                                                       .any_lag = true,
                                                       .maximal = seed % 4 < 2});
    stats::Random random(seed);
    Propagation propagation(model);
    Windows windows = propagation.Widest(model.horizon);
    const bool any = propagation.Narrow({}, windows);
    for (int round = 0; round < 3'000; ++round) {
      Starts starts;
      for (int i = 0; i < 4; ++i) starts.push_back(random.Below(9));
      if (!Violations(model, starts).empty()) continue;
      ++schedules;
      ASSERT_TRUE(any) << seed;
      EXPECT_EQ(propagation.FirstConflict(starts).resource, -1);
      EXPECT_TRUE(propagation.EnergyFits(windows)) << seed;
      for (int i = 0; i < 4; ++i) {
        EXPECT_GE(starts[i], windows.earliest[i]) << seed;
        EXPECT_LE(starts[i], windows.latest[i]) << seed;
      }
    }
  }
  EXPECT_GT(schedules, 5'000);
}

}  // namespace
}  // namespace palier::schedule
