// SPDX-License-Identifier: Apache-2.0
#include "reporting/domain/purgatory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace palier::reporting {
namespace {

using P = registry::v1::Project;
using Day = std::optional<absl::CivilDay>;

constexpr absl::CivilDay kAsOf(2024, 12, 16);

ProjectFacts Native(Stage stage, Day since) {
  ProjectFacts project;
  project.stage = stage;
  project.stage_since = since;
  return project;
}

ProjectFacts Imported(Stage stage, const std::string& raw_stage, Day initiated,
                      Day implemented = std::nullopt) {
  ProjectFacts project;
  project.stage = stage;
  project.imported = RegisterFacts{raw_stage, stage, initiated, implemented};
  return project;
}

TEST(Purgatory, NativeProjectWaitsInPostPocOnly) {
  for (int i = 1; i <= P::Stage_MAX; ++i) {
    const auto stage = static_cast<Stage>(i);
    const ProjectFacts project = Native(stage, kAsOf - 200);
    EXPECT_EQ(WaitingSince(project, kAsOf).has_value(), stage == P::POST_POC)
        << P::Stage_Name(stage);
  }
}

TEST(Purgatory, UnknownBeginningIsNoWaiting) {
  EXPECT_FALSE(WaitingSince(Native(P::POST_POC, std::nullopt), kAsOf).has_value());
}

TEST(Purgatory, RegisterRule) {
  const struct {
    const char* what;
    ProjectFacts project;
    bool waits;
  } cases[] = {
      {"begun idea", Imported(P::IDEA, "Initiated", kAsOf - 1), true},
      {"build", Imported(P::POC, "Acquisition and/or Development", kAsOf - 1), true},
      {"pilot", Imported(P::LIMITED, "Implementation and Assessment", kAsOf - 1), true},
      {"no date", Imported(P::POC, "Acquisition and/or Development", std::nullopt), false},
      {"implemented", Imported(P::POC, "Acquisition and/or Development", kAsOf - 9, kAsOf - 1),
       false},
      {"planned", Imported(P::IDEA, "Planned", kAsOf - 1), false},
      {"planned, longer", Imported(P::IDEA, " planned (not in production)", kAsOf - 1), false},
      {"ideation", Imported(P::IDEA, "IDEATION", kAsOf - 1), false},
      {"production", Imported(P::RUN, "Operation and Maintenance", kAsOf - 1), false},
      {"retired", Imported(P::RETIRED, "Retired", kAsOf - 1), false},
      {"unknown", Imported(P::STAGE_UNKNOWN, "", kAsOf - 1), false},
  };
  for (const auto& c : cases) {
    const std::optional<Waiting> waiting = WaitingSince(c.project, kAsOf);
    ASSERT_EQ(waiting.has_value(), c.waits) << c.what;
    if (!c.waits) continue;
    EXPECT_EQ(waiting->basis, Basis::kRegister) << c.what;
  }
}

TEST(Purgatory, AProjectMovedAfterItsImportFollowsTheStageRule) {
  ProjectFacts project = Imported(P::POC, "Acquisition and/or Development", kAsOf - 900);
  project.stage = P::POST_POC;
  project.stage_since = kAsOf - 5;
  const std::optional<Waiting> waiting = WaitingSince(project, kAsOf);
  ASSERT_TRUE(waiting.has_value());
  EXPECT_EQ(waiting->basis, Basis::kStage);
  EXPECT_EQ(waiting->age_days, 5);
  project.stage = P::LIMITED;
  EXPECT_FALSE(WaitingSince(project, kAsOf).has_value()) << "somebody decided";
}

TEST(Purgatory, OneDayMakesTheDifference) {
  RecordProperty("requirement", "S0-01");
  const absl::CivilDay since(2024, 1, 31);
  const std::vector<ProjectFacts> projects = {Native(P::POST_POC, since)};
  const struct {
    absl::CivilDay as_of;
    int older_than_180;
  } cases[] = {{since + 179, 0}, {since + 180, 0}, {since + 181, 1}, {since - 1, 0}};
  for (const auto& c : cases) {
    EXPECT_EQ(CountOlderThan(OpenProjects(projects, c.as_of), 180), c.older_than_180) << c.as_of;
  }
}

TEST(Purgatory, OldestFirstThenByName) {
  std::vector<ProjectFacts> projects = {
      Native(P::POST_POC, kAsOf - 1), Native(P::POST_POC, kAsOf - 3),
      Native(P::POST_POC, kAsOf - 3), Native(P::POST_POC, kAsOf + 1)};
  projects[0].name = "d";
  projects[1].name = "b";
  projects[2].name = "a";
  projects[3].name = "c";
  std::vector<std::string> names;
  for (const Waiting& waiting : OpenProjects(projects, kAsOf))
    names.push_back(waiting.project->name);
  EXPECT_THAT(names, ::testing::ElementsAre("a", "b", "d", "c"));
  EXPECT_EQ(CountOlderThan(OpenProjects(projects, kAsOf), 0), 3);
}

}  // namespace
}  // namespace palier::reporting
