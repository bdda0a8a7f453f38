// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_ROLLOUT_DOMAIN_PROGRAMME_REPLAN_H_
#define PALIER_ROLLOUT_DOMAIN_PROGRAMME_REPLAN_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "rollout/domain/planner.h"
#include "rollout/domain/programme.h"

namespace palier::rollout {

// A programme's plan in force.
struct ProgrammeInForce {
  struct Entry {
    std::string tool;
    std::string team;
    // Monday in which IT work, or training, was to begin.
    absl::CivilDay start;
  };
  // Each tool and team once. One that the programme no longer has is left out; a team without an
  // entry is new.
  std::vector<Entry> entries;
  // Entries that begin before this Monday stay, whatever rules they break by now, and no other
  // begins before it.
  absl::CivilDay first;
};

struct ProgrammeMove {
  // None for a team that is new.
  std::optional<absl::CivilDay> before;
  ProgrammeEntry after;
};

struct ProgrammeAlternative {
  // Without levers.
  ProgrammePlan plan;
  // In the order of the entries.
  std::vector<ProgrammeMove> moves;
};

struct ProgrammeReplans {
  ProgrammeAlternative least_change, best_value;
  int frozen = 0;
  int64_t schedules = 0;
};

// schedule::Replan for a programme: the plan that moves least for what it is worth, and the one
// that is worth most. Returns INVALID_ARGUMENT (INVALID_FIELDS) as PlanProgramme, and for entries
// doubled, not on a Monday, or outside the weeks of the programme; FAILED_PRECONDITION
// (NO_PLAN_FOUND) when none was found; what the check of the options returns; INTERNAL for a plan
// that breaks a rule, which is a defect. Pure, safe from any thread.
absl::StatusOr<ProgrammeReplans> ReplanProgramme(const Programme& programme,
                                                 const ProgrammeInForce& in_force,
                                                 const PlanOptions& options);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_PROGRAMME_REPLAN_H_
