// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/learning.h"

#include <gtest/gtest.h>

namespace palier::rollout {
namespace {

struct Case {
  const char* what;
  std::vector<NamedAssignment> assignments;
  Completions completions;
  int people, trained;
  std::optional<int> permille;
};

TEST(Learning, WhoCompletedEverythingAskedIsTrainedAndCountsOnce) {
  RecordProperty("requirement", "S4-11 S1-43");
  const Case cases[] = {
      {"nobody asked", {}, {{"a", {"ann"}}}, 0, 0, std::nullopt},
      {"one of three", {{"a", {"ann", "bob", "cat"}}}, {{"a", {"ann", "dan"}}}, 3, 1, 333},
      {"two of three, half up", {{"a", {"ann", "bob", "cat"}}}, {{"a", {"ann", "bob"}}}, 3, 2, 667},
      {"two paths, one done", {{"a", {"ann"}}, {"b", {"ann"}}}, {{"a", {"ann"}}}, 1, 0, 0},
      {"two paths, the second done first",
       {{"a", {"ann"}}, {"b", {"ann"}}},
       {{"b", {"ann"}}},
       1,
       0,
       0},
      {"two paths, both done",
       {{"a", {"ann", "bob"}}, {"b", {"ann"}}},
       {{"a", {"ann"}}, {"b", {"ann"}}},
       2,
       1,
       500},
      {"a path that nobody completed", {{"a", {"ann"}}}, {}, 1, 0, 0}};
  for (const Case& one : cases) {
    const TrainedShare share = ShareOf(one.assignments, one.completions);
    EXPECT_EQ(share.people, one.people) << one.what;
    EXPECT_EQ(share.trained, one.trained) << one.what;
    EXPECT_EQ(share.permille, one.permille) << one.what;
  }
}

TEST(Learning, CountsOnlyThoseAsked) {
  EXPECT_EQ(CompletedCount({"a", {"ann", "bob"}}, {{"a", {"bob", "zoe"}}, {"b", {"ann"}}}), 1);
}

std::set<std::string> People(int first, int last) {
  std::set<std::string> people;
  for (int i = first; i <= last; ++i) people.insert("person-" + std::to_string(i));
  return people;
}

TEST(Learning, CountsAreToldThatTellNothingOfSinglePeople) {
  RecordProperty("requirement", "S1-43");
  const struct {
    const char* what;
    std::vector<NamedAssignment> assignments;
    Completions completions;
    std::vector<bool> told;
  } cases[] = {{"nobody named", {{"a", {}}}, {}, {true}},
               {"one person", {{"a", People(1, 1)}}, {{"a", People(1, 1)}}, {false}},
               {"four, none of them", {{"a", People(1, 4)}}, {}, {false}},
               {"five, none of them", {{"a", People(1, 5)}}, {}, {true}},
               {"five, all of them", {{"a", People(1, 5)}}, {{"a", People(1, 5)}}, {true}},
               {"ten, four of them", {{"a", People(1, 10)}}, {{"a", People(1, 4)}}, {false}},
               {"ten, five of them", {{"a", People(1, 10)}}, {{"a", People(1, 5)}}, {true}},
               {"ten, all but four", {{"a", People(1, 10)}}, {{"a", People(1, 6)}}, {false}},
               {"the difference is one person",
                {{"a", People(1, 10)}, {"a", People(1, 11)}, {"a", People(20, 30)}},
                {{"a", People(1, 5)}},
                {true, false, true}},
               {"other paths are no difference",
                {{"a", People(1, 10)}, {"b", People(1, 11)}},
                {{"a", People(1, 5)}},
                {true, true}}};
  for (const auto& one : cases) {
    EXPECT_EQ(ToldOf(one.assignments, one.completions), one.told) << one.what;
  }
  EXPECT_TRUE(MayBeTold({10, 5, 500}));
  EXPECT_FALSE(MayBeTold({10, 6, 600}));
}

TEST(Learning, SaysTheShareInBothLanguages) {
  EXPECT_EQ(SentenceOf({3, 2, 667}).en, "2 of 3 key users are trained (66.7 %).");
  EXPECT_EQ(SentenceOf({3, 2, 667}).fr, "2 utilisateurs clés formés sur 3 (66,7 %).");
  EXPECT_EQ(SentenceOf({2, 1, 500}).en, "1 of 2 key users is trained (50.0 %).");
  EXPECT_EQ(SentenceOf({2, 1, 500}).fr, "1 utilisateur clé formé sur 2 (50,0 %).");
  EXPECT_EQ(SentenceOf({}).en, "No key user is assigned a learning path by name.");
}

}  // namespace
}  // namespace palier::rollout
