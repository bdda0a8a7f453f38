// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/plan_inputs.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "rollout/api/capacity_inputs.h"
#include "rollout/api/certificates.h"
#include "rollout/api/explanations.h"
#include "rollout/storage/dates.h"

namespace palier::rollout {
namespace {

constexpr int kPresetDrillAgeDays = 90;
constexpr int kPresetHorizonDays = 730;
constexpr int kPresetTrainingPermille = 150;

DayRange RangeOf(const v1::DateRange& range) {
  return {ToDay(range.start_date()), ToDay(range.end_date()) + 1};
}

std::optional<absl::Weekday> WeekdayOf(v1::Limits::Weekday weekday) {
  switch (weekday) {
    case v1::Limits::TUESDAY:
      return absl::Weekday::tuesday;
    case v1::Limits::WEDNESDAY:
      return absl::Weekday::wednesday;
    case v1::Limits::THURSDAY:
      return absl::Weekday::thursday;
    case v1::Limits::FRIDAY:
      return absl::Weekday::friday;
    case v1::Limits::SATURDAY:
      return absl::Weekday::saturday;
    case v1::Limits::SUNDAY:
      return absl::Weekday::sunday;
    case v1::Limits::ANY_DAY:
      return std::nullopt;
    default:
      return absl::Weekday::monday;
  }
}

absl::CivilDay FirstDay(const PlanInputs& inputs) {
  return inputs.rollout.has_start_date() ? ToDay(inputs.rollout.start_date()) : inputs.today;
}

Team TeamOf(const registry::v1::Team& from) {
  Team team;
  team.id = IdOf(from.name());
  team.department = from.department();
  team.headcount = from.headcount();
  return team;
}

Team TeamOf(const registry::v1::Team& from, const v1::TeamDeployment& wanted) {
  Team team = TeamOf(from);
  if (team.headcount == 0) team.headcount = wanted.people();
  team.max_training_permille = wanted.max_training_permille() == 0 ? kPresetTrainingPermille
                                                                   : wanted.max_training_permille();
  team.language = wanted.language_code();
  for (const v1::DateRange& range : wanted.blackouts()) team.absences.push_back(RangeOf(range));
  return team;
}

Deployment DeploymentOf(const v1::Rollout& rollout, const v1::TeamDeployment& wanted,
                        int headcount) {
  Deployment deployment;
  deployment.id = deployment.team = IdOf(wanted.team());
  deployment.application = rollout.application();
  deployment.people = wanted.people() == 0 ? headcount : wanted.people();
  for (const v1::Prerequisite& prerequisite : wanted.prerequisites()) {
    deployment.prerequisites.push_back({IdOf(prerequisite.team()), prerequisite.lag_days()});
  }
  if (wanted.has_release_date()) deployment.release_day = ToDay(wanted.release_date());
  if (wanted.has_deadline_date()) deployment.deadline = ToDay(wanted.deadline_date());
  deployment.pilot = wanted.pilot();
  deployment.readiness = wanted.readiness();
  return deployment;
}

// What the team still waits for, where it is known until when.
void WaitForDependencies(const PlanInputs& inputs, const std::string& team,
                         Deployment& deployment) {
  for (const DependencyState& state : inputs.dependencies) {
    if (!state.expected || !state.teams.contains(team)) continue;
    if (deployment.release_day && *deployment.release_day >= *state.expected) continue;
    deployment.release_day = state.expected;
    deployment.waits_for = state.dependency.display_name();
  }
}

// A team of nobody gets no wave.
bool IsEmpty(const registry::v1::Team& team, const v1::TeamDeployment& wanted) {
  return team.headcount() == 0 && wanted.people() == 0;
}

absl::Status AddTeams(const PlanInputs& inputs, PlanningModel& model) {
  status::FieldErrors errors;
  Cents cents;
  std::set<std::string> empty;
  for (int i = 0; i < inputs.rollout.teams_size(); ++i) {
    const v1::TeamDeployment& wanted = inputs.rollout.teams(i);
    const auto found = inputs.teams.find(wanted.team());
    if (found == inputs.teams.end()) {
      errors.Add(absl::StrCat("teams[", i, "].team"),
                 {"this team does not exist", "cette équipe n'existe pas"});
      continue;
    }
    if (IsEmpty(found->second, wanted)) {
      empty.insert(IdOf(wanted.team()));
      continue;
    }
    model.teams.push_back(TeamOf(found->second, wanted));
    model.deployments.push_back(DeploymentOf(inputs.rollout, wanted, model.teams.back().headcount));
    Deployment& deployment = model.deployments.back();
    WaitForDependencies(inputs, wanted.team(), deployment);
    deployment.cost = CostOf(inputs.rollout, deployment.people, cents);
    deployment.sponsor = IdOf(inputs.project.sponsor());
  }
  // Nobody waits for nobody.
  for (Deployment& deployment : model.deployments) {
    std::erase_if(deployment.prerequisites,
                  [&](const Prerequisite& need) { return empty.contains(need.deployment); });
  }
  return errors.ToStatus();
}

// A champion of another team helps only when certified: that team never is in an earlier wave of
// this plan.
void AddChampions(const PlanInputs& inputs, PlanningModel& model) {
  std::set<std::string> known;
  for (const Team& team : model.teams) known.insert(team.id);
  for (const v1::Champion& from : inputs.champions) {
    const std::string team = IdOf(from.team());
    const bool certified = IsCertified(from, inputs.today);
    if (!known.contains(team)) {
      const auto found = inputs.teams.find(from.team());
      if (!certified || found == inputs.teams.end()) continue;
      known.insert(team);
      model.teams.push_back(TeamOf(found->second));
      model.teams.back().headcount = std::max(1, found->second.headcount());
    }
    Champion champion{IdOf(from.name()), team, from.hours_per_week(), {}, certified};
    champion.languages.assign(from.languages().begin(), from.languages().end());
    const auto booked = inputs.booked.find(from.name());
    if (booked != inputs.booked.end()) champion.booked_minutes = booked->second;
    model.champions.push_back(std::move(champion));
  }
}

// What the plan may take of what others take too (S1-09).
void AddCapacities(const PlanInputs& inputs, PlanningModel& model) {
  model.budget = inputs.left.budget;
  for (Team& team : model.teams) {
    const auto left = inputs.left.training_hours.find(team.id);
    if (left != inputs.left.training_hours.end()) team.training_hours = left->second;
  }
  const std::string& sponsor = inputs.project.sponsor();
  if (sponsor.empty()) return;
  const auto active = inputs.sponsored.size() - inputs.sponsored.count(inputs.project.name());
  model.sponsors.push_back({IdOf(sponsor), static_cast<int>(active), inputs.sponsor_capacity});
}

int PopulationOf(const PlanInputs& inputs, const PlanningModel& model) {
  if (inputs.rollout.population() > 0) return inputs.rollout.population();
  if (inputs.organization.employee_count() > 0) return inputs.organization.employee_count();
  int everybody = 0;
  for (const Team& team : model.teams) everybody += team.headcount;
  return everybody;
}

bool StageAllowsRollout(registry::v1::Project::Stage stage) {
  return stage == registry::v1::Project::LIMITED ||
         stage == registry::v1::Project::INDUSTRIALISATION ||
         stage == registry::v1::Project::ROLLOUT || stage == registry::v1::Project::RUN;
}

void AddStageWarning(const registry::v1::Project& project, std::vector<v1::Explanation>& warnings) {
  if (StageAllowsRollout(project.stage())) return;
  warnings.push_back(WarningOf(Warning::kStageTooEarly, project.name(),
                               {{"stage", registry::v1::Project::Stage_Name(project.stage())}}));
}

}  // namespace

int MaxDrillAgeDays(const v1::Limits& limits) {
  return limits.has_max_drill_age_days() ? limits.max_drill_age_days() : kPresetDrillAgeDays;
}

Limits LimitsOf(const v1::Limits& from) {
  Limits limits;
  if (from.has_session_size()) limits.session_size = from.session_size();
  if (from.has_session_minutes()) limits.session_minutes = from.session_minutes();
  if (from.has_sessions_per_week()) limits.sessions_per_week = from.sessions_per_week();
  if (from.has_users_per_champion()) limits.users_per_champion = from.users_per_champion();
  if (from.has_hypercare_days()) limits.hypercare_days = from.hypercare_days();
  if (from.has_gate_review_days()) limits.gate_review_days = from.gate_review_days();
  limits.start_weekday = WeekdayOf(from.start_weekday());
  if (from.has_max_wave_permille()) limits.max_wave_permille = from.max_wave_permille();
  if (from.has_max_departments()) limits.max_departments = from.max_departments();
  if (from.has_pilot_size()) limits.pilot_size = from.pilot_size();
  if (from.has_growth_permille()) limits.growth_permille = from.growth_permille();
  limits.wave_sizes.assign(from.wave_sizes().begin(), from.wave_sizes().end());
  return limits;
}

absl::StatusOr<PlanningModel> ModelOf(const PlanInputs& inputs) {
  PlanningModel model;
  RETURN_IF_ERROR(AddTeams(inputs, model));
  AddChampions(inputs, model);
  AddCapacities(inputs, model);
  model.population = PopulationOf(inputs, model);
  const v1::Limits& limits = inputs.rollout.limits();
  const absl::CivilDay first = FirstDay(inputs);
  model.horizon = {
      first, first + (limits.has_horizon_days() ? limits.horizon_days() : kPresetHorizonDays)};
  model.limits = LimitsOf(limits);
  if (!inputs.big_bang_waiver.empty()) {
    model.limits.max_wave_permille = 1000;
    model.limits.max_departments = 0;
  }
  for (const v1::DateRange& range : inputs.rollout.blackouts())
    model.calendar.blackouts.push_back(RangeOf(range));
  return model;
}

std::vector<v1::Explanation> WarningsOf(const PlanInputs& inputs, const PlanningModel& model) {
  std::vector<v1::Explanation> warnings;
  AddStageWarning(inputs.project, warnings);
  for (const registry::v1::Project& member : inputs.members) AddStageWarning(member, warnings);
  if (inputs.rollout.population() == 0 && inputs.organization.employee_count() == 0) {
    warnings.push_back(WarningOf(Warning::kPopulationUnknown, inputs.organization.name(),
                                 {{"people", absl::StrCat(model.population)}}));
  }
  if (FirstDay(inputs) < inputs.today) {
    warnings.push_back(WarningOf(Warning::kStartInPast, inputs.rollout.name(),
                                 {{"day", absl::FormatCivilTime(FirstDay(inputs))},
                                  {"today", absl::FormatCivilTime(inputs.today)}}));
  }
  for (const v1::TeamDeployment& wanted : inputs.rollout.teams()) {
    const auto found = inputs.teams.find(wanted.team());
    if (found == inputs.teams.end() || !IsEmpty(found->second, wanted)) continue;
    warnings.push_back(
        WarningOf(Warning::kTeamEmpty, IdOf(wanted.team()), {{"team", IdOf(wanted.team())}}));
  }
  for (const DependencyState& state : inputs.dependencies) {
    if (state.satisfied || state.expected || state.teams.empty()) continue;
    warnings.push_back(WarningOf(Warning::kDependencyUndated, state.dependency.name(),
                                 {{"dependency", state.dependency.display_name()}}));
  }
  for (const v1::Champion& champion : inputs.champions) {
    if (inputs.teams.contains(champion.team())) continue;
    warnings.push_back(
        WarningOf(Warning::kChampionTeamUnknown, champion.name(), {{"team", champion.team()}}));
  }
  return warnings;
}

}  // namespace palier::rollout
