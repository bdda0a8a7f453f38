// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/landscape/ranking.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace palier::landscape {
namespace {

TEST(RankingTest, SharesRoundDown) {
  EXPECT_EQ(ShareOf<int64_t>(1, 3), 333'333);
  EXPECT_EQ(ShareOf<int64_t>(3, 3), kWhole);
  EXPECT_EQ(ShareOf<int64_t>(0, 3), 0);
  EXPECT_EQ(ShareOf<int64_t>(0, 0), 0);
}

// By hand: 25 x 1 + 20 x 0.5 = 35; 15 + 15 + 10 x 0.5 = 35; 25 x 0.2 + 15 + 10 = 30.
TEST(RankingTest, ScoresByHand) {
  RecordProperty("requirement", "S1-15");
  const std::vector<Shares> candidates = {{kWhole, 500'000, 0, 0, 0, 0},
                                          {0, 0, kWhole, kWhole, 0, 500'000},
                                          {200'000, 0, 0, 0, kWhole, kWhole}};
  const std::vector<Place> places = Rank(candidates, kPresetWeights);
  EXPECT_DOUBLE_EQ(Score(places[0], kPresetWeights), 35);
  EXPECT_DOUBLE_EQ(Score(places[1], kPresetWeights), 35);
  EXPECT_DOUBLE_EQ(Score(places[2], kPresetWeights), 30);
  EXPECT_EQ(places[0].rank, 1);
  EXPECT_EQ(places[1].rank, 1);  // equal scores share a rank
  EXPECT_EQ(places[2].rank, 3);
  EXPECT_DOUBLE_EQ(Points(25, 200'000, kPresetWeights), 5);
  double sum = 0;
  for (int input = 0; input < kInputs; ++input)
    sum += Points(kPresetWeights[input], candidates[2][input], kPresetWeights);
  EXPECT_DOUBLE_EQ(sum, 30);
}

// Two candidates of equal score swap with a tenth more or less; a third one far behind does not
// move.
TEST(RankingTest, StabilityByHand) {
  RecordProperty("requirement", "S1-15");
  const std::vector<Place> places =
      Rank({{kWhole, 0, 0, 0, 0, 0}, {0, kWhole, 0, 0, 0, 0}, {100'000, 0, 0, 0, 0, 0}},
           {50, 50, 0, 0, 0, 0});
  EXPECT_EQ(places[0].best_rank, 1);
  EXPECT_EQ(places[0].worst_rank, 2);
  EXPECT_EQ(places[1].best_rank, 1);
  EXPECT_EQ(places[1].worst_rank, 2);
  EXPECT_EQ(places[2].best_rank, 3);
  EXPECT_EQ(places[2].worst_rank, 3);
}

// 60 against 55: a tenth off the first weight leaves 54 against 53.5, a tenth on the second one 60
// against 59. With 0.3 they are 58: 54 against 56.2.
TEST(RankingTest, TenPercentIsEnoughToTurnACloseOrderAndNoLess) {
  const Weights weights = {60, 40, 0, 0, 0, 0};
  const std::vector<Place> close =
      Rank({{kWhole, 0, 0, 0, 0, 0}, {300'000, kWhole, 0, 0, 0, 0}}, weights);
  EXPECT_EQ(close[0].rank, 1);
  EXPECT_EQ(close[0].worst_rank, 2);
  const std::vector<Place> clear =
      Rank({{kWhole, 0, 0, 0, 0, 0}, {250'000, kWhole, 0, 0, 0, 0}}, weights);
  EXPECT_EQ(clear[0].worst_rank, 1);
  EXPECT_EQ(clear[1].best_rank, 2);
}

// 50 against 45.25: 45 with a tenth off the first weight, but 49.775 with a tenth on the second.
TEST(RankingTest, WeightsMoveDown) {
  const std::vector<Place> places =
      Rank({{kWhole, 0, 0, 0, 0, 0}, {0, 905'000, 0, 0, 0, 0}}, {50, 50, 0, 0, 0, 0});
  EXPECT_EQ(places[0].rank, 1);
  EXPECT_EQ(places[0].worst_rank, 2);
}

// 40 against 43.2: 44 with a tenth on the first weight, but 41.04 with a tenth off one of the
// others.
TEST(RankingTest, WeightsMoveUp) {
  const std::vector<Place> places =
      Rank({{kWhole, 0, 0, 0, 0, 0}, {0, 720'000, 720'000, 0, 0, 0}}, {40, 30, 30, 0, 0, 0});
  EXPECT_EQ(places[0].rank, 2);
  EXPECT_EQ(places[0].best_rank, 1);
}

TEST(RankingTest, AgreesWithCountingBetterOnes) {
  std::mt19937 random(5);
  std::uniform_int_distribution<int64_t> share(0, 4);
  for (int round = 0; round < 100; ++round) {
    std::vector<Shares> candidates(20);
    for (Shares& shares : candidates) {
      for (int64_t& each : shares) each = share(random) * 250'000;
    }
    const std::vector<Place> places = Rank(candidates, kPresetWeights);
    for (const Place& place : places) {
      const auto better = std::count_if(places.begin(), places.end(), [&](const Place& other) {
        return other.score > place.score;
      });
      EXPECT_EQ(place.rank, 1 + better);
      EXPECT_LE(place.best_rank, place.rank);
      EXPECT_GE(place.worst_rank, place.rank);
      EXPECT_GE(place.best_rank, 1);
      EXPECT_LE(place.worst_rank, 20);
    }
  }
}

TEST(RankingTest, NobodyAndNoWeights) {
  EXPECT_TRUE(Rank({}, kPresetWeights).empty());
  const std::vector<Place> places = Rank({{kWhole, 0, 0, 0, 0, 0}}, Weights{});
  EXPECT_EQ(places[0].rank, 1);
  EXPECT_EQ(Score(places[0], Weights{}), 0);
}

}  // namespace
}  // namespace palier::landscape
