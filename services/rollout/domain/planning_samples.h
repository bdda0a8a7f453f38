// SPDX-License-Identifier: Apache-2.0
// Models that the tests of planners share.
#ifndef PALIER_ROLLOUT_DOMAIN_PLANNING_SAMPLES_H_
#define PALIER_ROLLOUT_DOMAIN_PLANNING_SAMPLES_H_

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "rollout/domain/planning_model.h"

namespace palier::rollout {

inline Team SampleTeam(const std::string& id, int headcount,
                       const std::string& department = "sales") {
  Team team;
  team.id = id;
  team.department = department;
  team.headcount = headcount;
  return team;
}

inline Deployment SampleDeployment(const std::string& team, int people,
                                   const std::string& application = "assistant") {
  Deployment deployment;
  deployment.id = absl::StrCat(team, "-", application);
  deployment.team = team;
  deployment.application = application;
  deployment.people = people;
  return deployment;
}

inline Champion SampleChampion(const std::string& person, const std::string& team, bool certified) {
  return {person, team, 8, {}, certified};
}

// An empty year from Monday 5 January 2026.
inline PlanningModel EmptyModel(int population) {
  PlanningModel model;
  model.population = population;
  model.horizon = {absl::CivilDay(2026, 1, 5), absl::CivilDay(2027, 1, 4)};
  return model;
}

// The firm of 140 with waves of 4, 12 and 8 people (S1-35).
inline PlanningModel FirmOf140() {
  PlanningModel model = EmptyModel(140);
  model.limits.wave_sizes = {4, 12, 8};
  model.limits.max_wave_permille = 100;
  model.teams = {SampleTeam("commerce", 60, "sales"), SampleTeam("compta", 40, "finance"),
                 SampleTeam("innovation", 40, "direction")};
  model.deployments = {SampleDeployment("commerce", 12), SampleDeployment("compta", 8),
                       SampleDeployment("innovation", 4)};
  model.deployments[2].pilot = true;
  model.champions = {SampleChampion("alix", "innovation", true),
                     SampleChampion("basile", "commerce", false)};
  return model;
}

// 80 people of a support desk that stays open (S1-08).
inline PlanningModel DeskOf80() {
  PlanningModel model = EmptyModel(400);
  model.limits.pilot_size = 80;
  model.limits.session_size = 20;
  model.teams = {SampleTeam("desk", 80, "support")};
  model.deployments = {SampleDeployment("desk", 80)};
  for (int i = 0; i < 6; ++i) {
    model.champions.push_back(SampleChampion(absl::StrCat("champion-", i), "desk", true));
  }
  return model;
}

// A model in which each rule has something to say: pilots, a cluster, a prerequisite with a lag, a
// deadline, a release, absences, a blackout, budget, hours, sponsors, languages.
inline PlanningModel RichModel() {
  PlanningModel model = EmptyModel(400);
  model.teams = {SampleTeam("alpha", 40, "sales"), SampleTeam("bravo", 80, "support"),
                 SampleTeam("carmen", 60, "finance"), SampleTeam("delta", 100, "sales")};
  model.teams[1].saturation = 2;
  model.teams[1].training_hours = 200;
  model.teams[2].absences = {{absl::CivilDay(2026, 2, 23), absl::CivilDay(2026, 3, 7)}};
  model.teams[3].language = "fr";
  model.deployments = {
      SampleDeployment("alpha", 10),           SampleDeployment("bravo", 30),
      SampleDeployment("carmen", 20),          SampleDeployment("delta", 60),
      SampleDeployment("bravo", 20, "quotes"), SampleDeployment("alpha", 8, "quotes")};
  model.deployments[0].pilot = true;
  model.deployments[1].cluster = model.deployments[4].cluster = "customer";
  model.deployments[2].prerequisites = {{"alpha-assistant", 40}};
  model.deployments[3].release_day = absl::CivilDay(2026, 3, 2);
  model.deployments[3].sponsor = "ceo";
  model.deployments[5].deadline = absl::CivilDay(2026, 12, 18);
  for (Deployment& deployment : model.deployments) deployment.cost = 1000;
  model.budget = 6000;
  model.sponsors = {{"ceo", 1, 2}};
  model.champions = {
      SampleChampion("ada", "alpha", true),   SampleChampion("abel", "alpha", false),
      SampleChampion("adam", "alpha", false), SampleChampion("agnes", "alpha", false),
      SampleChampion("beth", "bravo", false), SampleChampion("boris", "bravo", false)};
  model.champions[1].languages = {"en"};
  model.calendar.blackouts = {{absl::CivilDay(2026, 6, 22), absl::CivilDay(2026, 7, 4)}};
  model.calendar.holidays = {{absl::CivilDay(2026, 4, 6), absl::CivilDay(2026, 4, 7)}};
  model.limits.sessions_per_week = 20;
  model.limits.max_departments = 2;
  return model;
}

// splitmix64, so that a seed means the same model everywhere.
class SampleDice {
 public:
  explicit SampleDice(uint64_t seed) : state_(seed) {}
  uint64_t Next() {
    uint64_t z = (state_ += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  // From low to high, both included.
  int Roll(int low, int high) { return low + static_cast<int>(Next() % (high - low + 1)); }
  bool Chance(int percent) { return Roll(1, 100) <= percent; }

 private:
  uint64_t state_;
};

inline void AddRandomTeam(SampleDice& dice, int number, PlanningModel& model) {
  const std::string id = absl::StrCat("team-", number);
  // One after the other: the order of arguments is the compiler's choice.
  const std::string department = absl::StrCat("department-", dice.Roll(0, 3));
  Team team = SampleTeam(id, dice.Roll(10, 60), department);
  team.max_training_permille = dice.Roll(100, 500);
  team.saturation = dice.Roll(1, 3);
  if (dice.Chance(30)) team.language = dice.Chance(50) ? "fr" : "en";
  if (dice.Chance(30)) {
    const absl::CivilDay away = model.horizon.start + dice.Roll(0, 300);
    team.absences = {{away, away + dice.Roll(1, 20)}};
  }
  model.teams.push_back(team);
  const int applications = dice.Roll(1, 2);
  const bool cluster = team.saturation > 1 && dice.Chance(40);
  for (int i = 0; i < applications; ++i) {
    Deployment deployment = SampleDeployment(id, dice.Roll(3, std::max(3, team.headcount / 2)),
                                             absl::StrCat("app-", i));
    deployment.cluster = cluster ? "cluster" : "";
    deployment.readiness = dice.Roll(0, 100);
    deployment.value_per_week = dice.Roll(0, 100'000);
    if (dice.Chance(20)) deployment.release_day = model.horizon.start + dice.Roll(0, 200);
    if (dice.Chance(10)) deployment.deadline = model.horizon.start + dice.Roll(300, 700);
    if (!model.deployments.empty() && dice.Chance(25)) {
      const int last = static_cast<int>(model.deployments.size()) - 1;
      const Deployment& before = model.deployments[dice.Roll(0, last)];
      if (before.team != id) deployment.prerequisites = {{before.id, dice.Roll(0, 60)}};
    }
    model.deployments.push_back(deployment);
  }
  const int champions = dice.Roll(0, 3);
  for (int i = 0; i < champions; ++i) {
    Champion champion = SampleChampion(absl::StrCat(id, "-champion-", i), id, dice.Chance(40));
    champion.hours_per_week = dice.Roll(0, 10);
    if (dice.Chance(20)) champion.languages = {"fr"};
    model.champions.push_back(champion);
  }
}

// Two to twelve teams and two years; most can be planned, some cannot.
inline PlanningModel RandomModel(uint64_t seed) {
  SampleDice dice(seed);
  PlanningModel model = EmptyModel(0);
  model.horizon.end = absl::CivilDay(2028, 1, 3);
  Limits& limits = model.limits;
  limits.session_size = dice.Roll(4, 20);
  limits.sessions_per_week = dice.Chance(40) ? dice.Roll(2, 12) : 0;
  limits.users_per_champion = dice.Chance(15) ? 0 : dice.Roll(10, 30);
  limits.hypercare_days = dice.Chance(20) ? dice.Roll(0, 10) : 28;
  limits.gate_review_days = dice.Roll(0, 5);
  if (dice.Chance(40)) limits.start_weekday = std::nullopt;
  limits.max_wave_permille = dice.Roll(200, 600);
  limits.max_departments = dice.Chance(30) ? dice.Roll(1, 3) : 0;
  limits.pilot_size = dice.Roll(15, 50);
  limits.growth_permille = dice.Roll(1500, 4000);
  for (int i = 0; i < 4; ++i) {
    const absl::CivilDay closed = model.horizon.start + dice.Roll(0, 700);
    std::vector<DayRange>& ranges =
        dice.Chance(50) ? model.calendar.holidays : model.calendar.blackouts;
    ranges.push_back({closed, closed + dice.Roll(1, 14)});
  }
  const int teams = dice.Roll(2, 12);
  for (int i = 0; i < teams; ++i) AddRandomTeam(dice, i, model);
  model.champions.push_back(SampleChampion("trainer-1", "team-0", true));
  model.champions.push_back(SampleChampion("trainer-2", "team-1", true));
  for (const Team& team : model.teams) model.population += team.headcount;
  return model;
}

// The same model with its lists in another order.
inline PlanningModel Shuffled(PlanningModel model, uint64_t seed) {
  SampleDice dice(seed);
  const auto shuffle = [&dice](auto& list) {
    for (size_t i = list.size(); i > 1; --i) std::swap(list[i - 1], list[dice.Next() % i]);
  };
  shuffle(model.teams);
  shuffle(model.deployments);
  shuffle(model.champions);
  shuffle(model.sponsors);
  shuffle(model.calendar.holidays);
  shuffle(model.calendar.blackouts);
  for (Deployment& deployment : model.deployments) shuffle(deployment.prerequisites);
  return model;
}

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_PLANNING_SAMPLES_H_
