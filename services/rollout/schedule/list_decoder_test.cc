// SPDX-License-Identifier: Apache-2.0
#include "rollout/schedule/list_decoder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_join.h"
#include "rollout/schedule/justification.h"
#include "rollout/schedule/testing/small_models.h"

namespace palier::schedule {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::MakeSmallModel;

Timetable DecodeOrder(const Model& model, const std::vector<int>& order) {
  const auto packed = Pack(model);
  EXPECT_TRUE(packed.ok()) << packed.status();
  ListDecoder decoder(*packed);
  Timetable timetable;
  decoder.Decode(order, timetable);
  return timetable;
}

TEST(ListDecoderTest, PlacesEachAsEarlyAsTheOnesBeforeAllow) {
  Model model;
  model.horizon = 12;
  model.resources = {{{2}}};
  for (int i = 0; i < 3; ++i) {
    model.activities.push_back({.duration = 2 + i, .demands = {{0, 0, 2 + i, i == 1 ? 2 : 1}}});
  }
  EXPECT_THAT(DecodeOrder(model, {0, 1, 2}).starts, ElementsAre(0, 2, 5));
  EXPECT_THAT(DecodeOrder(model, {1, 0, 2}).starts, ElementsAre(3, 0, 3));
  const Timetable gap = DecodeOrder(model, {2, 1, 0});
  EXPECT_THAT(gap.starts, ElementsAre(0, 4, 0));
  EXPECT_EQ(gap.makespan, 7);
  EXPECT_EQ(gap.late, 0);
}

TEST(ListDecoderTest, WaitsForCapacityAndOpenStarts) {
  Model model;
  model.horizon = 12;
  model.resources = {{{1, 0, 1, 1, 0, 1}}};
  model.activities = {{.duration = 2, .demands = {{0, 0, 2, 1}}},
                      {.duration = 2, .demands = {{0, 0, 2, 1}}}};
  model.closed_starts = {{}, {5, 6}};
  EXPECT_THAT(DecodeOrder(model, {0, 1}).starts, ElementsAre(2, 7));
}

TEST(ListDecoderTest, CountsWhatIsLateAndGoesOn) {
  Model model;
  model.horizon = 5;
  model.resources = {{{1}}};
  model.activities = {{.duration = 3, .demands = {{0, 0, 3, 1}}},
                      {.duration = 3, .demands = {{0, 0, 3, 1}}},
                      {.duration = 1, .deadline = 4}};
  model.arcs = {{1, 2, 3}};
  const Timetable timetable = DecodeOrder(model, {0, 1, 2});
  EXPECT_THAT(timetable.starts, ElementsAre(0, 5, 8));
  EXPECT_EQ(timetable.late, 3 + 5);
}

// Random orders of random models, again and again by one decoder: what it calls in time breaks no
// rule, and nothing fits one period earlier where all before it stay.
TEST(ListDecoderTest, KeepsTheRules) {
  int in_time = 0;
  for (uint64_t seed = 0; seed < 300; ++seed) {
    const testing::Shape shape{.activities = 8,
                               .horizon = 40,
                               .resources = 1 + static_cast<int>(seed % 9),
                               .varying = seed % 2 == 1,
                               .any_lag = seed % 3 == 1};
    const Model model = MakeSmallModel(seed, shape);
    const auto packed = Pack(model);
    ASSERT_TRUE(packed.ok()) << packed.status();
    ListDecoder decoder(*packed);
    Ordering ordering(*packed);
    stats::Random random(seed);
    std::vector<int> keys(8), order;
    for (int round = 0; round < 10; ++round) {
      for (int& key : keys) key = random.Below(round % 2 == 0 ? 8 : 100'000);
      ordering.ByKeys(keys, order);
      Timetable timetable;
      decoder.Decode(order, timetable);
      if (timetable.late > 0) continue;
      ++in_time;
      EXPECT_THAT(Violations(model, timetable.starts), IsEmpty()) << seed;
      EXPECT_EQ(timetable.makespan, MakespanOf(model, timetable.starts));
      // The last of the order has all others before it.
      for (Starts earlier = timetable.starts; earlier[order.back()]-- > 0;) {
        EXPECT_FALSE(Violations(model, earlier).empty()) << seed;
      }
    }
  }
  EXPECT_GT(in_time, 2'000);
}

}  // namespace
}  // namespace palier::schedule
