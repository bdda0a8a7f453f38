// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/wave_state.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "common/status/macros.h"

namespace palier::rollout {
namespace {

constexpr const char* kStateNames[] = {"PLANNED", "ACTIVE", "PAUSED", "COMPLETED", "STOPPED"};
constexpr const char* kDecisionNames[] = {"CONTINUE", "ADJUST", "PAUSE", "STOP"};

// OK where nothing is unmet.
absl::Status Refusal(const Wave& wave, WaveState to, const Conditions& unmet) {
  if (unmet.empty()) return absl::OkStatus();
  const Condition& first = unmet.front();
  status::Error error(
      absl::StatusCode::kFailedPrecondition, error::v1::GATE_NOT_MET,
      {absl::StrCat("{wave} cannot go from {from} to {to}, {unmet} unmet: ", first.text.en),
       absl::StrCat("{wave} ne peut passer de {from} à {to}, conditions non remplies ({unmet}) : ",
                    first.text.fr)});
  error.With("wave", wave.name)
      .With("from", WaveStateName(wave.state))
      .With("to", WaveStateName(to))
      .With("unmet", static_cast<int64_t>(unmet.size()));
  for (const Condition& condition : unmet) {
    error.Precondition(condition.type, condition.subject, condition.text);
  }
  return error;
}

absl::Status RequireState(const Wave& wave, const std::vector<WaveState>& allowed,
                          status::Text text) {
  if (std::find(allowed.begin(), allowed.end(), wave.state) != allowed.end()) {
    return absl::OkStatus();
  }
  return status::Error(absl::StatusCode::kFailedPrecondition, error::v1::ILLEGAL_TRANSITION,
                       std::move(text))
      .With("resource", wave.name)
      .With("state", WaveStateName(wave.state));
}

void AddMissingCheckIns(const Wave& wave, Conditions& unmet) {
  if (wave.check_ins.empty()) {
    unmet.push_back({"CHECK_IN_MISSING",
                     wave.name,
                     {"No check-in was held.", "Aucun point hebdomadaire n'a été tenu."}});
  }
  for (const CheckInRecord& check_in : wave.check_ins) {
    if (check_in.done) continue;
    unmet.push_back({"CHECK_IN_MISSING",
                     absl::StrCat(check_in.team, " week ", check_in.week),
                     {absl::StrCat("The check-in of week ", check_in.week, " of ", check_in.team,
                                   " is missing."),
                      absl::StrCat("Le point de la semaine ", check_in.week, " de ", check_in.team,
                                   " manque.")}});
  }
}

void AddPreviousWave(const Wave& wave, const std::optional<Wave>& previous, Conditions& unmet) {
  if (wave.number == 1) return;
  if (!previous || previous->number != wave.number - 1 ||
      previous->state != WaveState::kCompleted) {
    unmet.push_back({"PREVIOUS_WAVE_OPEN",
                     previous ? previous->name : wave.name,
                     {absl::StrCat("Wave ", wave.number - 1, " is not completed."),
                      absl::StrCat("La vague ", wave.number - 1, " n'est pas terminée.")}});
  }
  if (!previous) return;
  if (previous->gate_decision != GateDecision::kContinue) {
    const std::string decided(previous->gate_decision ? GateDecisionName(*previous->gate_decision)
                                                      : "-");
    unmet.push_back(
        {"GATE_DECISION_MISSING",
         previous->name,
         {absl::StrCat("The gate must be decided CONTINUE; decided: ", decided, "."),
          absl::StrCat("Le jalon doit être décidé CONTINUE ; décision : ", decided, ".")}});
  }
  AddMissingCheckIns(*previous, unmet);
}

void AddDrills(const StartContext& context, Conditions& unmet) {
  for (const FallbackDrill& drill : context.drills) {
    if (!drill.last_test || *drill.last_test > context.today) {
      unmet.push_back(
          {"FALLBACK_DRILL_MISSING",
           drill.application,
           {"The manual way was never tested.", "La procédure manuelle n'a jamais été testée."}});
      continue;
    }
    const int64_t age = context.today - *drill.last_test;
    if (age <= context.max_drill_age_days) continue;
    unmet.push_back({"FALLBACK_DRILL_STALE",
                     drill.application,
                     {absl::StrCat("The manual way was tested ", age, " days ago, at most ",
                                   context.max_drill_age_days, " are allowed."),
                      absl::StrCat("La procédure manuelle a été testée il y a ", age, " jours, ",
                                   context.max_drill_age_days, " au plus sont permis.")}});
  }
}

}  // namespace

absl::string_view WaveStateName(WaveState state) {
  return kStateNames[static_cast<int>(state)];
}

absl::string_view GateDecisionName(GateDecision decision) {
  return kDecisionNames[static_cast<int>(decision)];
}

Conditions UnmetBy(const Wave& wave, const StartContext& context) {
  Conditions unmet;
  AddPreviousWave(wave, context.previous, unmet);
  AddDrills(context, unmet);
  if (wave.members.empty()) {
    unmet.push_back(
        {"NO_MEMBERS", wave.name, {"The wave has no members.", "La vague n'a pas de membres."}});
  }
  unmet.insert(unmet.end(), context.unmet.begin(), context.unmet.end());
  return unmet;
}

absl::Status CheckMayStart(const Wave& wave) {
  return RequireState(
      wave, {WaveState::kPlanned},
      {"{resource} is {state}; only a PLANNED wave can start.",
       "{resource} est dans l'état {state} ; seule une vague PLANNED peut commencer."});
}

absl::StatusOr<Wave> StartWave(Wave wave, const StartContext& context) {
  RETURN_IF_ERROR(CheckMayStart(wave));
  RETURN_IF_ERROR(Refusal(wave, WaveState::kActive, UnmetBy(wave, context)));
  std::sort(wave.members.begin(), wave.members.end());
  wave.members.erase(std::unique(wave.members.begin(), wave.members.end()), wave.members.end());
  wave.state = WaveState::kActive;
  return wave;
}

absl::StatusOr<Wave> PauseWave(Wave wave) {
  RETURN_IF_ERROR(RequireState(
      wave, {WaveState::kActive},
      {"{resource} is {state}; only an ACTIVE wave can be paused.",
       "{resource} est dans l'état {state} ; seule une vague ACTIVE peut être suspendue."}));
  wave.state = WaveState::kPaused;
  return wave;
}

absl::StatusOr<Wave> ResumeWave(Wave wave) {
  RETURN_IF_ERROR(RequireState(
      wave, {WaveState::kPaused},
      {"{resource} is {state}; only a PAUSED wave can be resumed.",
       "{resource} est dans l'état {state} ; seule une vague PAUSED peut reprendre."}));
  wave.state = WaveState::kActive;
  return wave;
}

absl::StatusOr<Wave> CompleteWave(Wave wave) {
  RETURN_IF_ERROR(RequireState(
      wave, {WaveState::kActive},
      {"{resource} is {state}; only an ACTIVE wave can be completed.",
       "{resource} est dans l'état {state} ; seule une vague ACTIVE peut être terminée."}));
  Conditions unmet;
  AddMissingCheckIns(wave, unmet);
  RETURN_IF_ERROR(Refusal(wave, WaveState::kCompleted, unmet));
  wave.state = WaveState::kCompleted;
  return wave;
}

absl::StatusOr<Wave> StopWave(Wave wave) {
  RETURN_IF_ERROR(
      RequireState(wave, {WaveState::kActive, WaveState::kPaused},
                   {"{resource} is {state}; only an ACTIVE or PAUSED wave can be stopped.",
                    "{resource} est dans l'état {state} ; seule une vague ACTIVE ou PAUSED peut "
                    "être arrêtée."}));
  wave.state = WaveState::kStopped;
  return wave;
}

absl::StatusOr<Wave> ChangeMembers(Wave wave, std::vector<std::string> members) {
  RETURN_IF_ERROR(RequireState(
      wave, {WaveState::kPlanned},
      {"{resource} is {state}; its members were frozen when it started.",
       "{resource} est dans l'état {state} ; ses membres ont été figés à son démarrage."}));
  wave.members = std::move(members);
  return wave;
}

absl::StatusOr<Wave> DecideGate(Wave wave, GateDecision decision) {
  std::vector<WaveState> allowed = {WaveState::kCompleted};
  if (decision != GateDecision::kContinue) allowed.push_back(WaveState::kStopped);
  RETURN_IF_ERROR(RequireState(
      wave, allowed,
      {absl::StrCat("{resource} is {state}; its gate cannot be decided ",
                    GateDecisionName(decision), "."),
       absl::StrCat("{resource} est dans l'état {state} ; son jalon ne peut être décidé ",
                    GateDecisionName(decision), ".")}));
  wave.gate_decision = decision;
  return wave;
}

}  // namespace palier::rollout
