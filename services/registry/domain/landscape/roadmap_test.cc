// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/landscape/roadmap.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "absl/strings/str_join.h"
#include "common/status/error.h"
#include "registry/domain/landscape/testing/house.h"

namespace palier::landscape {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// `projects/a 1`, `projects/b 2 <- projects/a !projects/lost`.
std::vector<std::string> InShort(const Graph& graph, const std::vector<RoadmapStep>& steps) {
  std::vector<std::string> lines;
  for (const RoadmapStep& step : steps) {
    std::string line = absl::StrCat(NamesOf(graph, {step.project})[0], " ", step.level);
    if (!step.needs.empty())
      absl::StrAppend(&line, " <- ", absl::StrJoin(NamesOf(graph, step.needs), " "));
    if (!step.lost_needs.empty())
      absl::StrAppend(&line, " !", absl::StrJoin(NamesOf(graph, step.lost_needs), " "));
    lines.push_back(line);
  }
  return lines;
}

std::vector<std::string> Roadmap(const House& house) {
  const Graph graph = house.Map();
  const auto steps = PlanRoadmap(graph);
  EXPECT_EQ(steps.status(), absl::OkStatus());
  return steps.ok() ? InShort(graph, *steps) : std::vector<std::string>();
}

TEST(RoadmapTest, LevelsFollowDependencies) {
  House house;
  for (const char* id : {"a", "b", "c", "d"}) house.Project(id);
  house.Needs("projects/a", "projects/c");
  house.Needs("projects/b", "projects/a");
  house.Needs("projects/b", "projects/c");
  EXPECT_THAT(Roadmap(house),
              ElementsAre("projects/c 1", "projects/d 1", "projects/a 2 <- projects/c",
                          "projects/b 3 <- projects/a projects/c"));
}

TEST(RoadmapTest, ASynergyWithoutDependencyOrdersNothing) {
  House house;
  house.Project("a");
  house.Project("b");
  house.Synergy("projects/a", "projects/b");
  EXPECT_THAT(Roadmap(house), ElementsAre("projects/a 1", "projects/b 1"));
}

TEST(RoadmapTest, DependenciesPassThroughWhatIsNoProject) {
  House house;
  house.Project("a");
  house.Project("b");
  house.DataSource("lake");
  house.Process("p", "hr");
  house.Needs("dataSources/lake", "projects/b");
  house.Needs("processes/p", "dataSources/lake");
  house.Needs("projects/a", "processes/p");
  EXPECT_THAT(Roadmap(house), ElementsAre("projects/b 1", "projects/a 2 <- projects/b"));
}

TEST(RoadmapTest, AnApplicationStandsForTheProjectsThatMakeIt) {
  House house;
  house.Application("mail", "sales");
  house.Application("chat", "sales");
  house.Project("a", v1::Project::POC, {"chat"});
  house.Project("b", v1::Project::POC, {"mail"});
  house.Project("both", v1::Project::POC, {"mail", "chat"});
  house.Needs("applications/chat", "applications/mail");
  EXPECT_THAT(Roadmap(house),
              ElementsAre("projects/b 1", "projects/both 1", "projects/a 2 <- projects/b"));
}

TEST(RoadmapTest, WhatIsDoneNeedsNothingAndWhatIsLostIsSaid) {
  House house;
  house.Project("a");
  house.Project("gone", v1::Project::STOPPED);
  house.Project("old", v1::Project::RETIRED);
  house.Project("runs", v1::Project::RUN);
  house.Project("z");
  house.Needs("projects/a", "projects/gone");
  house.Needs("projects/a", "projects/old");
  house.Needs("projects/a", "projects/runs");
  house.Needs("projects/runs", "projects/z");
  house.Needs("projects/gone", "projects/a");  // closes a cycle that no longer matters
  EXPECT_THAT(Roadmap(house),
              ElementsAre("projects/a 1 !projects/gone projects/old", "projects/z 1"));
}

TEST(RoadmapTest, NamesTheCycle) {
  House house;
  for (const char* id : {"a", "b", "c", "d"}) house.Project(id);
  house.Needs("projects/b", "projects/a");
  house.Needs("projects/c", "projects/b");
  house.Needs("projects/d", "projects/c");
  house.Needs("projects/b", "projects/d");
  const absl::Status status = PlanRoadmap(house.Map()).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(status::ReasonOf(status), error::v1::DEPENDENCY_CYCLE);
  EXPECT_EQ(status::DetailOf(status).metadata().at("cycle"),
            absl::StrJoin({In("projects/b"), In("projects/c"), In("projects/d"), In("projects/b")},
                          " -> "));
}

TEST(RoadmapTest, RefusesTheEdgeThatWouldCloseACycle) {
  House house;
  house.Needs("projects/b", "projects/a");
  house.Needs("applications/c", "projects/b");
  house.Synergy("projects/d", "projects/a");  // no dependency
  v1::Synergy edge;
  edge.set_name(In("synergies/new"));
  edge.set_dependency(true);
  edge.set_source(In("applications/c"));
  edge.set_target(In("projects/a"));
  const absl::Status status = CheckNoCycle(house.landscape.synergies, edge);
  EXPECT_EQ(status::ReasonOf(status), error::v1::DEPENDENCY_CYCLE);
  EXPECT_EQ(status::DetailOf(status).metadata().at("cycle"),
            absl::StrJoin(
                {In("applications/c"), In("projects/a"), In("projects/b"), In("applications/c")},
                " -> "));
  edge.set_target(In("projects/d"));
  EXPECT_EQ(CheckNoCycle(house.landscape.synergies, edge), absl::OkStatus());
  // An edge that is turned round is not compared with what it was.
  v1::Synergy turned = house.landscape.synergies[0];
  turned.set_source(In("projects/b"));
  turned.set_target(In("projects/a"));
  EXPECT_EQ(CheckNoCycle(house.landscape.synergies, turned), absl::OkStatus());
}

TEST(RoadmapTest, EveryDependencyIsRespected) {
  std::mt19937 random(6);
  int dependencies = 0;
  for (int round = 0; round < 100; ++round) {
    House house;
    const int projects = std::uniform_int_distribution<int>(2, 20)(random);
    for (int i = 0; i < projects; ++i) house.Project(absl::StrCat("p", i));
    std::uniform_int_distribution<int> project(0, projects - 1);
    std::vector<std::pair<int, int>> links;
    for (int i = 0; i < projects; ++i) {
      const auto [a, b] = std::minmax({project(random), project(random)});
      if (a == b) continue;
      house.Needs(absl::StrCat("projects/p", b), absl::StrCat("projects/p", a));
      links.emplace_back(a, b);
    }
    const Graph graph = house.Map();
    const auto steps = PlanRoadmap(graph);
    ASSERT_TRUE(steps.ok()) << steps.status();
    ASSERT_EQ(static_cast<int>(steps->size()), projects);
    std::map<std::string, const RoadmapStep*> by_name;
    for (const RoadmapStep& step : *steps) by_name[NamesOf(graph, {step.project})[0]] = &step;
    for (const auto& [a, b] : links) {
      const RoadmapStep& first = *by_name[absl::StrCat("projects/p", a)];
      const RoadmapStep& then = *by_name[absl::StrCat("projects/p", b)];
      EXPECT_LT(first.level, then.level);
      EXPECT_THAT(then.needs, ::testing::Contains(first.project));
      ++dependencies;
    }
  }
  EXPECT_GT(dependencies, 500);
}

TEST(RoadmapTest, RefusesDependenciesWithoutEnd) {
  House house;
  house.Application("x", "hr");
  house.Application("y", "hr");
  for (int i = 0; i < 300; ++i) {
    house.Project(absl::StrCat("x", i), v1::Project::POC, {"x"});
    house.Project(absl::StrCat("y", i), v1::Project::POC, {"y"});
  }
  house.Needs("applications/y", "applications/x");  // 300 x 300 dependencies
  const Graph graph = house.Map();
  EXPECT_EQ(PlanRoadmap(graph).status().code(), absl::StatusCode::kResourceExhausted);
}

TEST(RoadmapTest, NothingToDo) {
  House house;
  house.Project("runs", v1::Project::RUN);
  EXPECT_THAT(Roadmap(house), IsEmpty());
}

}  // namespace
}  // namespace palier::landscape
