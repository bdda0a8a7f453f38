// SPDX-License-Identifier: Apache-2.0
#include "rollout/schedule/value_search.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

#include "absl/strings/str_join.h"
#include "common/stats/random.h"

namespace palier::schedule {
namespace {

using ::testing::IsEmpty;

struct Case {
  Model model;
  Values values;
};

// Activities with every kind of rule.
Case MakeCase(uint64_t seed, int n, int horizon) {
  stats::Random random(seed);
  Case made;
  Model& model = made.model;
  model.horizon = horizon;
  model.resources = {{{2}}, {{1, 1, 1, 0, 0, 2, 1, 1, 1, 0, 2}}};
  Growth growth;
  growth.pilot = 10;
  growth.growth_permille = 2000;
  for (int i = 0; i < n; ++i) {
    Activity activity;
    activity.duration = 2 + random.Below(3);
    const int from = random.Below(2);
    activity.demands = {{0, 0, activity.duration, 1 + random.Below(2)},
                        {1, from, from + 1, random.Below(2)}};
    if (random.OneIn(3)) activity.supplies = {{0, activity.duration + 1, 1}};
    if (random.OneIn(4)) activity.release = random.Below(3);
    activity.cost = random.Below(10);
    growth.members.push_back({i, 5 + random.Below(6), activity.duration});
    model.activities.push_back(activity);
    if (i > 0 && random.OneIn(3)) {
      const int before = random.Below(i);
      model.arcs.push_back({before, i, model.activities[before].duration});
    }
    std::vector<int64_t> values;
    const int64_t weekly = random.Below(100) - 5;
    for (int t = 0; t <= model.horizon; ++t) values.push_back(weekly * (100 - t));
    made.values.push_back(values);
  }
  model.growths = {growth};
  for (int t = 0; t < 8; ++t) model.budget.push_back(15 + 5 * t);
  model.budget.push_back(std::max(50, 10 * n));
  return made;
}
Case MakeTiny(uint64_t seed) {
  return MakeCase(seed, seed % 4 == 0 ? 5 : 4, 12);
}
Case MakeLarge(uint64_t seed) {
  return MakeCase(seed, 20, 80);
}

// Every combination of starts.
class Exhaustive {
 public:
  explicit Exhaustive(const Case& tiny)
      : tiny_(tiny),
        starts_(tiny.model.activities.size()),
        rest_(tiny.model.activities.size() + 1, 0) {
    for (size_t i = starts_.size(); i-- > 0;) {
      const auto& values = tiny_.values[i];
      rest_[i] = rest_[i + 1] + *std::max_element(values.begin(), values.end());
    }
    Try(0, 0);
  }
  const std::optional<int64_t>& best() const { return best_; }

 private:
  void Try(size_t i, int64_t value) {
    if (best_ && value + rest_[i] <= *best_) return;
    if (i == starts_.size()) {
      if (Violations(tiny_.model, starts_).empty()) best_ = value;
      return;
    }
    const Activity& activity = tiny_.model.activities[i];
    for (int t = activity.release; t + activity.duration <= tiny_.model.horizon; ++t) {
      starts_[i] = t;
      Try(i + 1, value + tiny_.values[i][static_cast<size_t>(t)]);
    }
  }

  const Case& tiny_;
  Starts starts_;
  // What the rest can be worth at most.
  std::vector<int64_t> rest_;
  std::optional<int64_t> best_;
};

TEST(ValueSearchTest, TinyOnesAreSolvedAsIfAllWereTried) {
  int with_plan = 0;
  for (uint64_t seed = 1; seed <= 100; ++seed) {
    const Case tiny = MakeTiny(seed);
    const Exhaustive all(tiny);
    SearchOptions options;
    const auto found = MaximiseValue(tiny.model, tiny.values, options);
    EXPECT_EQ(found.ok(), all.best().has_value()) << seed << " " << found.status();
    if (!found.ok()) continue;
    ++with_plan;
    ASSERT_THAT(Violations(tiny.model, found->starts), IsEmpty()) << seed;
    EXPECT_EQ(found->objective, *all.best()) << seed << ": " << absl::StrJoin(found->starts, " ");
    EXPECT_TRUE(found->proven()) << seed;
  }
  EXPECT_GT(with_plan, 50);
}

TEST(ValueSearchTest, TheSameBytesForTheSameSeed) {
  const Case large = MakeLarge(3);
  SearchOptions options;
  options.decodes = 500;
  const auto one = MaximiseValue(large.model, large.values, options);
  const auto other = MaximiseValue(large.model, large.values, options);
  ASSERT_TRUE(one.ok() && other.ok());
  EXPECT_EQ(one->starts, other->starts);
  EXPECT_EQ(one->decodes, other->decodes);
}

TEST(ValueSearchTest, NeverWorseThanWhatIsKnown) {
  int with_plan = 0;
  for (uint64_t seed = 1; seed <= 50; ++seed) {
    const Case large = MakeLarge(seed);
    SearchOptions options;
    options.decodes = 1000;
    const auto known = MaximiseValue(large.model, large.values, options);
    if (!known.ok()) continue;
    ++with_plan;
    EXPECT_THAT(Violations(large.model, known->starts), IsEmpty());
    EXPECT_GE(known->bound, known->objective);
    options.decodes = 1;
    options.seed = 9;
    const auto again = MaximiseValue(large.model, large.values, options, known->starts);
    ASSERT_TRUE(again.ok());
    EXPECT_GE(again->objective, known->objective) << seed;
  }
  EXPECT_GT(with_plan, 30);
}

TEST(ValueSearchTest, ASearchCanBeEnded) {
  const Case large = MakeLarge(1);
  SearchOptions options;
  options.decodes = 100'000;
  int reports = 0;
  options.progress = [&](const Progress& progress) {
    EXPECT_LE(progress.objective, progress.bound);
    return ++reports < 3;
  };
  const auto found = MaximiseValue(large.model, large.values, options);
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(reports, 3);
  EXPECT_LT(found->decodes, 2000);
}

TEST(ValueSearchTest, WhatCannotBeIsTold) {
  Case tiny = MakeTiny(1);
  tiny.values.pop_back();
  EXPECT_TRUE(absl::IsInvalidArgument(MaximiseValue(tiny.model, tiny.values, {}).status()));
  tiny = MakeTiny(1);
  tiny.model.activities[0].demands.push_back({0, 0, 1, 50});
  EXPECT_TRUE(absl::IsFailedPrecondition(MaximiseValue(tiny.model, tiny.values, {}).status()))
      << "with proof";
  Case large = MakeLarge(1);
  large.model.activities[0].demands.push_back({0, 0, 1, 50});
  EXPECT_TRUE(absl::IsNotFound(MaximiseValue(large.model, large.values, {}).status()));
}

}  // namespace
}  // namespace palier::schedule
