// SPDX-License-Identifier: Apache-2.0
// Training sessions of one wave, day by day, as many as the caps allow.
#ifndef PALIER_ROLLOUT_DOMAIN_WAVE_SESSIONS_H_
#define PALIER_ROLLOUT_DOMAIN_WAVE_SESSIONS_H_

#include <map>
#include <optional>
#include <vector>

#include "rollout/domain/champion_pool.h"
#include "rollout/domain/compiled_model.h"
#include "rollout/domain/plan.h"
#include "rollout/domain/rule.h"

namespace palier::rollout {

// Sessions held so far by week, over all waves.
using SessionsByWeek = std::map<int, int>;

// The training of one deployment. When it is asked for, `training` has no session and no go-live
// yet; or it has them all, booked, and stays as it is.
struct TrainingCourse {
  int deployment = 0;
  int team = 0;
  ChampionPool::Shares shares;
  PlannedDeployment training;
  // After placing, or given with the sessions: the go-live; none when the horizon ends before
  // everybody is trained.
  std::optional<int> go_live;
  // What kept the first session from the first day of the wave; or, without a go-live, what kept
  // the rest out last.
  std::optional<RuleFinding> delay;
};

// Places the sessions of the courses from day `start` on. On a day the courses come in their order;
// a team's share (S1-08) is common to its courses. Books champions and weeks.
std::vector<TrainingCourse> PlaceSessions(const CompiledModel& model, int start,
                                          std::vector<TrainingCourse> courses, ChampionPool& pool,
                                          SessionsByWeek& held);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_WAVE_SESSIONS_H_
