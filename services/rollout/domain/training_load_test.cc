// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/training_load.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace palier::rollout {
namespace {

using ::testing::ElementsAre;

constexpr absl::CivilDay kMonday(2026, 3, 9);

TrainingLoad Load(const std::vector<LoadSession>& sessions) {
  return LoadOf(sessions, {{"sales", {60, 150}}, {"small", {4, 150}}, {"unknown", {0, 150}}},
                {{"ann", 480}, {"idle", 0}}, kMonday, kMonday + 14);
}

TEST(TrainingLoad, AChampionOfTwoToolsHasOneWeek) {
  RecordProperty("requirement", "S1-31 S1-09");
  const TrainingLoad load = Load({{"mail", "sales", "ann", kMonday, 6, 240, true},
                                  {"quotes", "small", "ann", kMonday + 4, 3, 300, false},
                                  {"mail", "sales", "ann", kMonday + 7, 6, 240, false}});
  ASSERT_EQ(load.champions.size(), 2u);
  const ChampionWeek& week = load.champions.at({"ann", kMonday});
  EXPECT_EQ(week.sessions, 2);
  EXPECT_EQ(week.minutes, 540);
  EXPECT_EQ(week.held_sessions, 1);
  EXPECT_EQ(week.saturation_permille, 1125);
  EXPECT_THAT(week.rollouts, ElementsAre("mail", "quotes"));
  EXPECT_EQ(load.champions.at({"ann", kMonday + 7}).saturation_permille, 500);
}

TEST(TrainingLoad, ATeamIsAsFullAsOnItsBusiestDay) {
  RecordProperty("requirement", "S1-09");
  const TrainingLoad load = Load({{"mail", "sales", "", kMonday, 5, 120, false},
                                  {"quotes", "sales", "", kMonday, 6, 120, false},
                                  {"mail", "sales", "", kMonday + 1, 8, 120, false}});
  ASSERT_EQ(load.teams.size(), 1u);
  const TeamWeek& week = load.teams.at({"sales", kMonday});
  EXPECT_EQ(week.people, 19);
  EXPECT_EQ(week.sessions, 3);
  EXPECT_EQ(week.busiest_day_people, 11);
  // Nine of sixty may be in training on one day.
  EXPECT_EQ(week.saturation_permille, 1222);
  EXPECT_TRUE(load.champions.empty());
}

TEST(TrainingLoad, OneOfASmallTeamMayAlwaysComeAndWhatIsUnknownHasNoShare) {
  const TrainingLoad load = Load({{"mail", "small", "idle", kMonday, 1, 120, false},
                                  {"mail", "unknown", "gone", kMonday, 5, 120, false}});
  EXPECT_EQ(load.teams.at({"small", kMonday}).saturation_permille, 1000);
  EXPECT_FALSE(load.teams.at({"unknown", kMonday}).saturation_permille.has_value());
  EXPECT_FALSE(load.champions.at({"idle", kMonday}).saturation_permille.has_value());
  EXPECT_FALSE(load.champions.at({"gone", kMonday}).saturation_permille.has_value());
}

TEST(TrainingLoad, OnlyTheDaysAskedForCount) {
  const TrainingLoad load = Load({{"mail", "sales", "ann", kMonday - 1, 5, 120, false},
                                  {"mail", "sales", "ann", kMonday + 13, 5, 120, false},
                                  {"mail", "sales", "ann", kMonday + 14, 5, 120, false}});
  ASSERT_EQ(load.teams.size(), 1u);
  EXPECT_EQ(load.teams.begin()->first.second, kMonday + 7);
}

}  // namespace
}  // namespace palier::rollout
