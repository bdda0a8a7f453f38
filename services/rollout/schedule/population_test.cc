// SPDX-License-Identifier: Apache-2.0
#include "rollout/schedule/population.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "rollout/schedule/testing/small_models.h"

namespace palier::schedule {
namespace {

using ::testing::IsEmpty;
using testing::MakeSmallModel;

TEST(PopulationTest, CountsSchedulesAndKeepsToTheMost) {
  const Model model = MakeSmallModel(1, {.activities = 12, .horizon = 60});
  const auto packed = Pack(model);
  ASSERT_TRUE(packed.ok());
  Population population(*packed, 5, 1);
  EXPECT_EQ(population.Step(3), 3);
  EXPECT_EQ(population.Step(2), 1);  // no room for two passes more
  EXPECT_THAT(Violations(model, population.last().starts), IsEmpty());
}

TEST(PopulationTest, DecodesOnceWhereTimeHasADirection) {
  const Model model = MakeSmallModel(2, {.activities = 12, .horizon = 60, .varying = true});
  const auto packed = Pack(model);
  ASSERT_TRUE(packed.ok());
  EXPECT_EQ(Population(*packed, 5, 1).Step(100), 1);
}

// It settles, having found shorter schedules than chance does, and begins anew.
TEST(PopulationTest, ImprovesThenSettles) {
  const Model model = testing::MakeHardModel(40);
  const auto packed = Pack(model);
  ASSERT_TRUE(packed.ok());
  Population population(*packed, 10, 7);
  std::set<int> founded;
  for (int i = 0; i < 10; ++i) {
    population.Step(3);
    founded.insert(population.last().makespan);
  }
  int best = *founded.begin(), steps = 0;
  for (; !population.settled() && steps < 100'000; ++steps) {
    population.Step(3);
    EXPECT_THAT(Violations(model, population.last().starts), IsEmpty());
    best = std::min(best, population.last().makespan);
  }
  EXPECT_TRUE(population.settled());
  EXPECT_GT(steps, 600);
  EXPECT_LT(best, *founded.begin());
  population.Clear();
  EXPECT_FALSE(population.settled());
}

}  // namespace
}  // namespace palier::schedule
