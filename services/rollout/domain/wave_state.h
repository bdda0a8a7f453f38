// SPDX-License-Identifier: Apache-2.0
// The life of a wave: PLANNED -> ACTIVE <-> PAUSED, then COMPLETED or STOPPED for good.
#ifndef PALIER_ROLLOUT_DOMAIN_WAVE_STATE_H_
#define PALIER_ROLLOUT_DOMAIN_WAVE_STATE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "rollout/domain/condition.h"

namespace palier::rollout {

enum class WaveState { kPlanned, kActive, kPaused, kCompleted, kStopped };
enum class GateDecision { kContinue, kAdjust, kPause, kStop };

struct CheckInRecord {
  std::string team;
  // 1 to 4.
  int week = 0;
  bool done = false;
};

struct Wave {
  // Resource name, and its place among the waves of the rollout, from 1.
  std::string name;
  int number = 0;
  WaveState state = WaveState::kPlanned;
  // The people of the wave; sorted and without doubles once started, and never changed after
  // (S1-30).
  std::vector<std::string> members;
  std::vector<CheckInRecord> check_ins;
  // Of the gate after this wave; none before it is decided.
  std::optional<GateDecision> gate_decision;
};

// When the manual way of an application was last tried (S1-32).
struct FallbackDrill {
  std::string application;
  std::optional<absl::CivilDay> last_test;
};

// What is looked at before a wave starts.
struct StartContext {
  absl::CivilDay today;
  // The wave numbered one less; none for the first only.
  std::optional<Wave> previous;
  // One for each application of the wave. A test more than `max_drill_age_days` before today is
  // stale, one after today does not count.
  std::vector<FallbackDrill> drills;
  int max_drill_age_days = 90;
  // Found unmet elsewhere.
  Conditions unmet;
};

absl::string_view WaveStateName(WaveState state);
absl::string_view GateDecisionName(GateDecision decision);

// Everything that keeps the wave from starting: PREVIOUS_WAVE_OPEN, GATE_DECISION_MISSING (anything
// but CONTINUE), CHECK_IN_MISSING (of the wave before), FALLBACK_DRILL_MISSING,
// FALLBACK_DRILL_STALE, NO_MEMBERS, and those of the context.
Conditions UnmetBy(const Wave& wave, const StartContext& context);

// ILLEGAL_TRANSITION unless it is PLANNED: before anything else is asked.
absl::Status CheckMayStart(const Wave& wave);

// Each returns the wave after the change, or FAILED_PRECONDITION ILLEGAL_TRANSITION if its state
// does not allow it.

// Freezes the members. Returns FAILED_PRECONDITION GATE_NOT_MET with each of UnmetBy.
absl::StatusOr<Wave> StartWave(Wave wave, const StartContext& context);
absl::StatusOr<Wave> PauseWave(Wave wave);
absl::StatusOr<Wave> ResumeWave(Wave wave);
// Returns FAILED_PRECONDITION GATE_NOT_MET with a CHECK_IN_MISSING for each check-in that is not
// done, or one for the wave when it has none at all.
absl::StatusOr<Wave> CompleteWave(Wave wave);
// From ACTIVE or PAUSED; a wave that is only planned is deleted instead.
absl::StatusOr<Wave> StopWave(Wave wave);
// Only while PLANNED.
absl::StatusOr<Wave> ChangeMembers(Wave wave, std::vector<std::string> members);
// Only once COMPLETED or STOPPED; a stopped wave cannot CONTINUE.
absl::StatusOr<Wave> DecideGate(Wave wave, GateDecision decision);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_WAVE_STATE_H_
