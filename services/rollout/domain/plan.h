// SPDX-License-Identifier: Apache-2.0
// A rollout plan: waves, sessions, gates, and the rule behind each date.
#ifndef PALIER_ROLLOUT_DOMAIN_PLAN_H_
#define PALIER_ROLLOUT_DOMAIN_PLAN_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "rollout/domain/rule.h"

namespace palier::rollout {

struct TrainingSession {
  absl::CivilDay day;
  int people = 0;
  // Person id; empty in a plan without champions.
  std::string champion;
  friend bool operator==(const TrainingSession&, const TrainingSession&) = default;
};

// How many users of a deployment one champion carries.
struct ChampionShare {
  std::string champion;
  int users = 0;
  friend bool operator==(const ChampionShare&, const ChampionShare&) = default;
};

struct PlannedDeployment {
  std::string deployment;
  std::string team;
  std::string application;
  int people = 0;
  // Day of the first session.
  absl::CivilDay start;
  // By day; an open day of the team after the last one is the go-live.
  std::vector<TrainingSession> sessions;
  absl::CivilDay go_live;
  std::vector<ChampionShare> champions;
  friend bool operator==(const PlannedDeployment&, const PlannedDeployment&) = default;
};

struct PlannedWave {
  // From 1.
  int number = 0;
  absl::CivilDay start;
  // Last go-live plus hypercare, then the review: the next wave starts after the gate day.
  absl::CivilDay hypercare_end;
  absl::CivilDay gate_day;
  // By deployment id.
  std::vector<PlannedDeployment> deployments;
  // People of this wave, each once.
  int headcount = 0;
  // People of this wave and all earlier ones, each once, in thousandths of the population, half up.
  int coverage_permille = 0;
  // Why the wave does not start earlier.
  RuleFinding start_reason;
  friend bool operator==(const PlannedWave&, const PlannedWave&) = default;
};

// How the plan was found. The value counts days live, weighted (wave_planner.h); no plan is worth
// more than the bound.
struct PlanSearch {
  int64_t schedules = 0;
  int64_t value = 0;
  int64_t bound = 0;
  friend bool operator==(const PlanSearch&, const PlanSearch&) = default;
};

struct Plan {
  std::vector<PlannedWave> waves;
  // For each deployment (the subject), by wave and id: what kept it out of the wave before (or the
  // first wave from an earlier start), and then, if its first session is later than the start of
  // its wave, what kept that.
  std::vector<RuleFinding> explanations;
  PlanSearch search;
  friend bool operator==(const Plan&, const Plan&) = default;
};

// One line a fact, the same bytes for the same plan on every build.
std::string CanonicalText(const Plan& plan);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_PLAN_H_
