// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/shared_capacities.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace palier::rollout {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

PlanningModel Model(const std::string& application, int people) {
  PlanningModel model;
  model.limits.session_minutes = 90;
  Deployment& one = model.deployments.emplace_back();
  one.id = one.team = "sales";
  one.application = application;
  one.people = people;
  one.cost = 1000;
  one.sponsor = "anne";
  return model;
}

TEST(SharedCapacitiesTest, SeveralModelsTakeFromOneStore) {
  RecordProperty("requirement", "S1-09");
  CapacityClaims claims;
  claims.Add(Model("mail", 5));
  claims.Add(Model("chat", 2));
  SharedCapacities there;
  EXPECT_THAT(ExceededBy(claims, there), IsEmpty()) << "what is not named has no limit";
  // 7 people for an hour and a half: 10.5 hours.
  there.training_hours = {{"sales", 11}, {"finance", 0}};
  there.budget = 2000;
  there.sponsors = {{"anne", 1, 3}, {"bert", 9, 1}};
  EXPECT_THAT(ExceededBy(claims, there), IsEmpty());
  there.training_hours["sales"] = 10;
  there.budget = 1999;
  there.sponsors[0].active_elsewhere = 2;
  EXPECT_THAT(
      ExceededBy(claims, there),
      ElementsAre(RuleFinding{Rule::kBudget, "budget", {{"needed", "20.00"}, {"limit", "19.99"}}},
                  RuleFinding{Rule::kTeamHours, "sales", {{"needed", "11"}, {"limit", "10"}}},
                  RuleFinding{Rule::kSponsorLoad, "anne", {{"needed", "4"}, {"limit", "3"}}}));
}

TEST(SharedCapacitiesTest, WhatOthersTakeIsNotThereAnyMore) {
  CapacityClaims others;
  others.Add(Model("mail", 5));
  SharedCapacities there;
  there.training_hours = {{"sales", 20}, {"finance", 3}};
  there.budget = 600;
  Reduce(others, there);
  EXPECT_EQ(there.training_hours.at("sales"), 12) << "7.5 hours are 8";
  EXPECT_EQ(there.training_hours.at("finance"), 3);
  EXPECT_EQ(there.budget, 0) << "never less than nothing";
}

}  // namespace
}  // namespace palier::rollout
