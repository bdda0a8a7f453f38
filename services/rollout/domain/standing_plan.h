// SPDX-License-Identifier: Apache-2.0
// A plan in force when another is made in its place.
#ifndef PALIER_ROLLOUT_DOMAIN_STANDING_PLAN_H_
#define PALIER_ROLLOUT_DOMAIN_STANDING_PLAN_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "rollout/domain/champion_pool.h"
#include "rollout/domain/compiled_model.h"
#include "rollout/domain/plan.h"
#include "rollout/domain/wave_sessions.h"

namespace palier::rollout {

struct PlanInForce {
  // By number.
  std::vector<PlannedWave> waves;
  // The first so many stay exactly as they are: they have started, or start soon.
  int frozen = 0;
  // No other wave starts before; and why, NOTICE for none.
  absl::CivilDay first;
  std::optional<RuleFinding> first_reason = {};
};

// The same, names replaced by positions. Immutable; model and plan must outlive it. What the plan
// has of deployments that the model lacks is left out.
class StandingPlan {
 public:
  StandingPlan(const CompiledModel& model, const PlanInForce& plan);

  // Those that stay.
  const std::vector<PlannedWave>& frozen() const { return frozen_; }
  // Day before which nothing else starts.
  int first() const { return first_; }
  const RuleFinding& first_reason() const { return first_reason_; }
  // How a deployment was planned; nullptr without.
  const PlannedDeployment* Before(int deployment) const { return before_[deployment]; }
  // Day on which the wave of a group was to start, none without.
  std::optional<int> WaveStart(int group) const;
  bool IsFrozen(int group) const { return is_frozen_[group]; }
  // Days on which the other waves were to start, ascending.
  const std::vector<int>& wave_starts() const { return wave_starts_; }

 private:
  std::vector<PlannedWave> frozen_;
  int first_ = 0;
  RuleFinding first_reason_;
  std::vector<const PlannedDeployment*> before_;
  std::vector<int> starts_;
  std::vector<bool> is_frozen_;
  std::vector<int> wave_starts_;
};

// The sessions of one wave that stay as they were planned. Books what stays in `pool` and `held`.
class KeptSessions {
 public:
  // In the wave that starts on day `start`.
  KeptSessions(const CompiledModel& model, int start, ChampionPool& pool, SessionsByWeek& held)
      : model_(model), start_(start), pool_(pool), held_(held) {}

  // What keeps the deployment from being trained exactly as planned; none when it can.
  std::optional<RuleFinding> Obstacle(int deployment, const PlannedDeployment& planned) const;
  // Without an obstacle. Returns who carries it.
  ChampionPool::Shares Book(int deployment, const PlannedDeployment& planned);

 private:
  std::optional<RuleFinding> DayObstacle(int team, const PlannedDeployment& planned) const;
  std::optional<RuleFinding> ChampionObstacle(int team, const PlannedDeployment& planned) const;

  const CompiledModel& model_;
  const int start_;
  ChampionPool& pool_;
  SessionsByWeek& held_;
  // By team and day.
  std::map<std::pair<int, absl::CivilDay>, int> in_training_;
};

// Position of a champion of the model; none for one who is not there.
std::optional<int> ChampionAt(const CompiledModel& model, const std::string& person);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_STANDING_PLAN_H_
