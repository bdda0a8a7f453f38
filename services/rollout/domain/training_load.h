// SPDX-License-Identifier: Apache-2.0
// What training asks of teams and champions, week by week, over all roll-outs. Somebody who is a
// champion of several tools is one person with one week.
#ifndef PALIER_ROLLOUT_DOMAIN_TRAINING_LOAD_H_
#define PALIER_ROLLOUT_DOMAIN_TRAINING_LOAD_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"

namespace palier::rollout {

// A session as planned.
struct LoadSession {
  std::string rollout;
  std::string team;
  // Empty for none.
  std::string champion;
  absl::CivilDay day;
  int people = 0;
  int minutes = 0;
  // It was held, as recorded.
  bool held = false;
};

struct TeamRoom {
  // 0: not known.
  int headcount = 0;
  // Share of the team that may be in training on one day, in thousandths.
  int daily_permille = 0;
};

struct TeamWeek {
  int people = 0;
  int sessions = 0;
  // Most people on one day.
  int busiest_day_people = 0;
  // The busiest day in thousandths of who may be in training on one day, half up.
  std::optional<int> saturation_permille;
  std::set<std::string> rollouts;
};

struct ChampionWeek {
  int sessions = 0;
  int minutes = 0;
  int held_sessions = 0;
  // In thousandths of the minutes a week, half up; none for a champion who gives none.
  std::optional<int> saturation_permille;
  std::set<std::string> rollouts;
};

// By name and Monday.
using WeekKey = std::pair<std::string, absl::CivilDay>;

struct TrainingLoad {
  std::map<WeekKey, TeamWeek> teams;
  std::map<WeekKey, ChampionWeek> champions;
};

// Of the sessions in [first, end). `rooms` by team; `weekly_minutes` by champion.
TrainingLoad LoadOf(const std::vector<LoadSession>& sessions,
                    const std::map<std::string, TeamRoom>& rooms,
                    const std::map<std::string, int>& weekly_minutes, absl::CivilDay first,
                    absl::CivilDay end);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_TRAINING_LOAD_H_
