// SPDX-License-Identifier: Apache-2.0
#include "rollout/schedule/makespan_search.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "rollout/schedule/testing/small_models.h"

namespace palier::schedule {
namespace {

using ::testing::IsEmpty;
using testing::MakeHardModel;
using testing::MakeSmallModel;

TEST(MakespanSearchTest, EqualsTheShortestOfAll) {
  int models = 0, none = 0;
  for (uint64_t seed = 0; seed < 200; ++seed) {
    const Model model = MakeSmallModel(
        seed, {.activities = 5, .horizon = 12, .varying = seed % 2 == 1, .any_lag = seed % 3 == 0});
    const std::optional<int> shortest = testing::Exhaustive(model).Shortest();
    const auto found = MinimiseMakespan(model, {.decodes = 400, .seed = seed});
    if (!shortest) {
      ++none;
      EXPECT_FALSE(found.ok()) << seed;
      continue;
    }
    ++models;
    ASSERT_TRUE(found.ok()) << seed << found.status();
    EXPECT_THAT(Violations(model, found->starts), IsEmpty()) << seed;
    EXPECT_EQ(found->objective, *shortest) << seed;
    EXPECT_LE(found->bound, *shortest) << seed;
    EXPECT_LE(found->decodes, 400) << seed;
  }
  EXPECT_GT(models, 120);
  EXPECT_GT(none, 5);
}

TEST(MakespanSearchTest, IsTheSameOnAnyNumberOfThreads) {
  const Model model = MakeHardModel(60);
  const auto one = MinimiseMakespan(model, {.decodes = 24'000, .seed = 5, .islands = 6});
  ASSERT_TRUE(one.ok()) << one.status();
  EXPECT_THAT(Violations(model, one->starts), IsEmpty());
  EXPECT_EQ(one->objective, MakespanOf(model, one->starts));
  for (int threads : {2, 8}) {
    const auto more =
        MinimiseMakespan(model, {.decodes = 24'000, .seed = 5, .islands = 6, .threads = threads});
    ASSERT_TRUE(more.ok());
    EXPECT_EQ(more->starts, one->starts);
    EXPECT_EQ(more->decodes, one->decodes);
  }
  // The bytes that every build must find.
  uint64_t digest = 0;
  for (int start : one->starts) digest = stats::Random(digest + start).Next();
  EXPECT_EQ(digest, 7999409999302955768u);
}

TEST(MakespanSearchTest, IsTheSameOnAnyNumberOfThreadsAtTheBound) {
  for (uint64_t seed = 0; seed < 40; ++seed) {
    const Model model = MakeSmallModel(seed, {.activities = 12, .horizon = 60, .resources = 2});
    const auto one = MinimiseMakespan(model, {.decodes = 8'000, .islands = 8});
    const auto more = MinimiseMakespan(model, {.decodes = 8'000, .islands = 8, .threads = 8});
    ASSERT_TRUE(one.ok() && more.ok());
    EXPECT_EQ(more->starts, one->starts) << seed;
    EXPECT_EQ(more->decodes, one->decodes) << seed;
  }
}

TEST(MakespanSearchTest, MoreDecodesAreNotWorse) {
  const Model model = MakeHardModel(60);
  const auto few = MinimiseMakespan(model, {.decodes = 1});
  const auto many = MinimiseMakespan(model, {.decodes = 20'000});
  ASSERT_TRUE(few.ok() && many.ok());
  EXPECT_EQ(few->decodes, 1);
  EXPECT_LE(many->decodes, 20'000);
  EXPECT_LT(many->objective, few->objective);
  EXPECT_GE(many->objective, many->bound);
}

TEST(MakespanSearchTest, TellsItsProgressAndCanBeEnded) {
  const Model model = MakeHardModel(60);
  for (int threads : {1, 3}) {
    int calls = 0;
    Progress last;
    const auto found = MinimiseMakespan(
        model, {.decodes = 1'000'000'000,
                .islands = 3,
                .threads = threads,
                .progress = [&](const Progress& progress) {
                  EXPECT_GE(progress.decodes, last.decodes);
                  EXPECT_TRUE(last.decodes == 0 || progress.objective <= last.objective);
                  last = progress;
                  return ++calls < 5;
                }});
    ASSERT_TRUE(found.ok()) << found.status();
    EXPECT_THAT(Violations(model, found->starts), IsEmpty());
    EXPECT_EQ(found->bound, last.bound);
    EXPECT_LE(found->objective, last.objective);
  }
}

TEST(MakespanSearchTest, RefusesWhatIsOutOfRange) {
  const Model model = MakeHardModel(5);
  const SearchOptions bad[] = {
      {.decodes = 0}, {.islands = 0}, {.islands = 100'000}, {.threads = 0}, {.threads = 100'000}};
  for (const SearchOptions& options : bad) {
    EXPECT_EQ(MinimiseMakespan(model, options).status().code(), absl::StatusCode::kInvalidArgument);
  }
  EXPECT_EQ(MinimiseMakespan(Model{}, {})->starts.size(), 0u);
}

TEST(MakespanSearchTest, SaysWhetherNoneExistsOrNoneWasFound) {
  Model model = MakeHardModel(20);
  model.horizon = 10;
  EXPECT_EQ(MinimiseMakespan(model, {}).status().code(), absl::StatusCode::kFailedPrecondition);
}

}  // namespace
}  // namespace palier::schedule
