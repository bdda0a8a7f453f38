// SPDX-License-Identifier: Apache-2.0
#include "reporting/domain/post_poc.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "reporting/domain/funnel.h"

namespace palier::reporting {
namespace {

using P = registry::v1::Project;
using ::testing::ElementsAre;
using ::testing::Optional;

ProjectFacts At(Stage stage, bool poc_ended = false) {
  ProjectFacts project;
  project.name = "p";
  project.stage = stage;
  project.poc_ended = poc_ended;
  return project;
}

TEST(PostPoc, EachStageHasItsClass) {
  const struct {
    ProjectFacts project;
    Judgement judgement;
    std::optional<PostPoc> kind;
  } cases[] = {
      {At(P::IDEA), {}, std::nullopt},
      {At(P::SCOPING), {}, std::nullopt},
      {At(P::POC), {.zombie = true}, std::nullopt},
      {At(P::STAGE_UNKNOWN), {}, std::nullopt},
      {At(P::POST_POC), {}, PostPoc::kWithinDeadline},
      {At(P::POST_POC), {.in_purgatory = true}, PostPoc::kInPurgatory},
      {At(P::LIMITED), {.in_purgatory = true}, PostPoc::kLimited},
      {At(P::INDUSTRIALISATION), {}, PostPoc::kUnderWay},
      {At(P::ROLLOUT), {}, PostPoc::kConverted},
      {At(P::RUN), {.zombie = true}, PostPoc::kConverted},
      {At(P::RETIRED), {}, PostPoc::kConverted},
      {At(P::STOPPED), {}, std::nullopt},
      {At(P::STOPPED, true), {}, PostPoc::kOtherStop},
      {At(P::STOPPED), {.healthy_stop = true}, PostPoc::kHealthyStop},
      {At(P::STOPPED, true), {.healthy_stop = true}, PostPoc::kHealthyStop},
      {At(P::RUN), {.healthy_stop = true}, PostPoc::kConverted},
  };
  for (const auto& c : cases) EXPECT_EQ(PostPocOf(c.project, c.judgement), c.kind);
}

struct RandomPortfolio {
  std::vector<ProjectFacts> projects;
  Judgements judgements;
};

RandomPortfolio MakeRandom(uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto one_in = [&](uint64_t n) { return random() % n == 0; };
  RandomPortfolio portfolio;
  const uint64_t count = random() % 400;
  for (uint64_t i = 0; i < count; ++i) {
    ProjectFacts project = At(static_cast<Stage>(random() % (P::Stage_MAX + 1)), one_in(2));
    project.name = absl::StrFormat("project-%03d", i);
    if (!one_in(4)) {
      Judgement& judgement = portfolio.judgements[project.name];
      judgement = {one_in(2), one_in(5), one_in(3), std::nullopt};
      if (one_in(2)) judgement.value_proven = one_in(2);
    }
    portfolio.projects.push_back(std::move(project));
  }
  return portfolio;
}

// The classes add up to what the funnel says of the same projects, and nobody is in two of them.
TEST(PostPoc, TheClassesOfRandomPortfoliosAddUp) {
  RecordProperty("requirement", "S3-08");
  for (uint64_t seed = 1; seed <= 300; ++seed) {
    const RandomPortfolio portfolio = MakeRandom(seed);
    const PostPocRows rows = MakePostPoc(portfolio.projects, portfolio.judgements);
    const ConversionFigures funnel =
        MakeConversion(MakeFunnel(portfolio.projects, absl::CivilDay(2026, 1, 1)));
    int stops_after_poc = 0;
    for (const ProjectFacts& project : portfolio.projects) {
      if (project.stage != P::STOPPED) continue;
      const auto judged = portfolio.judgements.find(project.name);
      const bool healthy = judged != portfolio.judgements.end() && judged->second.healthy_stop;
      stops_after_poc += healthy || project.poc_ended;
    }
    int all = 0, shares = 0, zombies = 0, listed = 0;
    std::set<std::string> names;
    for (const PostPocRow& row : rows) {
      all += row.count;
      shares += row.share_permille;
      zombies += row.zombies;
      listed += static_cast<int>(row.projects.size());
      names.insert(row.projects.begin(), row.projects.end());
      EXPECT_EQ(row.projects.size(), std::min<size_t>(static_cast<size_t>(row.count), kMostListed));
      EXPECT_TRUE(std::is_sorted(row.projects.begin(), row.projects.end()));
    }
    EXPECT_EQ(all, funnel.post_poc_or_later + stops_after_poc) << "seed " << seed;
    EXPECT_EQ(rows[static_cast<size_t>(PostPoc::kConverted)].count, funnel.production);
    EXPECT_EQ(static_cast<int>(names.size()), listed) << "somebody is in two classes";
    EXPECT_LE(zombies, all);
    if (all > 0) {
      EXPECT_NEAR(shares, 1000, kPostPocCount / 2);
    }
  }
}

TEST(PostPoc, AnEmptyPortfolioHasEveryClass) {
  for (const PostPocRow& row : MakePostPoc({}, {})) {
    EXPECT_EQ(row.count, 0);
    EXPECT_EQ(row.share_permille, 0);
  }
}

TEST(PostPoc, ListsTheFirstByName) {
  std::vector<ProjectFacts> projects;
  for (int i = 59; i >= 0; --i) {
    projects.push_back(At(P::RUN));
    projects.back().name = absl::StrFormat("p-%02d", i);
  }
  const PostPocRow row =
      MakePostPoc(projects, {})[static_cast<size_t>(PostPoc::kConverted)];
  EXPECT_EQ(row.count, 60);
  ASSERT_EQ(row.projects.size(), 50u);
  EXPECT_EQ(row.projects.front(), "p-00");
  EXPECT_EQ(row.projects.back(), "p-49");
}

TEST(PostPoc, ValueThatNobodyKnowsIsNotZero) {
  std::vector<ProjectFacts> projects = {At(P::RUN), At(P::ROLLOUT), At(P::RUN), At(P::POST_POC)};
  for (size_t i = 0; i < projects.size(); ++i) projects[i].name = absl::StrCat(i);
  Judgements judgements;
  judgements["3"].value_proven = true;
  EXPECT_EQ(MakeValue(projects, judgements).proven, std::nullopt);
  EXPECT_EQ(MakeValue(projects, judgements).unknown, 3);
  judgements["0"].value_proven = false;
  EXPECT_THAT(MakeValue(projects, judgements).proven, Optional(0));
  judgements["1"].value_proven = true;
  EXPECT_THAT(MakeValue(projects, judgements).proven, Optional(1));
  EXPECT_EQ(MakeValue(projects, judgements).unknown, 1);
}

}  // namespace
}  // namespace palier::reporting
