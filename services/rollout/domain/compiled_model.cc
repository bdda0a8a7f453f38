// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/compiled_model.h"

#include <algorithm>
#include <map>
#include <utility>

namespace palier::rollout {
namespace {

int WeekdayIndex(absl::CivilDay day) {
  return static_cast<int>(absl::GetWeekday(day));
}

template <typename T, typename Key>
void SortBy(std::vector<T>& list, Key key) {
  std::sort(list.begin(), list.end(), [&](const T& a, const T& b) { return a.*key < b.*key; });
}

template <typename T, typename Key>
int PositionOf(const std::vector<T>& sorted, Key key, const std::string& id) {
  const auto at =
      std::lower_bound(sorted.begin(), sorted.end(), id,
                       [&](const T& item, const std::string& x) { return item.*key < x; });
  return static_cast<int>(at - sorted.begin());
}

}  // namespace

CompiledModel::CompiledModel(const PlanningModel& model)
    : model_(model),
      days_(static_cast<int>(model.horizon.end - model.horizon.start)),
      first_weekday_(WeekdayIndex(model.horizon.start)) {
  SortBy(model_.teams, &Team::id);
  SortBy(model_.deployments, &Deployment::id);
  SortBy(model_.champions, &Champion::person);
  SortBy(model_.sponsors, &Sponsor::id);
  for (Deployment& deployment : model_.deployments) {
    SortBy(deployment.prerequisites, &Prerequisite::deployment);
  }
  for (const Champion& champion : model_.champions) {
    champion_teams_.push_back(TeamAt(champion.team));
  }
  MakeCalendar();
  MakeGroups();
}

int CompiledModel::TeamAt(const std::string& id) const {
  return PositionOf(model_.teams, &Team::id, id);
}

void CompiledModel::MakeCalendar() {
  const auto mark = [this](std::vector<bool>& days, const std::vector<DayRange>& ranges,
                           bool value) {
    for (const DayRange& range : ranges) {
      const absl::CivilDay end = std::min(range.end, model_.horizon.end);
      for (absl::CivilDay day = std::max(range.start, model_.horizon.start); day < end; ++day) {
        days[OffsetOf(day)] = value;
      }
    }
  };
  for (int day = 0; day < days_; ++day) {
    open_.push_back(!RestDay(day));
  }
  mark(open_, model_.calendar.holidays, false);
  mark(open_, model_.calendar.blackouts, false);
  for (const Team& team : model_.teams) {
    absent_.emplace_back(days_, false);
    mark(absent_.back(), team.absences, true);
  }
}

void CompiledModel::AddToGroup(int deployment, Group& group) {
  const Deployment& added = model_.deployments[deployment];
  group.deployments.push_back(deployment);
  group.team = TeamAt(added.team);
  group.people = std::max(group.people, added.people);
  group.users += added.people;
  group.pilot = added.pilot;
  group.readiness = std::min(group.readiness, added.readiness);
  if (added.release_day && OffsetOf(*added.release_day) > group.release) {
    group.release = OffsetOf(*added.release_day);
    group.waits_for = added.waits_for;
  }
  if (added.deadline) group.deadline = std::min(group.deadline, OffsetOf(*added.deadline));
  group.value_per_week += added.value_per_week;
  for (const Prerequisite& need : added.prerequisites) {
    group.needs.push_back(
        {PositionOf(model_.deployments, &Deployment::id, need.deployment), need.lag_days});
  }
}

void CompiledModel::MakeGroups() {
  std::map<std::pair<std::string, std::string>, int> clusters;
  for (int i = 0; i < static_cast<int>(model_.deployments.size()); ++i) {
    const Deployment& deployment = model_.deployments[i];
    int group = static_cast<int>(groups_.size());
    if (!deployment.cluster.empty()) {
      group = clusters.insert({{deployment.team, deployment.cluster}, group}).first->second;
    }
    if (group == static_cast<int>(groups_.size())) {
      groups_.emplace_back();
      groups_.back().deadline = days_ - 1;
    }
    AddToGroup(i, groups_[group]);
    group_of_.push_back(group);
  }
}

bool CompiledModel::RestDay(int day) const {
  return !model_.calendar.working_days[WeekdayIndex(DayAt(day))];
}

std::string CompiledModel::WeekText(int day) const {
  return absl::FormatCivilTime(DayAt(WeekOf(day) * 7 - first_weekday_));
}

std::optional<int> CompiledModel::NextWaveStart(int day) const {
  const std::optional<absl::Weekday>& cadence = model_.limits.start_weekday;
  for (; day < days_; ++day) {
    if (open_[day] && (!cadence || absl::GetWeekday(DayAt(day)) == *cadence)) return day;
  }
  return std::nullopt;
}

std::optional<int> CompiledModel::NextOpen(int team, int day) const {
  for (; day < days_; ++day) {
    if (Open(team, day)) return day;
  }
  return std::nullopt;
}

RuleFinding CompiledModel::NoRoom(const std::string& subject) const {
  return {Rule::kHorizon, subject, {{"first", DayText(0)}, {"last", DayText(days_ - 1)}}};
}

RuleFinding CompiledModel::ReleaseOf(const Group& group) const {
  RuleFinding finding{group.waits_for.empty() ? Rule::kReleaseDay : Rule::kDependency,
                      model_.deployments[group.deployments.front()].id,
                      {{"day", DayText(group.release)}}};
  if (!group.waits_for.empty()) finding.numbers["dependency"] = group.waits_for;
  return finding;
}

int CompiledModel::TrainingCap(int team) const {
  const Team& t = model_.teams[team];
  return static_cast<int>(int64_t{t.headcount} * t.max_training_permille / 1000);
}

int CompiledModel::SessionsIn(int champion, int week) const {
  const Champion& one = model_.champions[champion];
  if (one.booked_minutes.empty()) return SessionsPerWeek(champion);
  const auto booked = one.booked_minutes.find(DayAt(week * 7 - first_weekday_));
  const int taken = booked == one.booked_minutes.end() ? 0 : booked->second;
  return std::max(0, one.hours_per_week * 60 - taken) / model_.limits.session_minutes;
}

int CompiledModel::SessionsPerWeek(int champion) const {
  return model_.champions[champion].hours_per_week * 60 / model_.limits.session_minutes;
}

bool CompiledModel::Speaks(int champion, int team) const {
  const std::vector<std::string>& languages = model_.champions[champion].languages;
  const std::string& wanted = model_.teams[team].language;
  return languages.empty() || wanted.empty() ||
         std::find(languages.begin(), languages.end(), wanted) != languages.end();
}

std::vector<std::string> CompiledModel::FindCycle() const {
  std::vector<bool> done(groups_.size(), false);
  const auto ready = [&](const Group& group) {
    return std::all_of(group.needs.begin(), group.needs.end(),
                       [&](const Group::Need& need) { return done[group_of_[need.deployment]]; });
  };
  bool moved = true;
  while (moved) {
    moved = false;
    for (size_t i = 0; i < groups_.size(); ++i) {
      if (done[i] || !ready(groups_[i])) continue;
      done[i] = moved = true;
    }
  }
  return CycleAmong(done);
}

// Each group that is not done waits for another that is not done: walking from one to the next must
// come back.
std::vector<std::string> CompiledModel::CycleAmong(const std::vector<bool>& done) const {
  const auto first = std::find(done.begin(), done.end(), false);
  if (first == done.end()) return {};
  std::vector<int> seen_at(groups_.size(), -1);
  std::vector<std::string> path;
  int group = static_cast<int>(first - done.begin());
  while (seen_at[group] < 0) {
    seen_at[group] = static_cast<int>(path.size());
    for (const Group::Need& need : groups_[group].needs) {
      if (done[group_of_[need.deployment]]) continue;
      path.push_back(model_.deployments[need.deployment].id);
      group = group_of_[need.deployment];
      break;
    }
  }
  return {path.begin() + seen_at[group], path.end()};
}

}  // namespace palier::rollout
