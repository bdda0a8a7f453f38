// SPDX-License-Identifier: Apache-2.0
#include "reporting/domain/funnel.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace palier::reporting {
namespace {

using P = registry::v1::Project;
using ::testing::Optional;

constexpr absl::CivilDay kAsOf(2024, 12, 16);

ProjectFacts In(Stage stage, std::optional<absl::CivilDay> since = std::nullopt) {
  ProjectFacts project;
  project.stage = stage;
  project.stage_since = since;
  return project;
}

FunnelRow RowOf(const std::vector<ProjectFacts>& projects, Stage stage) {
  for (const FunnelRow& row : MakeFunnel(projects, kAsOf)) {
    if (row.stage == stage) return row;
  }
  ADD_FAILURE() << "no row for " << stage;
  return {};
}

TEST(Funnel, HasEveryStageOnceInOrder) {
  const std::vector<FunnelRow> funnel = MakeFunnel({}, kAsOf);
  ASSERT_EQ(funnel.size(), 11u);
  EXPECT_EQ(funnel.front().stage, P::IDEA);
  EXPECT_EQ(funnel.back().stage, P::STAGE_UNKNOWN);
  for (const FunnelRow& row : funnel) {
    EXPECT_EQ(row.count, 0);
    EXPECT_EQ(row.share_permille, 0);
    EXPECT_FALSE(row.median_age_days.has_value());
  }
}

TEST(Funnel, CountsAProjectWithoutStageAsUnknown) {
  EXPECT_EQ(
      RowOf({In(P::STAGE_UNSPECIFIED), In(P::STAGE_UNKNOWN), In(P::RUN)}, P::STAGE_UNKNOWN).count,
      2);
}

TEST(Funnel, MedianIsOverKnownAgesOnly) {
  const FunnelRow row =
      RowOf({In(P::POC, kAsOf - 10), In(P::POC, kAsOf - 30), In(P::POC, kAsOf - 20), In(P::POC),
             In(P::POC, kAsOf + 1), In(P::RUN, kAsOf - 500)},
            P::POC);
  EXPECT_EQ(row.count, 5);
  EXPECT_EQ(row.age_known_count, 3) << "neither the unknown one nor the one that enters tomorrow";
  EXPECT_THAT(row.median_age_days, Optional(20));
  EXPECT_EQ(row.share_permille, 833);
}

TEST(Funnel, EvenNumberTakesTheLowerMiddle) {
  EXPECT_THAT(RowOf({In(P::POC, kAsOf), In(P::POC, kAsOf - 9)}, P::POC).median_age_days,
              Optional(0));
}

TEST(Conversion, CountsStoppedProjectsApart) {
  RecordProperty("requirement", "S0-02");
  const std::vector<ProjectFacts> projects = {
      In(P::IDEA),    In(P::SCOPING),           In(P::POC),          In(P::POST_POC),
      In(P::LIMITED), In(P::INDUSTRIALISATION), In(P::ROLLOUT),      In(P::RUN),
      In(P::RETIRED), In(P::STOPPED),           In(P::STAGE_UNKNOWN)};
  const ConversionFigures figures = MakeConversion(MakeFunnel(projects, kAsOf));
  EXPECT_EQ(figures.post_poc_or_later, 6);
  EXPECT_EQ(figures.production, 3);
  EXPECT_THAT(figures.rate_permille, Optional(500));
  EXPECT_EQ(figures.stopped, 1);
}

TEST(Conversion, HasNoRateWhenNothingIsPastItsPoc) {
  EXPECT_FALSE(
      MakeConversion(MakeFunnel({In(P::POC), In(P::STOPPED)}, kAsOf)).rate_permille.has_value());
}

TEST(Departments, CountsEachOnceAndNoneNot) {
  std::vector<ProjectFacts> projects(4);
  projects[0].department = projects[1].department = "organizations/a/departments/x";
  projects[2].department = "organizations/a/departments/y";
  EXPECT_EQ(CountDepartments(projects), 2);
}

}  // namespace
}  // namespace palier::reporting
