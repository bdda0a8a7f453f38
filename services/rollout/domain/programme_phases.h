// SPDX-License-Identifier: Apache-2.0
// The four phases of a programme and their bounds (S1-23). Pure functions.
#ifndef PALIER_ROLLOUT_DOMAIN_PROGRAMME_PHASES_H_
#define PALIER_ROLLOUT_DOMAIN_PROGRAMME_PHASES_H_

#include <array>
#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/status/error.h"

namespace palier::rollout {

enum class ProgrammePhase { kAudit = 1, kRoadmap, kDeployment, kOptimisation };
inline constexpr int kProgrammePhases = 4;

// Weeks; 0 for none.
struct PhaseBound {
  int minimum_weeks = 0;
  int maximum_weeks = 0;
  // Set by the programme; otherwise the reference figures: 4 to 6 weeks, 3 to 4 weeks, 12 to 18
  // months.
  bool own = false;
};

PhaseBound PresetBound(ProgrammePhase phase);
// 18 months from first evaluation to full implementation. The sources give 12 to 18 months both for
// that and for the deployment alone: each has an alarm of its own.
inline constexpr int kPresetProgrammeWeeks = 78;

// In the order of the phases.
struct PhaseJourney {
  std::array<PhaseBound, kProgrammePhases> bounds;
  // Those of phases that have started; the end of one is the day before the next.
  std::vector<absl::CivilDay> starts;
  int maximum_weeks = kPresetProgrammeWeeks;
  bool own_maximum = false;
};

// The last day of a phase that has ended.
std::optional<absl::CivilDay> EndOf(const PhaseJourney& journey, ProgrammePhase phase);
// Its first day included; 0 before it starts.
int ElapsedDays(const PhaseJourney& journey, ProgrammePhase phase, absl::CivilDay today);

struct PhaseAlarm {
  // None: the whole, up to the start of the last phase.
  std::optional<ProgrammePhase> phase;
  int overrun_days = 0;
  // The first day beyond the bound.
  absl::CivilDay since;
  status::Text text;
};

// What took, or takes, longer than its bound; in the order of the phases, the whole last.
std::vector<PhaseAlarm> AlarmsOf(const PhaseJourney& journey, absl::CivilDay today);

// What keeps `phase` from starting on that day.
enum class PhaseRefusal { kNone, kNotNext, kAfterToday, kNotAfterPrevious };
PhaseRefusal CheckPhaseStart(const PhaseJourney& journey, ProgrammePhase phase, absl::CivilDay day,
                             absl::CivilDay today);

// AUDIT, ROADMAP ...
absl::string_view PhaseName(ProgrammePhase phase);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_PROGRAMME_PHASES_H_
