// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/plan_checker.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

namespace palier::rollout {
namespace {

using absl::CivilDay;
using Numbers = std::map<std::string, std::string>;

std::string Text(CivilDay day) {
  return absl::FormatCivilTime(day);
}
std::string Text(int64_t number) {
  return absl::StrCat(number);
}
std::string Text(const std::string& text) {
  return text;
}

CivilDay MondayOf(CivilDay day) {
  return absl::PrevWeekday(day + 1, absl::Weekday::monday);
}

bool In(const std::vector<DayRange>& ranges, CivilDay day) {
  for (const DayRange& range : ranges) {
    if (range.start <= day && day < range.end) return true;
  }
  return false;
}

// Where the plan put a deployment.
struct Placement {
  const PlannedWave* wave;
  const PlannedDeployment* planned;
};

class Examination {
 public:
  Examination(const PlanningModel& model, const Plan& plan) : model_(model), plan_(plan) {
    for (const Team& team : model.teams) teams_[team.id] = &team;
    for (const Deployment& deployment : model.deployments)
      deployments_[deployment.id] = &deployment;
    for (const Champion& champion : model.champions) champions_[champion.person] = &champion;
  }

  std::vector<RuleFinding> Run() {
    CheckCompleteness();
    // What follows reads the model behind each planned deployment.
    if (!broken_.empty()) return std::move(broken_);
    for (const PlannedWave& wave : plan_.waves) {
      CheckWaveDates(wave);
      CheckWaveSize(wave);
      CheckChampions(wave);
      for (const PlannedDeployment& planned : wave.deployments) CheckDeployment(wave, planned);
    }
    CheckClusters();
    CheckTeamDays();
    CheckWeeks();
    CheckSaturation();
    CheckCapacities();
    return std::move(broken_);
  }

 private:
  void Break(Rule rule, const std::string& subject, Numbers numbers) {
    broken_.push_back({rule, subject, std::move(numbers)});
  }
  template <typename T>
  void Expect(Rule rule, const std::string& subject, const T& found, const T& expected) {
    if (found == expected) return;
    Break(rule, subject, {{"found", Text(found)}, {"expected", Text(expected)}});
  }
  static std::string Name(const PlannedWave& wave) { return absl::StrCat("wave ", wave.number); }
  const Team& TeamOf(const PlannedDeployment& planned) const { return *teams_.at(planned.team); }

  void CheckCompleteness() {
    std::set<std::string> explained;
    for (const RuleFinding& finding : plan_.explanations) explained.insert(finding.subject);
    int number = 0;
    for (const PlannedWave& wave : plan_.waves) {
      Expect(Rule::kCompleteness, Name(wave), int64_t{wave.number}, int64_t{++number});
      if (wave.deployments.empty()) {
        Break(Rule::kCompleteness, Name(wave), {{"found", "0"}, {"expected", "> 0"}});
      }
      for (const PlannedDeployment& planned : wave.deployments) CheckKnown(wave, planned);
    }
    for (const auto& [id, deployment] : deployments_) {
      Expect(Rule::kCompleteness, id, int64_t{placements_.contains(id)}, int64_t{1});
      Expect(Rule::kCompleteness, id, int64_t{explained.contains(id)}, int64_t{1});
    }
  }

  void CheckKnown(const PlannedWave& wave, const PlannedDeployment& planned) {
    const std::string& id = planned.deployment;
    const auto asked = deployments_.find(id);
    if (asked == deployments_.end() || !placements_.insert({id, {&wave, &planned}}).second) {
      return Break(Rule::kCompleteness, id, {{"found", "+ 1"}, {"expected", "0"}});
    }
    Expect(Rule::kCompleteness, id, planned.team, asked->second->team);
    Expect(Rule::kCompleteness, id, planned.application, asked->second->application);
    Expect(Rule::kCompleteness, id, int64_t{planned.people}, int64_t{asked->second->people});
    int64_t trained = 0;
    for (const TrainingSession& session : planned.sessions) {
      trained += session.people;
      if (session.people < 1) {
        Break(Rule::kCompleteness, id, {{"found", Text(session.people)}, {"expected", "> 0"}});
      }
    }
    Expect(Rule::kCompleteness, id, trained, int64_t{planned.people});
  }

  void CheckInHorizon(const std::string& subject, CivilDay day) {
    if (model_.horizon.start <= day && day < model_.horizon.end) return;
    Break(Rule::kHorizon, subject,
          {{"day", Text(day)},
           {"first", Text(model_.horizon.start)},
           {"last", Text(model_.horizon.end - 1)}});
  }

  bool OrganisationOpen(CivilDay day) const {
    return model_.calendar.working_days[static_cast<int>(absl::GetWeekday(day))] &&
           !In(model_.calendar.holidays, day) && !In(model_.calendar.blackouts, day);
  }

  void CheckOpen(const std::string& subject, const Team& team, CivilDay day) {
    CheckInHorizon(subject, day);
    if (OrganisationOpen(day) && !In(team.absences, day)) return;
    Break(Rule::kCalendar, subject, {{"day", Text(day)}});
  }

  void CheckWaveDates(const PlannedWave& wave) {
    CheckInHorizon(Name(wave), wave.start);
    if (!OrganisationOpen(wave.start)) {
      Break(Rule::kCalendar, Name(wave), {{"day", Text(wave.start)}});
    }
    const std::optional<absl::Weekday>& cadence = model_.limits.start_weekday;
    if (cadence && absl::GetWeekday(wave.start) != *cadence) {
      Break(Rule::kCadence, Name(wave), {{"day", Text(wave.start)}});
    }
    CivilDay last = wave.start;
    for (const PlannedDeployment& planned : wave.deployments)
      last = std::max(last, planned.go_live);
    const CivilDay supported = last + model_.limits.hypercare_days;
    Expect(Rule::kTotals, Name(wave), wave.hypercare_end, supported);
    Expect(Rule::kTotals, Name(wave), wave.gate_day, supported + model_.limits.gate_review_days);
    if (wave.number > 1) CheckGate(plan_.waves[wave.number - 2], wave);
  }

  void CheckGate(const PlannedWave& before, const PlannedWave& wave) {
    if (before.gate_day < wave.start) return;
    Break(Rule::kGate, Name(wave),
          {{"wave", Text(before.number)},
           {"gate_day", Text(before.gate_day)},
           {"hypercare_days", Text(model_.limits.hypercare_days)},
           {"review_days", Text(model_.limits.gate_review_days)}});
  }

  // People of the waves `first` to `last`, each once.
  int64_t PeopleOf(int first, int last) const {
    std::map<std::string, int> most;
    for (int number = first; number <= last; ++number) {
      for (const PlannedDeployment& planned : plan_.waves[number - 1].deployments) {
        most[planned.team] = std::max(most[planned.team], planned.people);
      }
    }
    int64_t people = 0;
    for (const auto& [team, count] : most) people += count;
    return people;
  }

  void CheckWaveSize(const PlannedWave& wave) {
    const Limits& limits = model_.limits;
    const int64_t population = model_.population;
    const int64_t people = PeopleOf(wave.number, wave.number);
    const int64_t live = PeopleOf(1, wave.number - 1);
    const int64_t covered = PeopleOf(1, wave.number);
    Expect(Rule::kTotals, Name(wave), int64_t{wave.headcount}, people);
    Expect(Rule::kTotals, Name(wave), int64_t{wave.coverage_permille},
           (covered * 2000 + population) / (2 * population));
    CheckSize(Rule::kWaveShare, wave, people, population * limits.max_wave_permille / 1000, live);
    if (limits.wave_sizes.empty()) {
      if (wave.number == 1) {
        CheckSize(Rule::kPilotSize, wave, people, limits.pilot_size, live);
      } else {
        CheckSize(Rule::kGrowth, wave, people, live * limits.growth_permille / 1000, live);
      }
    } else {
      const size_t at = static_cast<size_t>(wave.number) - 1;
      CheckSize(Rule::kWaveSize, wave, people,
                at < limits.wave_sizes.size() ? limits.wave_sizes[at] : 0, live);
    }
    CheckDepartments(wave);
  }

  void CheckSize(Rule rule, const PlannedWave& wave, int64_t people, int64_t limit, int64_t live) {
    if (people <= limit) return;
    Break(rule, Name(wave),
          {{"people", Text(people)},
           {"limit", Text(limit)},
           {"live", Text(live)},
           {"wave", Text(wave.number)},
           {"population", Text(model_.population)}});
  }

  void CheckDepartments(const PlannedWave& wave) {
    std::set<std::string> departments;
    for (const PlannedDeployment& planned : wave.deployments) {
      departments.insert(TeamOf(planned).department);
    }
    const size_t limit = static_cast<size_t>(model_.limits.max_departments);
    if (limit == 0 || departments.size() <= limit) return;
    Break(Rule::kDepartments, Name(wave),
          {{"departments", absl::StrCat(departments.size())}, {"limit", absl::StrCat(limit)}});
  }

  void CheckDeployment(const PlannedWave& wave, const PlannedDeployment& planned) {
    const Deployment& asked = *deployments_.at(planned.deployment);
    if (asked.release_day && wave.start < *asked.release_day) {
      if (asked.waits_for.empty()) {
        Break(Rule::kReleaseDay, asked.id, {{"day", Text(*asked.release_day)}});
      } else {
        Break(Rule::kDependency, asked.id,
              {{"day", Text(*asked.release_day)}, {"dependency", asked.waits_for}});
      }
    }
    if (asked.deadline && planned.go_live > *asked.deadline) {
      Break(Rule::kDeadline, asked.id,
            {{"day", Text(planned.go_live)}, {"deadline", Text(*asked.deadline)}});
    }
    for (const Prerequisite& need : asked.prerequisites) CheckPrerequisite(wave, asked.id, need);
    CheckSessions(wave, planned);
    const bool pilots = std::any_of(model_.deployments.begin(), model_.deployments.end(),
                                    [](const Deployment& deployment) { return deployment.pilot; });
    if (wave.number == 1 && pilots && !asked.pilot) Break(Rule::kPilotFirst, asked.id, {});
  }

  void CheckPrerequisite(const PlannedWave& wave, const std::string& id, const Prerequisite& need) {
    const Placement& before = placements_.at(need.deployment);
    if (before.wave->number < wave.number &&
        before.planned->go_live + need.lag_days <= wave.start) {
      return;
    }
    Break(Rule::kPrerequisite, id,
          {{"prerequisite", need.deployment}, {"lag_days", Text(need.lag_days)}});
  }

  void CheckSessions(const PlannedWave& wave, const PlannedDeployment& planned) {
    const std::string& id = planned.deployment;
    CivilDay first = CivilDay::max();
    CivilDay last = CivilDay::min();
    for (const TrainingSession& session : planned.sessions) {
      first = std::min(first, session.day);
      last = std::max(last, session.day);
      CheckOpen(id, TeamOf(planned), session.day);
      if (session.people > model_.limits.session_size) {
        Break(Rule::kSessionSize, id,
              {{"people", Text(session.people)}, {"limit", Text(model_.limits.session_size)}});
      }
    }
    CheckOpen(id, TeamOf(planned), planned.go_live);
    Expect(Rule::kTotals, id, planned.start, first);
    if (first < wave.start) Expect(Rule::kTotals, id, first, wave.start);
    if (planned.go_live <= last) Expect(Rule::kTotals, id, planned.go_live, last + 1);
  }

  bool MayTrain(const Champion& champion, const PlannedWave& wave) const {
    if (champion.certified) return true;
    for (const PlannedWave& earlier : plan_.waves) {
      if (earlier.number >= wave.number) return false;
      for (const PlannedDeployment& planned : earlier.deployments) {
        if (planned.team == champion.team) return true;
      }
    }
    return false;
  }

  void CheckChampions(const PlannedWave& wave) {
    if (model_.limits.users_per_champion == 0) return;
    std::map<std::string, int64_t> users;
    for (const PlannedDeployment& planned : wave.deployments) {
      std::set<std::string> assigned;
      int64_t carried = 0;
      for (const ChampionShare& share : planned.champions) {
        CheckChampion(wave, planned, share.champion);
        assigned.insert(share.champion);
        users[share.champion] += share.users;
        carried += share.users;
      }
      Expect(Rule::kCompleteness, planned.deployment, carried, int64_t{planned.people});
      for (const TrainingSession& session : planned.sessions) {
        if (!assigned.contains(session.champion)) Shortage(wave, session.champion);
      }
    }
    for (const auto& [person, count] : users) {
      if (count > model_.limits.users_per_champion) Shortage(wave, person);
    }
  }

  void CheckChampion(const PlannedWave& wave, const PlannedDeployment& planned,
                     const std::string& person) {
    const auto champion = champions_.find(person);
    if (champion == champions_.end() || !MayTrain(*champion->second, wave)) {
      return Shortage(wave, person);
    }
    const std::vector<std::string>& spoken = champion->second->languages;
    const std::string& wanted = TeamOf(planned).language;
    if (spoken.empty() || wanted.empty()) return;
    if (std::count(spoken.begin(), spoken.end(), wanted) == 0) Shortage(wave, person);
  }

  void Shortage(const PlannedWave& wave, const std::string& person) {
    Break(
        Rule::kChampionShortage, person,
        {{"needed", "1"}, {"eligible", "0"}, {"short", "1"}, {"wave", Text(int64_t{wave.number})}});
  }

  void CheckClusters() {
    std::map<std::pair<std::string, std::string>, int> waves;
    for (const auto& [id, placement] : placements_) {
      const Deployment& asked = *deployments_.at(id);
      if (asked.cluster.empty()) continue;
      const auto [at, added] = waves.insert({{asked.team, asked.cluster}, placement.wave->number});
      if (!added && at->second != placement.wave->number) {
        Break(Rule::kCluster, id, {{"cluster", asked.cluster}});
      }
    }
  }

  void CheckTeamDays() {
    std::map<std::pair<std::string, CivilDay>, int64_t> trained;
    for (const auto& [id, placement] : placements_) {
      for (const TrainingSession& session : placement.planned->sessions) {
        trained[{placement.planned->team, session.day}] += session.people;
      }
    }
    for (const auto& [team_day, people] : trained) {
      const Team& team = *teams_.at(team_day.first);
      if (people * 1000 <= int64_t{team.headcount} * team.max_training_permille) continue;
      const int64_t limit = int64_t{team.headcount} * team.max_training_permille / 1000;
      Break(Rule::kTeamCapacity, team.id,
            {{"people", Text(people)},
             {"limit", Text(limit)},
             {"team", team.id},
             {"day", Text(team_day.second)}});
    }
  }

  // Of a week, beside the sessions of other plans.
  static int MinutesLeft(const Champion& champion, CivilDay monday) {
    int left = champion.hours_per_week * 60;
    for (const auto& [week, minutes] : champion.booked_minutes) {
      if (week == monday) left -= minutes;
    }
    return left;
  }

  void CheckWeeks() {
    std::map<CivilDay, int> sessions;
    std::map<std::pair<CivilDay, std::string>, int> minutes;
    for (const auto& [id, placement] : placements_) {
      for (const TrainingSession& session : placement.planned->sessions) {
        ++sessions[MondayOf(session.day)];
        minutes[{MondayOf(session.day), session.champion}] += model_.limits.session_minutes;
      }
    }
    const int limit = model_.limits.sessions_per_week;
    for (const auto& [week, count] : sessions) {
      if (limit == 0 || count <= limit) continue;
      Break(Rule::kSessionsPerWeek, "plan", {{"week", Text(week)}, {"limit", Text(limit)}});
    }
    if (model_.limits.users_per_champion == 0) return;
    for (const auto& [key, count] : minutes) {
      const auto champion = champions_.find(key.second);
      if (champion != champions_.end() && count <= MinutesLeft(*champion->second, key.first)) {
        continue;
      }
      Break(Rule::kChampionHours, key.second, {{"week", Text(key.first)}});
    }
  }

  void CheckSaturation() {
    std::map<std::string, std::vector<DayRange>> changes;
    for (const auto& [id, placement] : placements_) {
      const PlannedDeployment& planned = *placement.planned;
      changes[planned.team].push_back(
          {planned.start, planned.go_live + model_.limits.hypercare_days + 1});
    }
    for (const auto& [id, ranges] : changes) {
      const Team& team = *teams_.at(id);
      for (const DayRange& change : ranges) {
        const auto at_once =
            std::count_if(ranges.begin(), ranges.end(), [&](const DayRange& other) {
              return other.start <= change.start && change.start < other.end;
            });
        if (at_once <= team.saturation) continue;
        Break(Rule::kSaturation, id,
              {{"team", id}, {"changes", Text(at_once)}, {"limit", Text(team.saturation)}});
        break;
      }
    }
  }

  void Over(Rule rule, const std::string& subject, int64_t needed, int64_t limit) {
    if (needed <= limit) return;
    Break(rule, subject, {{"needed", Text(needed)}, {"limit", Text(limit)}});
  }

  void CheckCapacities() {
    int64_t cost = 0;
    std::map<std::string, int64_t> minutes;
    std::map<std::string, std::set<std::string>> applications;
    for (const auto& [id, asked] : deployments_) {
      cost += asked->cost;
      minutes[asked->team] += int64_t{asked->people} * model_.limits.session_minutes;
      applications[asked->sponsor].insert(asked->application);
    }
    if (model_.budget) Over(Rule::kBudget, "budget", cost, *model_.budget);
    for (const Team& team : model_.teams) {
      if (!team.training_hours || minutes[team.id] <= *team.training_hours * 60) continue;
      Over(Rule::kTeamHours, team.id, (minutes[team.id] + 59) / 60, *team.training_hours);
    }
    for (const Sponsor& sponsor : model_.sponsors) {
      const auto carried = static_cast<int64_t>(applications[sponsor.id].size());
      if (carried > 0) {
        Over(Rule::kSponsorLoad, sponsor.id, sponsor.active_elsewhere + carried,
             sponsor.max_active);
      }
    }
  }

  const PlanningModel& model_;
  const Plan& plan_;
  std::map<std::string, const Team*> teams_;
  std::map<std::string, const Deployment*> deployments_;
  std::map<std::string, const Champion*> champions_;
  std::map<std::string, Placement> placements_;
  std::vector<RuleFinding> broken_;
};

}  // namespace

std::vector<RuleFinding> CheckPlan(const PlanningModel& model, const Plan& plan) {
  return Examination(model, plan).Run();
}

}  // namespace palier::rollout
