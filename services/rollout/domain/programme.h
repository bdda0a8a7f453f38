// SPDX-License-Identifier: Apache-2.0
// A programme: several roll-outs that share teams, champions, IT people and money, planned together
// week by week.
#ifndef PALIER_ROLLOUT_DOMAIN_PROGRAMME_H_
#define PALIER_ROLLOUT_DOMAIN_PROGRAMME_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/status/error.h"
#include "rollout/domain/planning_model.h"
#include "rollout/domain/shared_capacities.h"

namespace palier::rollout {

// Fine enough that a ramp can be counted in whole numbers.
inline constexpr int64_t kPersonWeek = 1000;

// One tool of a programme. Of `model` these count: teams, deployments (one for each team),
// champions, calendar, and of its limits the session size and number, users for each champion,
// hypercare, review, pilot size and growth; against what is shared, costs, sponsors and the length
// of sessions too.
struct ProgrammeTool {
  // Unique in the programme.
  std::string id;
  PlanningModel model;
  // Weeks of IT work before a team can be trained, 0 to 52, and units of IT capacity in each.
  int prepare_weeks = 0;
  int it_units = 0;
  // In the smallest unit of the programme's currency, 0 to 10^9. Where no tool has a value, a week
  // of use by one person counts kPersonWeek, undiscounted.
  int64_t value_per_user_week = 0;
  int64_t cost_per_team = 0;
  int64_t cost_per_user = 0;
  // Id of the tool whose close support a team must have behind it; empty for none (S1-29).
  std::string after;
};

struct BudgetStep {
  absl::CivilDay from;
  int64_t amount = 0;
};

struct Programme {
  // Weeks begin on Monday; the first is that of this day or after it, and there are 1 to 260.
  absl::CivilDay start;
  int weeks = 104;
  std::vector<ProgrammeTool> tools;
  // Units of IT work in a week; none for no limit.
  std::optional<int> it_capacity;
  // Changes a team lives through at once, from training to the end of close support (S1-09).
  int changes_per_team = 1;
  // Released money; empty for no limit.
  std::vector<BudgetStep> budget;
  // What all tools take together, by their models: hours, costs, sponsors.
  SharedCapacities shared;
  // Yearly discount in thousandths, 0 to 1000.
  int discount_permille = 80;
};

// What can keep a team from a tool a week earlier.
enum class ProgrammeLimit {
  kFirstWeek,     // nothing: it is the first week of the programme
  kRelease,       // the team is not released yet
  kFreeze,        // nobody can be trained, or the start lies in a freeze
  kPilotFirst,    // pilots of the tool are not through their gate
  kPrerequisite,  // another team, or another tool in this team, goes first
  kItCapacity,
  kTrainers,   // sessions of the tool in one week
  kChampions,  // users that the tool's champions can carry
  kSaturation,
  kTeamTraining,  // the team is trained in another tool, or away
  kGrowth,        // too few are live for a larger wave
  kBudget,
  kPlan,  // no rule: it would cost others more than it brings
  // In a plan made anew:
  kNotice,  // nothing begins before the notice ends
  kKept,    // it keeps the week it was given
};
constexpr int kProgrammeLimitCount = static_cast<int>(ProgrammeLimit::kKept) + 1;

// UPPER_SNAKE, for example "IT_CAPACITY".
absl::string_view ProgrammeLimitName(ProgrammeLimit limit);

struct ProgrammeReason {
  ProgrammeLimit limit = ProgrammeLimit::kFirstWeek;
  // The tool, or the team, that the limit belongs to; empty for one of the whole programme.
  std::string of;
  // Monday of the week in which it is exceeded, and by how much, in the unit of the limit.
  absl::CivilDay week;
  int64_t shortage = 0;
  friend bool operator==(const ProgrammeReason&, const ProgrammeReason&) = default;
};
status::Text TextOf(const ProgrammeReason& reason);

struct ProgrammeEntry {
  std::string tool;
  std::string team;
  int people = 0;
  // Mondays: IT work begins, training begins, people use it, close support is over.
  absl::CivilDay start, training, go_live, end;
  // From 1, by the week in which training begins, within the tool.
  int wave = 0;
  // Why not a week earlier.
  ProgrammeReason reason;
  friend bool operator==(const ProgrammeEntry&, const ProgrammeEntry&) = default;
};

// What one more of a limit would bring, found by planning again.
struct ProgrammeLever {
  ProgrammeLimit limit = ProgrammeLimit::kFirstWeek;
  std::string of;
  // How much more: IT units or sessions a week, users carried, people of a pilot, changes, or money
  // from the first week on.
  int64_t more = 0;
  // What the plan is worth more then, and how many weeks earlier the last team is through.
  int64_t gain = 0;
  int weeks_earlier = 0;
  friend bool operator==(const ProgrammeLever&, const ProgrammeLever&) = default;
};

struct ProgrammePlan {
  // Mondays of the first week, and of the one after the last close support.
  absl::CivilDay start, end;
  // By training, tool, team.
  std::vector<ProgrammeEntry> entries;
  // By gain, the largest first; those that bring nothing are left out.
  std::vector<ProgrammeLever> levers;
  // Value of use less costs, both discounted to the first week; and what no plan can be worth more
  // than.
  int64_t value = 0;
  int64_t bound = 0;
  // Schedules tried for it.
  int64_t schedules = 0;
  friend bool operator==(const ProgrammePlan&, const ProgrammePlan&) = default;
};

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_PROGRAMME_H_
