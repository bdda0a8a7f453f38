// SPDX-License-Identifier: Apache-2.0
// What is due when in roll-outs, and where each of them stands. Pure functions.
#ifndef PALIER_ROLLOUT_DOMAIN_AGENDA_H_
#define PALIER_ROLLOUT_DOMAIN_AGENDA_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/status/error.h"

namespace palier::rollout {

enum class AgendaKind {
  kCheckIn = 1,
  kMonthlyReview,
  kQuarterlySurvey,
  kQuarterlyRoi,
  kGate,
  kWaveStart,
  kTrainingSession,
  kMilestone
};

// One thing that is due.
struct AgendaEntry {
  AgendaKind kind = AgendaKind::kCheckIn;
  absl::CivilDay day;
  // Unset for what has a day only.
  std::optional<absl::Time> due;
  bool done = false;
  bool overdue = false;
  // Resource names; empty where it is about none.
  std::string name, rollout, wave, team, champion;
  // What people call the roll-out, the team by its id, the milestone.
  std::string rollout_label, team_label, milestone_label;
  // Of the wave, from 1, and of the week of a check-in.
  int wave_number = 0;
  int week = 0;
  int people = 0;
  // Of the resource it is read from: the same for ever, growing with each change, and when it last
  // changed.
  std::string uid;
  int64_t revision = 0;
  absl::Time changed = absl::UnixEpoch();
};

// `Check-in of week 2 with innovation, wave 1`.
status::Text TextOf(const AgendaEntry& entry);

// By day, kind and name.
void SortAgenda(std::vector<AgendaEntry>& entries);

struct WaveSpan {
  int number = 0;
  bool running = false;
  bool over = false;
  // Planned, both included.
  absl::CivilDay start;
  absl::CivilDay end;
  // Of one that has started.
  absl::CivilDay actual_start;
};

struct Position {
  // 0 of a roll-out without waves.
  int wave = 0;
  int wave_count = 0;
  // 0 while no wave runs.
  int day = 0;
  int day_count = 0;
  std::optional<AgendaEntry> next;
  int overdue_count = 0;
  status::Text text;
};

// Where a roll-out stands on a day. `waves` by number; `entries` are its own, sorted.
Position PositionOf(const std::vector<WaveSpan>& waves, const std::vector<AgendaEntry>& entries,
                    absl::CivilDay today);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_AGENDA_H_
