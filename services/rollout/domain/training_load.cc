// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/training_load.h"

#include <algorithm>
#include <cstdint>

#include "common/stats/permille.h"
#include "rollout/domain/support.h"

namespace palier::rollout {
namespace {

// Rounded down to whole people, and somebody may always come.
int DailyRoom(const TeamRoom& room) {
  return std::max<int>(1, static_cast<int>(int64_t{room.headcount} * room.daily_permille / 1000));
}

}  // namespace

TrainingLoad LoadOf(const std::vector<LoadSession>& sessions,
                    const std::map<std::string, TeamRoom>& rooms,
                    const std::map<std::string, int>& weekly_minutes, absl::CivilDay first,
                    absl::CivilDay end) {
  TrainingLoad load;
  std::map<std::pair<std::string, absl::CivilDay>, int> people_of_day;
  for (const LoadSession& session : sessions) {
    if (session.day < first || session.day >= end) continue;
    const absl::CivilDay monday = MondayOf(session.day);
    TeamWeek& team = load.teams[{session.team, monday}];
    team.people += session.people;
    ++team.sessions;
    team.rollouts.insert(session.rollout);
    int& people = people_of_day[{session.team, session.day}];
    people += session.people;
    team.busiest_day_people = std::max(team.busiest_day_people, people);
    if (session.champion.empty()) continue;
    ChampionWeek& champion = load.champions[{session.champion, monday}];
    ++champion.sessions;
    champion.minutes += session.minutes;
    champion.held_sessions += session.held;
    champion.rollouts.insert(session.rollout);
  }
  for (auto& [key, week] : load.teams) {
    const auto room = rooms.find(key.first);
    if (room == rooms.end() || room->second.headcount == 0) continue;
    week.saturation_permille = stats::Permille(week.busiest_day_people, DailyRoom(room->second));
  }
  for (auto& [key, week] : load.champions) {
    const auto minutes = weekly_minutes.find(key.first);
    if (minutes == weekly_minutes.end() || minutes->second == 0) continue;
    week.saturation_permille = stats::Permille(week.minutes, minutes->second);
  }
  return load;
}

}  // namespace palier::rollout
