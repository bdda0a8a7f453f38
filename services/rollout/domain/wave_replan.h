// SPDX-License-Identifier: Apache-2.0
// The waves of a roll-out planned anew while it runs: after a verdict, an absence, a lost champion,
// or with other limits.
#ifndef PALIER_ROLLOUT_DOMAIN_WAVE_REPLAN_H_
#define PALIER_ROLLOUT_DOMAIN_WAVE_REPLAN_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "rollout/domain/plan.h"
#include "rollout/domain/planner.h"
#include "rollout/domain/planning_model.h"
#include "rollout/domain/standing_plan.h"

namespace palier::rollout {

// In a plan made anew, to tell a team another date counts as much as so many days of waiting.
inline constexpr int kDaysOfAMove = 28;

struct WavePlace {
  int wave = 0;
  absl::CivilDay start;
  absl::CivilDay go_live;
  friend bool operator==(const WavePlace&, const WavePlace&) = default;
};

// A deployment that is planned elsewhere than before.
struct WaveMove {
  std::string deployment;
  std::string team;
  int people = 0;
  // None for one that had no place, or that has none any more.
  std::optional<WavePlace> before, after;
  // The rule that keeps it from where it was, else what puts it where it is.
  RuleFinding reason;

  // Whether its dates change, not only the number of its wave.
  bool changes_dates() const {
    return !before || !after || before->start != after->start || before->go_live != after->go_live;
  }
};

struct WaveAlternative {
  Plan plan;
  // By wave and deployment.
  std::vector<WaveMove> moves;
};

struct WaveReplans {
  WaveAlternative least_change, best_value;
};

// Both plans keep the frozen waves byte for byte and pass CheckReplan. The least change is searched
// for from the plan in force: what can keeps its sessions, and what cannot is tried in every wave
// and at the end, its waves' other teams next, until nothing helps; a plan costs, by people,
// kDaysOfAMove and the days of difference for each move, and the days that people are live later.
// The best value is what WavePlanner would find around the frozen waves, or the least change if
// that is worth more. The same for the same arguments on every machine. INVALID_ARGUMENT
// (INVALID_FIELDS) for a malformed model, FAILED_PRECONDITION (NO_PLAN_FOUND) with the limits that
// bind, INTERNAL for a plan that breaks a rule, which is a defect. Pure, safe from any thread.
absl::StatusOr<WaveReplans> ReplanWaves(const PlanningModel& model, const PlanInForce& in_force,
                                        const PlanOptions& options);

// What `plan` changes; without findings of its own for the reason, `plan` is asked.
std::vector<WaveMove> MovesOf(const PlanInForce& in_force, const Plan& plan);

// Numbers the waves after the first `frozen`, and counts the people of each and the days of its end
// and gate by the limits of the model.
void Recount(const PlanningModel& model, int frozen, Plan& plan);

// Days that people of the waves after the first `frozen` are live until `end`.
int64_t UserDays(const std::vector<PlannedWave>& waves, int frozen, absl::CivilDay end);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_WAVE_REPLAN_H_
