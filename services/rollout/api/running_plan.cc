// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/running_plan.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/resource/read_all.h"
#include "common/resource/rows.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "rollout/api/context.h"
#include "rollout/api/wave_records.h"
#include "rollout/storage/dates.h"

namespace palier::rollout {
namespace {

absl::Status Refuse(const v1::Rollout& rollout, status::Text text) {
  return status::Error(absl::StatusCode::kFailedPrecondition, error::v1::ILLEGAL_TRANSITION,
                       std::move(text))
      .With("resource", rollout.name())
      .With("state", v1::Rollout::State_Name(rollout.state()));
}

absl::Status CheckRuns(const v1::Rollout& rollout) {
  switch (rollout.state()) {
    case v1::Rollout::PLANNED:
    case v1::Rollout::ACTIVE:
      return absl::OkStatus();
    case v1::Rollout::DRAFT:
      return Refuse(rollout, {"{resource} has no plan yet: plan its waves first.",
                              "{resource} n'a pas encore de plan : planifiez d'abord ses vagues."});
    default:
      return Refuse(rollout, {"{resource} is {state}: there is nothing left to plan.",
                              "{resource} est dans l'état {state} : il n'y a plus rien à "
                              "planifier."});
  }
}

// A gate that is decided against going on, and a wave that is paused, give what follows free.
bool MayFollow(const v1::Wave& before) {
  const auto decision = before.gate().decision();
  return before.state() != v1::Wave::PAUSED &&
         (decision == v1::Wave::GATE_DECISION_UNSPECIFIED || decision == v1::Wave::CONTINUE);
}

// What is frozen was asked for as it was planned.
void AskAsFrozen(const std::vector<v1::Wave>& waves, int frozen, PlanInputs& inputs) {
  for (const v1::Wave& wave : waves) {
    if (wave.number() > frozen) continue;
    for (const v1::WaveTeam& planned : wave.teams()) {
      registry::v1::Team& team = inputs.teams[planned.team()];
      team.set_name(planned.team());
      team.set_headcount(std::max(team.headcount(), planned.people()));
      for (v1::TeamDeployment& asked : *inputs.rollout.mutable_teams()) {
        if (asked.team() == planned.team()) asked.set_people(planned.people());
      }
    }
  }
}

// A wave that started late has its gate later by as much.
void WaitForLateGate(const v1::Wave& last, absl::TimeZone zone, const Limits& limits,
                     PlanInForce& in_force) {
  const bool open = last.state() == v1::Wave::ACTIVE || last.state() == v1::Wave::PAUSED;
  if (!open || !last.has_actual_start_time()) return;
  const absl::CivilDay started = DayOf(resource::StandardTime(last, "actual_start_time"), zone);
  const int64_t late = started - ToDay(last.start_date());
  const absl::CivilDay gate = ToDay(last.gate_date()) + late;
  if (late <= 0 || gate < in_force.first) return;
  in_force.first = gate + 1;
  in_force.first_reason = RuleFinding{Rule::kGate,
                                      "",
                                      {{"wave", absl::StrCat(last.number())},
                                       {"gate_day", absl::FormatCivilTime(gate)},
                                       {"hypercare_days", absl::StrCat(limits.hypercare_days)},
                                       {"review_days", absl::StrCat(limits.gate_review_days)}}};
}

absl::StatusOr<PlanningModel> ModelFor(PlanInputs inputs, const std::vector<v1::Wave>& waves,
                                       int frozen) {
  AskAsFrozen(waves, frozen, inputs);
  ASSIGN_OR_RETURN(PlanningModel model, ModelOf(inputs));
  // What runs already is no more for its sponsor to carry.
  model.sponsors.clear();
  for (Deployment& deployment : model.deployments) deployment.sponsor.clear();
  // The period is that of the first plan: what has happened lies in it.
  const int64_t days = model.horizon.end - model.horizon.start;
  absl::CivilDay first = model.horizon.start;
  for (const v1::Wave& wave : waves) {
    if (wave.has_start_date()) first = std::min(first, ToDay(wave.start_date()));
    for (const v1::WaveTeam& team : wave.teams()) {
      if (team.has_start_date()) first = std::min(first, ToDay(team.start_date()));
    }
  }
  const absl::CivilDay from =
      inputs.rollout.has_start_date() ? std::max(first, ToDay(inputs.rollout.start_date())) : first;
  model.horizon = {first, std::min(from + days, first + kMaxHorizonDays)};
  return model;
}

}  // namespace

PlannedWave PlannedWaveOf(const v1::Wave& wave, const std::string& application) {
  PlannedWave planned;
  planned.number = wave.number();
  planned.start = ToDay(wave.start_date());
  planned.hypercare_end = ToDay(wave.end_date());
  planned.gate_day = ToDay(wave.gate_date());
  planned.headcount = wave.headcount();
  planned.coverage_permille = wave.coverage_permille();
  for (const v1::WaveTeam& team : wave.teams()) {
    PlannedDeployment& deployment = planned.deployments.emplace_back();
    deployment.deployment = deployment.team = IdOf(team.team());
    deployment.application = application;
    deployment.people = team.people();
    deployment.start = ToDay(team.start_date());
    deployment.go_live = ToDay(team.go_live_date());
    for (const v1::TrainingSession& session : team.sessions()) {
      deployment.sessions.push_back(
          {ToDay(session.date()), session.people(), IdOf(session.champion())});
    }
    for (const v1::ChampionShare& share : team.champions()) {
      deployment.champions.push_back({IdOf(share.champion()), share.users()});
    }
  }
  return planned;
}

int FrozenCount(const std::vector<v1::Wave>& waves, const v1::Rollout& rollout,
                absl::CivilDay today, int notice_days) {
  std::set<std::string> wanted;
  for (const v1::TeamDeployment& team : rollout.teams()) wanted.insert(team.team());
  int frozen = 0;
  for (const v1::Wave& wave : waves) {
    if (wave.state() == v1::Wave::PLANNED) {
      const absl::CivilDay start = ToDay(wave.start_date());
      if (start < today || start > today + notice_days) break;
      if (frozen > 0 && !MayFollow(waves[static_cast<size_t>(frozen) - 1])) break;
      const bool all_wanted =
          std::all_of(wave.teams().begin(), wave.teams().end(),
                      [&](const v1::WaveTeam& team) { return wanted.contains(team.team()); });
      if (!all_wanted) break;
    }
    ++frozen;
  }
  return frozen;
}

absl::StatusOr<RunningPlan> GatherRunningPlan(Context& context, const rpc::Call& call,
                                              const std::string& rollout, int notice_days) {
  RunningPlan running;
  ASSIGN_OR_RETURN(running.inputs, GatherInputs(context, call, rollout));
  const v1::Rollout& asked = running.inputs.rollout;
  RETURN_IF_ERROR(CheckRuns(asked));
  RETURN_IF_ERROR(
      context.store.Read(call.deadline, [&](resource::Session& session) -> absl::Status {
        ASSIGN_OR_RETURN(running.waves, ReadWaves(session, context.types, rollout));
        return absl::OkStatus();
      }));
  const absl::CivilDay today = running.inputs.today;
  const int frozen = FrozenCount(running.waves, asked, today, notice_days);
  for (const v1::Wave& wave : running.waves) {
    running.in_force.waves.push_back(PlannedWaveOf(wave, asked.application()));
  }
  running.in_force.frozen = frozen;
  // A gate whose day has passed counts from today on; so does the notice.
  running.in_force.first = today + std::max(0, notice_days + 1);
  if (asked.has_start_date()) {
    running.in_force.first = std::max(running.in_force.first, ToDay(asked.start_date()));
  }
  ASSIGN_OR_RETURN(running.model, ModelFor(running.inputs, running.waves, frozen));
  if (frozen > 0) {
    ASSIGN_OR_RETURN(const absl::TimeZone zone, ZoneOf(running.inputs.organization));
    WaitForLateGate(running.waves[static_cast<size_t>(frozen) - 1], zone, running.model.limits,
                    running.in_force);
  }
  std::set<std::string> placed;
  for (int i = 0; i < frozen; ++i) {
    for (const PlannedDeployment& planned : running.in_force.waves[i].deployments) {
      placed.insert(planned.deployment);
    }
  }
  const auto& deployments = running.model.deployments;
  if (std::all_of(deployments.begin(), deployments.end(),
                  [&](const Deployment& one) { return placed.contains(one.id); })) {
    return Refuse(asked, {"Every wave of {resource} has started, or starts within the notice.",
                          "Toutes les vagues de {resource} ont commencé, ou commencent pendant le "
                          "préavis."});
  }
  return running;
}

}  // namespace palier::rollout
