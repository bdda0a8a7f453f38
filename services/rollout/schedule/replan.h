// SPDX-License-Identifier: Apache-2.0
// Planning again once a plan is in force and something has changed: what has started or starts soon
// keeps its start, the others move as little as they must, or as much as pays.
#ifndef PALIER_ROLLOUT_SCHEDULE_REPLAN_H_
#define PALIER_ROLLOUT_SCHEDULE_REPLAN_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "rollout/schedule/model.h"
#include "rollout/schedule/search.h"
#include "rollout/schedule/serial_decoder.h"

namespace palier::schedule {

// A move by so many periods costs as much as moving at all.
inline constexpr int kPeriodsOfAMove = 8;

// The plan in force. One entry for each activity in every list.
struct Standing {
  Starts starts;
  // Keeps its start, whatever rules that breaks by now.
  std::vector<bool> frozen;
  // Nothing else starts before this period.
  int first = 0;
  // What it costs to give the activity another start at all, in the unit of the values, 0 to 10^12.
  std::vector<int64_t> move_costs;
};

// To move everything once costs as much as everything is worth: few moves pay that are not needed.
inline constexpr int kUsualMovePermille = 1000;

// The same cost for each activity: to move all of them costs `permille` of what the plan in force
// is worth.
std::vector<int64_t> EvenMoveCosts(const Values& values, const Starts& starts, int permille);

struct Replanned {
  Starts starts;
  int64_t value = 0;
  // Activities that start at another time than before, ascending.
  std::vector<int> moved;
};

struct Replans {
  // What waits until it may start, in the order of the plan in force; none when that leads nowhere.
  std::optional<Replanned> right_shifted;
  // The least sum of lost value and costs of moves that was found.
  Replanned least_change;
  // The most value that was found, then the fewest moves; worth no less than the least change.
  Replanned best_value;
  // What the frozen activities break by themselves. The plans break nothing else, and nothing by
  // more.
  std::vector<Violation> accepted;
  // No plan that keeps the frozen activities is worth more.
  int64_t bound = 0;
  int64_t decodes = 0;
};

// A search from the plan in force: first among the activities that a rule moves and what depends on
// them or shares with them, then among ever more, until more brings little. Counted in schedules;
// the same answer for the same model, seed and number on every machine. Every plan is checked by
// FindViolations before it is returned. INVALID_ARGUMENT for a model that Validate refuses or lists
// of another size; NOT_FOUND when no schedule was found, which is no proof that there is none;
// CANCELLED when the progress of the options ended the search; INTERNAL for a plan that breaks a
// rule, which is a defect.
absl::StatusOr<Replans> Replan(const Model& model, const Values& values, const Standing& standing,
                               const SearchOptions& options);

}  // namespace palier::schedule

#endif  // PALIER_ROLLOUT_SCHEDULE_REPLAN_H_
