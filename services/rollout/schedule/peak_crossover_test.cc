// SPDX-License-Identifier: Apache-2.0
#include "rollout/schedule/peak_crossover.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "rollout/schedule/justification.h"
#include "rollout/schedule/testing/small_models.h"

namespace palier::schedule {
namespace {

using testing::MakeSmallModel;

std::vector<int> Sorted(std::vector<int> order) {
  std::sort(order.begin(), order.end());
  return order;
}

Member MakeMember(const PackedModel& packed, stats::Random& random) {
  Member member;
  std::vector<int> keys(packed.size());
  for (int& key : keys) key = random.Below(1'000);
  Ordering ordering(packed);
  ordering.ByKeys(keys, member.order);
  ListDecoder(packed).Decode(member.order, member.timetable);
  ordering.ByStarts(member.timetable.starts, member.order);
  return member;
}

TEST(MemberTest, IsBetterInTimeThenShorterThenLessStrained) {
  const auto member = [](int64_t late, int makespan, int64_t strain) {
    Member made;
    made.timetable.late = late;
    made.timetable.makespan = makespan;
    made.strain = strain;
    return made;
  };
  const Member ascending[] = {member(0, 5, 9), member(0, 6, 1), member(0, 6, 2), member(1, 4, 0)};
  for (int i = 0; i < 4; ++i) {
    for (int j = 0; j < 4; ++j) EXPECT_EQ(ascending[i].BetterThan(ascending[j]), i < j);
  }
}

// Some stretch of the mother's order is kept in one piece, and at its place when split by place;
// all else is in the father's order.
TEST(PeakCrossoverTest, KeepsAStretchAndTheOrderOfTheOther) {
  std::set<size_t> lengths;
  for (uint64_t seed = 0; seed < 100; ++seed) {
    const Model model = MakeSmallModel(seed, {.activities = 12, .horizon = 80, .resources = 3});
    const auto packed = Pack(model);
    ASSERT_TRUE(packed.ok());
    stats::Random random(seed);
    const Member mother = MakeMember(*packed, random), father = MakeMember(*packed, random);
    PeakCrossover crossover(*packed);
    std::vector<int> order;
    crossover.Cross(mother, father, PeakCrossover::Split::kByPlace, random, order);
    ASSERT_EQ(Sorted(order), Sorted(mother.order)) << seed;
    size_t longest = 0;
    for (size_t from = 0; from < order.size(); ++from) {
      for (size_t to = from; to <= order.size(); ++to) {
        if (!std::equal(order.begin() + from, order.begin() + to, mother.order.begin() + from)) {
          break;
        }
        std::vector<int> rest = order, others;
        rest.erase(rest.begin() + from, rest.begin() + to);
        for (int i : father.order) {
          if (std::find(rest.begin(), rest.end(), i) != rest.end()) others.push_back(i);
        }
        if (rest == others) longest = std::max(longest, to - from + 1);
      }
    }
    EXPECT_GT(longest, 0u) << seed;
    lengths.insert(longest);
  }
  EXPECT_GT(lengths.size(), 4u);
}

TEST(PeakCrossoverTest, SplitsByTheFathersTimes) {
  // The mother does 0, 1, 2 and the father 2, 1, 0. A stretch that keeps 2 alone has two before it
  // in the mother, and only 1 before it by the father's times.
  Model model;
  model.horizon = 30;
  model.resources = {{{1}}};
  model.activities.assign(3, {.duration = 10, .demands = {{0, 0, 10, 1}}});
  const auto packed = Pack(model);
  ASSERT_TRUE(packed.ok());
  const Member mother{{0, 1, 2}, {{0, 10, 20}, 30, 0}}, father{{2, 1, 0}, {{20, 10, 0}, 30, 0}};
  PeakCrossover crossover(*packed);
  std::set<std::vector<int>> by_place, by_time;
  for (uint64_t seed = 0; seed < 300; ++seed) {
    stats::Random random(seed), same(seed);
    std::vector<int> order;
    crossover.Cross(mother, father, PeakCrossover::Split::kByPlace, random, order);
    by_place.insert(order);
    crossover.Cross(mother, father, PeakCrossover::Split::kByTime, same, order);
    by_time.insert(order);
  }
  EXPECT_TRUE(by_place.contains({1, 0, 2}));
  EXPECT_FALSE(by_place.contains({1, 2, 0}));
  EXPECT_TRUE(by_time.contains({1, 2, 0}));
  EXPECT_FALSE(by_time.contains({1, 0, 2}));
}

TEST(PeakCrossoverTest, ShiftsBetweenWhatBindsAnActivity) {
  const Model model = MakeSmallModel(3, {.activities = 12, .horizon = 80});
  ASSERT_FALSE(model.arcs.empty());
  const auto packed = Pack(model);
  ASSERT_TRUE(packed.ok());
  stats::Random random(1);
  Member member = MakeMember(*packed, random);
  PeakCrossover crossover(*packed);
  std::set<std::vector<int>> seen;
  for (int round = 0; round < 500; ++round) {
    crossover.Shift(random, member.order);
    seen.insert(member.order);
    std::vector<int> repaired = member.order;
    Ordering(*packed).Repair(repaired);
    EXPECT_EQ(repaired, member.order);
  }
  EXPECT_GT(seen.size(), 200u);
}

}  // namespace
}  // namespace palier::schedule
