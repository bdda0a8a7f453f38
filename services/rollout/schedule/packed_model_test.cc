// SPDX-License-Identifier: Apache-2.0
#include "rollout/schedule/packed_model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>

namespace palier::schedule {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Model TwoInARow() {
  Model model;
  model.horizon = 10;
  model.resources = {{{4}}};
  model.activities = {{.duration = 3, .demands = {{0, 0, 3, 2}}},
                      {.duration = 2, .demands = {{0, 0, 2, 4}}}};
  model.arcs = {{0, 1, 3}};
  return model;
}

TEST(PackedModelTest, SharesOneWordAmongFourResources) {
  Model model;
  model.horizon = 2;
  model.resources.assign(5, {{7}});
  model.activities = {{.duration = 1}};
  for (int k = 0; k < 5; ++k) model.activities[0].demands.push_back({k, 0, 1, k == 0 ? 3 : 2});
  model.activities.push_back({.duration = 1, .demands = {{1, 0, 1, 3}}});
  const auto packed = Pack(model);
  ASSERT_TRUE(packed.ok()) << packed.status();
  EXPECT_EQ(packed->words, 2);
  ASSERT_EQ(packed->needs.Size(0), 2);
  // Amounts are divided by what they have in common; a capacity is at most what all demand.
  EXPECT_EQ(packed->needs.First(0)[0].amount, 0x0001'0001'0002'0001u);
  EXPECT_EQ(packed->needs.First(0)[1].amount, 0x0001u);
  EXPECT_EQ(packed->capacity[0], 0x8001'8001'8005'8001u);
  EXPECT_EQ(packed->needs.Size(1), 1);
}

TEST(PackedModelTest, MirrorsArcsOfAnyLag) {
  Model model = TwoInARow();
  model.arcs = {{0, 1, 1}};
  const auto packed = Pack(model);
  ASSERT_TRUE(packed.ok()) << packed.status();
  EXPECT_FALSE(packed->plain);
  const PackedModel mirrored = Mirrored(*packed);
  // From the end, activity 0 begins no earlier than 0 after activity 1 begins: 1 + 2 - 3.
  ASSERT_EQ(mirrored.before.Size(0), 1);
  EXPECT_EQ(mirrored.before.First(0)->activity, 1);
  EXPECT_EQ(mirrored.before.First(0)->lag, 0);
  EXPECT_EQ(mirrored.after.First(1)->lag, 0);
  EXPECT_THAT(mirrored.order, ElementsAre(1, 0));
}

TEST(PackedModelTest, IsReversibleOnlyWithoutTimes) {
  const std::pair<const char*, std::function<void(Model&)>> changes[] = {
      {"release", [](Model& m) { m.activities[0].release = 1; }},
      {"deadline", [](Model& m) { m.activities[0].deadline = 9; }},
      {"capacity",
       [](Model& m) {
         m.resources[0].capacity = {4, 5};
       }},
      {"closed",
       [](Model& m) {
         m.closed_starts = {{3}, {}};
       }},
  };
  EXPECT_TRUE(Pack(TwoInARow())->reversible);
  for (const auto& [name, change] : changes) {
    Model model = TwoInARow();
    change(model);
    EXPECT_FALSE(Pack(model)->reversible) << name;
  }
}

TEST(PackedModelTest, RefusesWhatBelongsToOthers) {
  const struct {
    std::function<void(Model&)> change;
    absl::StatusCode code;
    const char* message;
  } cases[] = {
      {[](Model& m) {
         m.activities[0].supplies = {{0, 1, 1}};
       },
       absl::StatusCode::kInvalidArgument, "supplies"},
      {[](Model& m) { m.growths.emplace_back(); }, absl::StatusCode::kInvalidArgument, "growths"},
      {[](Model& m) { m.budget = {1}; }, absl::StatusCode::kInvalidArgument, "budgets"},
      {[](Model& m) { m.activities[0].demands[0].to = 2; }, absl::StatusCode::kInvalidArgument,
       "part of its duration"},
      {[](Model& m) { m.arcs[0].lag = -1; }, absl::StatusCode::kInvalidArgument, "negative lags"},
      {[](Model& m) { m.arcs[0].after = 2; }, absl::StatusCode::kInvalidArgument, "none"},
      {[](Model& m) {
         m.resources[0].capacity = {50'000};
         m.activities[0].demands[0].amount = 39'999;
         m.activities[1].demands[0].amount = 40'000;
       },
       absl::StatusCode::kInvalidArgument, "too large"},
      {[](Model& m) {
         m.arcs.push_back({1, 0, 0});
       },
       absl::StatusCode::kFailedPrecondition, "circle"},
      {[](Model& m) { m.activities[1].demands[0].amount = 5; },
       absl::StatusCode::kFailedPrecondition, "demands 5"},
  };
  for (const auto& it : cases) {
    Model model = TwoInARow();
    it.change(model);
    const absl::Status status = Pack(model).status();
    EXPECT_EQ(status.code(), it.code) << it.message;
    EXPECT_THAT(std::string(status.message()), HasSubstr(it.message));
  }
}

TEST(PackedModelTest, TakesLargeAmountsWithACommonDivisor) {
  Model model = TwoInARow();
  model.resources[0].capacity = {100'000};
  model.activities[0].demands[0].amount = 50'000;
  model.activities[1].demands[0].amount = 100'000;
  EXPECT_TRUE(Pack(model).ok());
}

}  // namespace
}  // namespace palier::schedule
