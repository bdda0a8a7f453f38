// SPDX-License-Identifier: Apache-2.0
#include "rollout/schedule/serial_decoder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "absl/strings/str_join.h"
#include "common/stats/random.h"

namespace palier::schedule {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Activity Of(int duration, std::vector<Demand> demands = {}) {
  Activity activity;
  activity.duration = duration;
  activity.demands = std::move(demands);
  return activity;
}

std::vector<int> InOrder(const Model& model) {
  std::vector<int> order(model.activities.size());
  std::iota(order.begin(), order.end(), 0);
  return order;
}

Starts Decoded(const Model& model, const Values& values = {}) {
  EXPECT_EQ(Validate(model), absl::OkStatus());
  SerialDecoder decoder(model, values);
  Starts starts;
  if (!decoder.Decode(InOrder(model), starts)) return {};
  EXPECT_THAT(Violations(model, starts), IsEmpty());
  return starts;
}

// Three activities of two periods each that need one of one.
Model Three() {
  Model model;
  model.horizon = 20;
  model.resources = {{{1}}};
  for (int i = 0; i < 3; ++i) model.activities.push_back(Of(2, {{0, 0, 2, 1}}));
  return model;
}

TEST(SerialDecoderTest, OneAfterTheOther) {
  EXPECT_THAT(Decoded(Three()), ElementsAre(0, 2, 4));
}

TEST(SerialDecoderTest, DemandsOfAPartOfTheTimeLeaveTheRest) {
  Model model = Three();
  for (Activity& activity : model.activities) activity.demands[0] = {0, 1, 2, 1};
  EXPECT_THAT(Decoded(model), ElementsAre(0, 1, 2));
}

TEST(SerialDecoderTest, CapacityVariesInTime) {
  Model model = Three();
  model.resources[0].capacity = {1, 1, 1, 0, 3};
  EXPECT_THAT(Decoded(model), ElementsAre(0, 4, 4));
}

TEST(SerialDecoderTest, ReleaseDeadlineAndClosedStarts) {
  Model model = Three();
  model.activities[0].release = 3;
  model.closed_starts = {{3, 4}, {}, {0, 1}};
  EXPECT_THAT(Decoded(model), ElementsAre(5, 0, 2));
  model.activities[2].deadline = 3;
  EXPECT_THAT(Decoded(model), IsEmpty());
}

TEST(SerialDecoderTest, ArcsMakeTheUrgentWait) {
  Model model = Three();
  model.arcs = {{2, 0, 5}, {0, 1, 2}};
  EXPECT_THAT(Decoded(model), ElementsAre(5, 7, 0));
  model.arcs.push_back({1, 2, 1});
  EXPECT_THAT(Decoded(model), IsEmpty()) << "a cycle";
}

TEST(SerialDecoderTest, AMaximalLagHoldsInBothDirections) {
  Model model = Three();
  // The third at most 3 after the first.
  model.arcs = {{0, 2, 2}, {2, 0, -3}};
  EXPECT_THAT(Decoded(model), IsEmpty()) << "the second comes between them in this order";
  model.arcs = {{0, 2, 2}, {2, 0, -4}};
  EXPECT_THAT(Decoded(model), ElementsAre(0, 2, 4));
}

TEST(SerialDecoderTest, WhatIsSuppliedLaterLetsTheUrgentWait) {
  Model model = Three();
  model.resources = {{{0}}, {{1}}};
  // The last needs nothing and supplies what the others need, one period after it is complete.
  model.activities[2].demands.clear();
  model.activities[2].supplies = {{0, 3, 2}};
  EXPECT_THAT(Decoded(model), ElementsAre(3, 3, 0));
}

TEST(SerialDecoderTest, WavesGrowWithWhoIsLive) {
  Model model;
  model.horizon = 30;
  for (int i = 0; i < 4; ++i) model.activities.push_back(Of(3));
  // At any time, at most ten and twice those who are live have started.
  model.growths = {{{{0, 30, 3}, {1, 10, 3}, {2, 10, 3}, {3, 20, 3}}, 10, 2000}};
  EXPECT_THAT(Decoded(model), ElementsAre(6, 0, 3, 9));
}

TEST(SerialDecoderTest, TheBudgetIsReleasedInSteps) {
  Model model = Three();
  model.resources[0].capacity = {3};
  for (Activity& activity : model.activities) activity.cost = 10;
  model.budget = {10, 10, 10, 10, 25, 30};
  EXPECT_THAT(Decoded(model), ElementsAre(0, 4, 5));
}

TEST(SerialDecoderTest, WhatIsWorthMoreLaterWaits) {
  Model model = Three();
  const Values values = {{}, {1, 2, 3, 9, 9}, {5, 4, 3, 2, 1}};
  EXPECT_THAT(Decoded(model, values), ElementsAre(0, 3, 5));
  EXPECT_EQ(ValueOf(values, {0, 3, 5}), 9 + 1);
}

TEST(SerialDecoderTest, OthersAreHeldWhereTheyAre) {
  const Model model = Three();
  SerialDecoder decoder(model);
  decoder.Hold({-1, 0, -1});
  Starts starts;
  ASSERT_TRUE(decoder.Decode({2, 0}, starts));
  EXPECT_THAT(starts, ElementsAre(4, 0, 2));
  decoder.Hold({0, 1, -1});
  ASSERT_TRUE(decoder.Decode({2}, starts)) << "what is held may break a rule";
  EXPECT_THAT(starts, ElementsAre(0, 1, 3));
  decoder.Hold({-1, -1, -1});
  ASSERT_TRUE(decoder.Decode({0, 1, 2}, starts));
  EXPECT_THAT(starts, ElementsAre(0, 2, 4));
}

TEST(SerialDecoderTest, WhatIsHeldIsNotLeftWithoutWhatItStandsOn) {
  Model model = Three();
  model.resources = {{{1}}, {{0}}};
  model.activities[0].supplies = {{1, 2, 1}};
  model.activities[2].demands.push_back({1, 0, 2, 1});
  SerialDecoder decoder(model);
  Starts starts;
  decoder.Hold({-1, -1, 4});
  ASSERT_TRUE(decoder.Decode({0, 1}, starts));
  EXPECT_THAT(starts, ElementsAre(0, 2, 4));
  EXPECT_FALSE(decoder.Decode({0, 1}, starts, {6, 0, 0})) << "the third stands on the first";
  decoder.AcceptLacks();
  EXPECT_TRUE(decoder.Decode({0, 1}, starts, {6, 0, 0}));
}

TEST(SerialDecoderTest, SaysWhyNotEarlier) {
  using Rule = Violation::Rule;
  Model model;
  model.horizon = 40;
  model.resources = {{{1}}};
  for (int i = 0; i < 5; ++i) model.activities.push_back(Of(2));
  model.activities[0].demands = {{0, 0, 2, 1}};
  model.activities[1].demands = {{0, 0, 2, 1}};
  model.activities[2].release = 4;
  model.arcs = {{2, 3, 5}};
  model.activities[4].cost = 9;
  model.budget = {0, 0, 0, 4, 9};
  model.closed_starts = {{}, {}, {4}, {}, {}};
  model.growths = {{{{0, 5, 2}, {2, 5, 2}}, 5, 1000}};
  SerialDecoder decoder(model);
  Starts starts;
  ASSERT_TRUE(decoder.Decode(InOrder(model), starts));
  ASSERT_THAT(starts, ElementsAre(0, 2, 5, 10, 4));
  const struct {
    int activity, start;
    Rule rule;
    int other;
    int64_t excess;
  } kCases[] = {{1, 1, Rule::kResource, 0, 1}, {2, 4, Rule::kClosed, -1, 1},
                {2, 3, Rule::kRelease, -1, 1}, {3, 8, Rule::kArc, 2, 2},
                {2, 6, Rule::kArc, 2, 1},      {4, 3, Rule::kBudget, -1, 5},
                {4, 39, Rule::kEnd, -1, 1}};
  for (const auto& one : kCases) {
    const auto why = decoder.WhyNot(starts, one.activity, one.start);
    ASSERT_TRUE(why.has_value()) << one.activity;
    EXPECT_EQ(why->rule, one.rule) << one.activity;
    EXPECT_EQ(why->other, one.other) << one.activity;
    EXPECT_EQ(why->excess, one.excess) << one.activity;
  }
  EXPECT_EQ(decoder.WhyNot(starts, 1, 2), std::nullopt);
  model.growths[0].pilot = 4;
  model.growths[0].members[0].people = 4;
  SerialDecoder grown(model);
  const auto why = grown.WhyNot({0, 2, 20, 25, 4}, 2, 6);
  ASSERT_TRUE(why.has_value());
  EXPECT_EQ(why->rule, Rule::kGrowth);
  EXPECT_EQ(why->excess, 1000);
}

// Models with every kind of rule: what the decoder makes is what the checker finds good, and no
// activity could start earlier where it stands.
TEST(SerialDecoderTest, TheCheckerAgrees) {
  stats::Random random(7);
  int made = 0;
  for (int round = 0; round < 300; ++round) {
    Model model;
    model.horizon = 60;
    const int n = 3 + random.Below(12);
    for (int k = 0; k < 3; ++k) {
      std::vector<int> capacity;
      for (int t = 0; t < 10; ++t) capacity.push_back(random.Below(6));
      capacity.push_back(4);
      model.resources.push_back({capacity});
    }
    Growth growth;
    growth.pilot = 10;
    growth.growth_permille = 1500;
    for (int i = 0; i < n; ++i) {
      Activity activity = Of(1 + random.Below(5));
      for (int k = 0; k < 3; ++k) {
        const int from = random.Below(activity.duration);
        const int length = random.Below(activity.duration - from) + 1;
        if (random.OneIn(2)) {
          activity.demands.push_back({k, from, from + length, 1 + random.Below(3)});
        }
      }
      if (random.OneIn(4)) activity.supplies.push_back({random.Below(3), 4, 1});
      if (random.OneIn(4)) activity.release = random.Below(10);
      activity.cost = random.Below(20);
      model.activities.push_back(activity);
      if (random.OneIn(2)) growth.members.push_back({i, 1 + random.Below(10), activity.duration});
      if (i > 0 && random.OneIn(2)) {
        const int before = random.Below(i);
        model.arcs.push_back({before, i, random.Below(7)});
        if (random.OneIn(4)) model.arcs.push_back({i, before, -20});
      }
      std::vector<int> closed;
      for (int t = 0; t < 30; ++t) {
        if (random.OneIn(4)) closed.push_back(t);
      }
      model.closed_starts.push_back(closed);
    }
    model.growths = {growth};
    for (int t = 0; t < 30; ++t) model.budget.push_back(40 + 8 * t);
    ASSERT_EQ(Validate(model), absl::OkStatus());
    std::vector<int> order = InOrder(model);
    random.Shuffle(order);
    SerialDecoder decoder(model);
    Starts starts;
    if (!decoder.Decode(order, starts)) {
      EXPECT_FALSE(decoder.unplaced().empty());
      continue;
    }
    ++made;
    ASSERT_THAT(Violations(model, starts), IsEmpty()) << absl::StrJoin(starts, " ");
    Starts again;
    ASSERT_TRUE(decoder.Decode(order, again));
    ASSERT_EQ(starts, again);
  }
  EXPECT_GT(made, 150);
}

}  // namespace
}  // namespace palier::schedule
