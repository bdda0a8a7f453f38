// SPDX-License-Identifier: Apache-2.0
#include "rollout/schedule/justification.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rollout/schedule/testing/small_models.h"

namespace palier::schedule {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::MakeSmallModel;

TEST(OrderingTest, SortsByKeyAndRepairsWhatWaits) {
  Model model;
  model.horizon = 10;
  model.activities.assign(4, {.duration = 1});
  model.arcs = {{3, 1, 1}, {2, 3, 1}};
  const auto packed = Pack(model);
  ASSERT_TRUE(packed.ok());
  Ordering ordering(*packed);
  std::vector<int> order;
  ordering.ByKeys({5, 1, 9, 7}, order);
  EXPECT_THAT(order, ElementsAre(2, 3, 1, 0));
  ordering.ByKeys({5'000'000, 1, 900, -70'000}, order);
  EXPECT_THAT(order, ElementsAre(2, 3, 1, 0));
  // Of one start, what waits comes later.
  ordering.ByStarts({0, 0, 0, 0}, order);
  EXPECT_THAT(order, ElementsAre(0, 2, 3, 1));
}

TEST(JustificationTest, ClosesAGap) {
  // 0, then 1 and 3 side by side, then 2; nothing happens in period 1.
  Model model;
  model.horizon = 20;
  model.resources = {{{2}}};
  model.activities = {{.duration = 1, .demands = {{0, 0, 1, 1}}},
                      {.duration = 4, .demands = {{0, 0, 4, 1}}},
                      {.duration = 1, .demands = {{0, 0, 1, 2}}},
                      {.duration = 4, .demands = {{0, 0, 4, 1}}}};
  model.arcs = {{0, 1, 1}};
  const auto packed = Pack(model);
  ASSERT_TRUE(packed.ok());
  Timetable timetable;
  timetable.starts = {0, 2, 6, 2};
  timetable.makespan = 7;
  Justification(*packed).Apply(timetable);
  EXPECT_THAT(Violations(model, timetable.starts), IsEmpty());
  EXPECT_EQ(timetable.makespan, 6);
}

TEST(JustificationTest, NeverLengthensAndOftenShortens) {
  int shorter = 0;
  for (uint64_t seed = 0; seed < 400; ++seed) {
    const Model model = MakeSmallModel(
        seed, {.activities = 12, .horizon = 60, .resources = 3, .any_lag = seed % 4 == 3});
    const auto packed = Pack(model);
    ASSERT_TRUE(packed.ok());
    ListDecoder decoder(*packed);
    Ordering ordering(*packed);
    Justification justification(*packed);
    stats::Random random(seed);
    std::vector<int> keys(12), order;
    for (int& key : keys) key = random.Below(100);
    ordering.ByKeys(keys, order);
    Timetable timetable;
    decoder.Decode(order, timetable);
    const int before = timetable.makespan;
    justification.Apply(timetable);
    EXPECT_THAT(Violations(model, timetable.starts), IsEmpty()) << seed;
    EXPECT_EQ(timetable.makespan, MakespanOf(model, timetable.starts));
    EXPECT_LE(timetable.makespan, before) << seed;
    shorter += timetable.makespan < before;
  }
  EXPECT_GT(shorter, 60);
}

}  // namespace
}  // namespace palier::schedule
