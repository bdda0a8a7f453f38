// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/standing_plan.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace palier::rollout {
namespace {

RuleFinding Finding(Rule rule, std::map<std::string, std::string> numbers) {
  return {rule, "", std::move(numbers)};
}

RuleFinding Closed(absl::CivilDay day) {
  return Finding(Rule::kCalendar, {{"day", absl::FormatCivilTime(day)}});
}

RuleFinding Short(int64_t needed, int64_t eligible) {
  return Finding(Rule::kChampionShortage, {{"needed", absl::StrCat(needed)},
                                           {"eligible", absl::StrCat(eligible)},
                                           {"short", absl::StrCat(needed - eligible)}});
}

}  // namespace

std::optional<int> ChampionAt(const CompiledModel& model, const std::string& person) {
  const std::vector<Champion>& champions = model.champions();
  const auto at =
      std::lower_bound(champions.begin(), champions.end(), person,
                       [](const Champion& champion, const auto& x) { return champion.person < x; });
  if (at == champions.end() || at->person != person) return std::nullopt;
  return static_cast<int>(at - champions.begin());
}

StandingPlan::StandingPlan(const CompiledModel& model, const PlanInForce& plan)
    : frozen_(plan.waves.begin(), plan.waves.begin() + plan.frozen),
      first_(model.OffsetOf(plan.first)),
      first_reason_(plan.first_reason.value_or(
          RuleFinding{Rule::kNotice, "", {{"day", model.DayText(first_)}}})),
      before_(model.deployments().size(), nullptr),
      starts_(model.groups().size(), -1),
      is_frozen_(model.groups().size(), false) {
  std::map<std::string, int> positions;
  for (size_t i = 0; i < model.deployments().size(); ++i) {
    positions[model.deployments()[i].id] = static_cast<int>(i);
  }
  for (size_t w = 0; w < plan.waves.size(); ++w) {
    const PlannedWave& wave = plan.waves[w];
    const bool frozen = static_cast<int>(w) < plan.frozen;
    const int start = model.OffsetOf(wave.start);
    if (!frozen) wave_starts_.push_back(start);
    for (const PlannedDeployment& planned : wave.deployments) {
      const auto at = positions.find(planned.deployment);
      if (at == positions.end()) continue;
      before_[at->second] = &planned;
      starts_[model.GroupOf(at->second)] = start;
      is_frozen_[model.GroupOf(at->second)] = frozen;
    }
  }
  std::sort(wave_starts_.begin(), wave_starts_.end());
}

std::optional<int> StandingPlan::WaveStart(int group) const {
  if (starts_[group] < 0) return std::nullopt;
  return starts_[group];
}

std::optional<RuleFinding> KeptSessions::DayObstacle(int team,
                                                     const PlannedDeployment& planned) const {
  const Limits& limits = model_.limits();
  std::map<absl::CivilDay, int> people;
  std::map<int, int> weeks;
  for (const TrainingSession& session : planned.sessions) {
    const int day = model_.OffsetOf(session.day);
    if (day < start_ || day >= model_.days() || !model_.Open(team, day)) return Closed(session.day);
    if (session.people > limits.session_size) {
      return Finding(Rule::kSessionSize, {{"people", absl::StrCat(session.people)},
                                          {"limit", absl::StrCat(limits.session_size)}});
    }
    const auto others = in_training_.find({team, session.day});
    const int cap = model_.TrainingCap(team) - (others == in_training_.end() ? 0 : others->second);
    if ((people[session.day] += session.people) > cap) {
      return Finding(Rule::kTeamCapacity, {{"team", planned.team},
                                           {"people", absl::StrCat(people[session.day])},
                                           {"limit", absl::StrCat(cap)}});
    }
    const int week = model_.WeekOf(day);
    const auto held = held_.find(week);
    const int taken = ++weeks[week] + (held == held_.end() ? 0 : held->second);
    if (limits.sessions_per_week == 0 || taken <= limits.sessions_per_week) continue;
    return Finding(Rule::kSessionsPerWeek, {{"week", model_.WeekText(day)},
                                            {"limit", absl::StrCat(limits.sessions_per_week)}});
  }
  const int live = model_.OffsetOf(planned.go_live);
  if (live >= model_.days() || !model_.Open(team, live)) return Closed(planned.go_live);
  return std::nullopt;
}

std::optional<RuleFinding> KeptSessions::ChampionObstacle(int team,
                                                          const PlannedDeployment& planned) const {
  if (model_.limits().users_per_champion == 0) {
    if (planned.champions.empty()) return std::nullopt;
    return Short(0, static_cast<int64_t>(planned.champions.size()));
  }
  const auto needed = static_cast<int64_t>(planned.champions.size());
  int64_t eligible = 0;
  int users = 0;
  for (const ChampionShare& share : planned.champions) {
    const std::optional<int> champion = ChampionAt(model_, share.champion);
    users += share.users;
    if (champion && pool_.CanCarry(*champion, team, share.users)) ++eligible;
  }
  if (users != planned.people) return Short(needed + 1, needed);
  if (eligible < needed) return Short(needed, eligible);
  std::map<std::pair<int, int>, int> sessions;
  for (const TrainingSession& session : planned.sessions) {
    const int day = model_.OffsetOf(session.day);
    const std::optional<int> champion = ChampionAt(model_, session.champion);
    if (!champion) return Short(1, 0);
    if (++sessions[{model_.WeekOf(day), *champion}] > pool_.SessionsLeft(*champion, day)) {
      return Finding(Rule::kChampionHours, {{"week", model_.WeekText(day)}});
    }
  }
  return std::nullopt;
}

std::optional<RuleFinding> KeptSessions::Obstacle(int deployment,
                                                  const PlannedDeployment& planned) const {
  const Deployment& asked = model_.deployments()[deployment];
  const int team = model_.TeamAt(asked.team);
  if (planned.people != asked.people) {
    return RuleFinding{
        Rule::kCompleteness,
        asked.id,
        {{"found", absl::StrCat(planned.people)}, {"expected", absl::StrCat(asked.people)}}};
  }
  std::optional<RuleFinding> obstacle = DayObstacle(team, planned);
  if (!obstacle) obstacle = ChampionObstacle(team, planned);
  if (!obstacle && asked.deadline && planned.go_live > *asked.deadline) {
    obstacle = Finding(Rule::kDeadline, {{"day", absl::FormatCivilTime(planned.go_live)},
                                         {"deadline", absl::FormatCivilTime(*asked.deadline)}});
  }
  if (obstacle) obstacle->subject = asked.id;
  return obstacle;
}

ChampionPool::Shares KeptSessions::Book(int deployment, const PlannedDeployment& planned) {
  const int team = model_.TeamAt(model_.deployments()[deployment].team);
  ChampionPool::Shares shares;
  for (const ChampionShare& share : planned.champions) {
    shares.push_back({*ChampionAt(model_, share.champion), share.users});
    pool_.Carry(shares.back().first, share.users);
  }
  for (const TrainingSession& session : planned.sessions) {
    const int day = model_.OffsetOf(session.day);
    ++held_[model_.WeekOf(day)];
    in_training_[{team, session.day}] += session.people;
    if (!session.champion.empty()) pool_.HoldSession(*ChampionAt(model_, session.champion), day);
  }
  return shares;
}

}  // namespace palier::rollout
