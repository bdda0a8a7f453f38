// SPDX-License-Identifier: Apache-2.0
// The teams of the Rust project, people pseudonymised: people with seats in many teams, leads of
// several, teams without anybody. Skipped without PALIER_TEST_DATA.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "rollout/domain/plan_checker.h"
#include "rollout/domain/planning_samples.h"
#include "rollout/domain/wave_planner.h"

namespace palier::rollout {
namespace {

struct RustTeams {
  std::set<std::string> active;
  std::map<std::string, std::set<std::string>> people, leads;
};

std::vector<std::vector<std::string>> RowsOf(const std::string& path) {
  std::ifstream in(path);
  std::string line;
  std::getline(in, line);
  std::vector<std::vector<std::string>> rows;
  while (std::getline(in, line)) {
    rows.push_back(absl::StrSplit(absl::StripSuffix(line, "\r"), ','));
  }
  return rows;
}

RustTeams Read(const std::string& folder) {
  RustTeams teams;
  for (const auto& row : RowsOf(folder + "/teams.csv")) {
    if (row.at(4) == "False") teams.active.insert(row.at(0));
  }
  for (const auto& row : RowsOf(folder + "/memberships.csv")) {
    if (!teams.active.contains(row.at(0)) || row.at(2) == "alumni") continue;
    teams.people[row.at(0)].insert(row.at(1));
    if (row.at(2) == "lead") teams.leads[row.at(1)].insert(row.at(0));
  }
  return teams;
}

TEST(RustTeamsTest, ALeadOfSeveralTeamsIsOneChampion) {
  const char* data = std::getenv("PALIER_TEST_DATA");
  if (data == nullptr) GTEST_SKIP() << "PALIER_TEST_DATA is not set";
  const RustTeams rust = Read(std::string(data) + "/rust-teams");
  ASSERT_EQ(rust.active.size(), 165u);
  PlanningModel model = EmptyModel(1000);
  model.horizon.end = model.horizon.start + 1100;
  for (const std::string& team : rust.active) {
    const auto people = rust.people.find(team);
    if (people == rust.people.end()) continue;
    const int count = static_cast<int>(people->second.size());
    model.teams.push_back(SampleTeam(team, count));
    model.teams.back().max_training_permille = 1000;
    model.deployments.push_back(SampleDeployment(team, count));
  }
  EXPECT_EQ(model.teams.size(), 153u) << "twelve teams have nobody";
  int seats_led = 0, several = 0;
  for (const auto& [person, teams] : rust.leads) {
    seats_led += static_cast<int>(teams.size());
    several += teams.size() > 1 ? 1 : 0;
    model.champions.push_back(SampleChampion(person, *teams.begin(), true));
  }
  ASSERT_GT(several, 0);
  EXPECT_LT(model.champions.size(), static_cast<size_t>(seats_led));
  model.limits.pilot_size = 60;
  const auto plan = WavePlanner().Make(model, {.schedules = 8});
  ASSERT_TRUE(plan.ok()) << plan.status();
  for (const RuleFinding& broken : CheckPlan(model, *plan)) {
    ADD_FAILURE() << broken.subject << ": " << TextOf(broken).en;
  }
  size_t planned = 0;
  for (const PlannedWave& wave : plan->waves) {
    planned += wave.deployments.size();
    std::map<std::string, int> carried;
    for (const PlannedDeployment& deployment : wave.deployments) {
      EXPECT_GT(deployment.people, 0);
      for (const ChampionShare& share : deployment.champions)
        carried[share.champion] += share.users;
    }
    for (const auto& [person, users] : carried) {
      EXPECT_LE(users, model.limits.users_per_champion) << person << " in wave " << wave.number;
    }
  }
  EXPECT_EQ(planned, 153u);
}

}  // namespace
}  // namespace palier::rollout
