// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/small_groups.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "absl/strings/str_cat.h"

namespace palier::kpi {
namespace {

using ::testing::ElementsAre;

Crowd Of(int64_t people, int64_t members = 0) {
  return {people, members, {}};
}

std::vector<std::string> Names(const std::vector<Group>& groups) {
  std::vector<std::string> names;
  const std::vector<bool> shown = ShownGroups(groups);
  for (size_t i = 0; i < groups.size(); ++i) {
    if (shown[i]) names.push_back(groups[i].name);
  }
  return names;
}

TEST(SmallGroups, AreHiddenAlsoByDifference) {
  RecordProperty("requirement", "S4-14");
  struct Case {
    std::string why;
    std::vector<Group> groups;
    std::vector<std::string> shown;
  };
  const std::vector<Case> cases = {
      {"all are large", {{"all"}, {"a", 0, Of(5)}, {"b", 0, Of(7)}}, {"all", "a", "b"}},
      {"a team of 3 hides the smallest beside it, or the sum would tell",
       {{"all"}, {"a", 0, Of(3)}, {"b", 0, Of(9)}, {"c", 0, Of(7)}},
       {"all", "b"}},
      {"two small ones hide each other",
       {{"all"}, {"a", 0, Of(3)}, {"b", 0, Of(2)}, {"c", 0, Of(7)}},
       {"all", "c"}},
      {"the whole is small", {{"all"}, {"a", 0, Of(4)}}, {}},
      {"people of no team are a part too",
       {{"all", -1, Of(1)}, {"a", 0, Of(8)}, {"b", 0, Of(6)}},
       {"all", "a"}},
      {"a hidden department hides its teams",
       {{"all"}, {"d", 0}, {"e", 0}, {"d1", 1, Of(4)}, {"e1", 2, Of(8)}, {"e2", 2, Of(9)}},
       {"all"}},
      {"teams of a shown department hide on their own",
       {{"all"}, {"d", 0}, {"e", 0, Of(6)}, {"d1", 1, Of(4)}, {"d2", 1, Of(8)}, {"d3", 1, Of(9)}},
       {"all", "d", "e", "d3"}},
      {"nobody is no group, but nobody of 3 is everybody of them",
       {{"all"}, {"a", 0, Of(0)}, {"b", 0, Of(0, 20)}, {"c", 0, Of(0, 3)}, {"d", 0, Of(9, 9)}},
       {"all", "a", "d"}},
  };
  for (const Case& one : cases) EXPECT_EQ(Names(one.groups), one.shown) << one.why;
}

TEST(SmallGroups, OfOneMindAreHidden) {
  const Crowd agree{6, 0, {0b100}};
  const Crowd differ{6, 0, {0b110}};
  EXPECT_FALSE(IsSafe(agree));
  EXPECT_TRUE(IsSafe(differ));
  EXPECT_FALSE(IsSafe({6, 0, {0b110, 0b001}})) << "in one question of two";
  EXPECT_TRUE(ShownGroups({{{"all"}, {"a", 0, agree}, {"b", 0, {6, 0, {0b010}}}}})[0]);
  EXPECT_THAT(Names({{"all"}, {"a", 0, agree}, {"b", 0, differ}, {"c", 0, differ}}),
              ElementsAre("all", "c"))
      << "the sum without b and c would be a";
}

TEST(SmallGroups, TheirOrderChangesNothing) {
  std::vector<Group> groups = {{"all"}};
  for (const char* name : {"a", "b", "c", "d"}) groups.push_back({name, 0, Of(6)});
  groups.push_back({"small", 0, Of(2)});
  std::vector<std::string> first = Names(groups);
  std::sort(first.begin(), first.end());
  while (std::next_permutation(groups.begin() + 1, groups.end(),
                               [](const Group& a, const Group& b) { return a.name < b.name; })) {
    std::vector<std::string> shown = Names(groups);
    std::sort(shown.begin(), shown.end());
    ASSERT_EQ(shown, first);
  }
  EXPECT_THAT(first, ElementsAre("all", "b", "c", "d"));
}

// Rows of numbers modulo a prime, in echelon form: which vectors are sums and differences, with any
// factors, of those added. A vector that is one over the rationals is one here; the reverse fails
// only by chance, and then on the strict side.
class Span {
 public:
  void Add(std::vector<int64_t> row) {
    Reduce(row);
    const auto pivot = std::find_if(row.begin(), row.end(), [](int64_t x) { return x != 0; });
    if (pivot != row.end()) rows_.push_back({pivot - row.begin(), std::move(row)});
  }
  bool Holds(std::vector<int64_t> row) const {
    Reduce(row);
    return std::all_of(row.begin(), row.end(), [](int64_t x) { return x == 0; });
  }

 private:
  static constexpr int64_t kPrime = 1000003;
  static int64_t Inverse(int64_t x) {
    int64_t result = 1;
    for (int64_t power = kPrime - 2; power > 0; power /= 2) {
      if (power % 2 == 1) result = result * x % kPrime;
      x = x * x % kPrime;
    }
    return result;
  }
  void Reduce(std::vector<int64_t>& row) const {
    for (const auto& [pivot, known] : rows_) {
      const int64_t factor = row[pivot] * Inverse(known[pivot]) % kPrime;
      for (size_t i = 0; i < row.size(); ++i) {
        row[i] = ((row[i] - factor * known[i]) % kPrime + kPrime) % kPrime;
      }
    }
  }
  std::vector<std::pair<size_t, std::vector<int64_t>>> rows_;
};

Crowd RandomCrowd(std::mt19937& random) {
  Crowd crowd = Of(std::min(random() % 9, random() % 9));
  if (random() % 2 == 0) crowd.members = crowd.people + random() % 7;
  if (crowd.people == 0) return crowd;
  for (int question = 0; question < 2; ++question) {
    crowd.answers.push_back(1u << random() % 3);
    if (crowd.people > 1) crowd.answers.back() |= 1u << random() % 3;
  }
  return crowd;
}

// At most 11 groups, so that every set of them can be tried.
std::vector<Group> RandomTree(std::mt19937& random) {
  std::vector<Group> groups = {{"all"}};
  if (random() % 3 == 0) groups[0].own = RandomCrowd(random);
  const int departments = 1 + random() % 3;
  for (int d = 1; d <= departments; ++d) {
    groups.push_back({absl::StrCat("d", d), 0});
    if (random() % 4 == 0) groups.back().own = RandomCrowd(random);
  }
  const size_t size = groups.size() + 2 + random() % 6;
  while (groups.size() < size) {
    const int department = static_cast<int>(random() % (departments + 1));
    groups.push_back({absl::StrCat("t", groups.size()), department, RandomCrowd(random)});
  }
  return groups;
}

// The groups of people that somebody can be in, as one vector per group: which it counts.
std::vector<std::vector<int64_t>> Counted(const std::vector<Group>& groups) {
  std::vector<std::vector<int64_t>> counted(groups.size(), std::vector<int64_t>(groups.size()));
  for (size_t i = 0; i < groups.size(); ++i) {
    for (int at = static_cast<int>(i); at >= 0; at = groups[at].parent) counted[at][i] = 1;
  }
  return counted;
}

Crowd CrowdOf(const std::vector<Group>& groups, const std::vector<int64_t>& counted) {
  Crowd crowd;
  for (size_t i = 0; i < groups.size(); ++i) {
    if (counted[i] != 0) crowd += groups[i].own;
  }
  return crowd;
}

// What nobody may find out, in other words than the rule's.
bool TellsOfFew(const Crowd& crowd) {
  const auto few = [](int64_t count) { return 1 <= count && count <= 4; };
  if (crowd.people == 0) return few(crowd.members);
  const auto one_mind = [](uint32_t answers) { return (answers & (answers - 1)) == 0; };
  return few(crowd.people) || std::any_of(crowd.answers.begin(), crowd.answers.end(), one_mind);
}

TEST(SmallGroups, NoDifferenceOfTwoAnswersTellsOfFew) {
  std::mt19937 random(20260701);
  int64_t differences = 0;
  for (int round = 0; round < 20000; ++round) {
    const std::vector<Group> groups = RandomTree(random);
    const std::vector<bool> shown = ShownGroups(groups);
    const auto counted = Counted(groups);
    for (size_t a = 0; a < groups.size(); ++a) {
      if (!shown[a]) continue;
      ASSERT_FALSE(TellsOfFew(CrowdOf(groups, counted[a])));
      for (size_t b = 0; b < groups.size(); ++b) {
        if (!shown[b] || counted[a][b] == 0) continue;
        std::vector<int64_t> rest = counted[a];
        for (size_t i = 0; i < rest.size(); ++i) rest[i] -= counted[b][i];
        ASSERT_FALSE(TellsOfFew(CrowdOf(groups, rest)))
            << groups[a].name << " - " << groups[b].name;
        ++differences;
      }
    }
  }
  EXPECT_GT(differences, 20000);
}

TEST(SmallGroups, NoSumsAndDifferencesOfAnyNumberOfAnswersTellOfFew) {
  RecordProperty("requirement", "S4-14");
  std::mt19937 random(4);
  int64_t derived = 0, hidden = 0;
  for (int round = 0; round < 1500; ++round) {
    const std::vector<Group> groups = RandomTree(random);
    const std::vector<bool> shown = ShownGroups(groups);
    const auto counted = Counted(groups);
    Span span;
    for (size_t i = 0; i < groups.size(); ++i) {
      if (shown[i]) span.Add(counted[i]);
      hidden += shown[0] && !shown[i];
    }
    for (uint32_t set = 1; set < 1u << groups.size(); ++set) {
      std::vector<int64_t> chosen(groups.size());
      for (size_t i = 0; i < groups.size(); ++i) chosen[i] = set >> i & 1;
      if (!span.Holds(chosen)) continue;
      ++derived;
      ASSERT_FALSE(TellsOfFew(CrowdOf(groups, chosen))) << "round " << round << ", set " << set;
    }
  }
  EXPECT_GT(derived, 5000);
  EXPECT_GT(hidden, 1000);
}

}  // namespace
}  // namespace palier::kpi
