// SPDX-License-Identifier: Apache-2.0
// The rules of a rollout. One vocabulary for three questions: what a date waits for, why there is
// no plan, and what is wrong with a plan.
#ifndef PALIER_ROLLOUT_DOMAIN_RULE_H_
#define PALIER_ROLLOUT_DOMAIN_RULE_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/status/error.h"

namespace palier::rollout {

enum class Rule {
  kHorizon,            // everything lies in the planning period
  kCalendar,           // nothing on closed days
  kCadence,            // waves start on their day of the week
  kReleaseDay,         // not before the deployment is released
  kDependency,         // and what it waits for until then (S1-29)
  kPrerequisite,       // prerequisites live in an earlier wave, plus lag (S1-29)
  kPrerequisiteCycle,  // prerequisites form no cycle (S1-29)
  kGate,               // hypercare and review between two waves (S1-35)
  kPilotFirst,         // the first wave holds pilots only
  kPilotSize,          // size of the first wave
  kWaveSize,           // sizes fixed by the user (S1-35)
  kWaveShare,          // big-bang guard: share of the population (S1-44)
  kDepartments,        // big-bang guard: departments at once (S1-44)
  kGrowth,             // a wave is no larger than a multiple of who is live
  kTeamCapacity,       // share of a team in training on one day (S1-08)
  kSaturation,         // changes at once in a team
  kChampionShortage,   // enough champions, certified or from an earlier wave (S1-31)
  kChampionHours,      // hours a week of a champion
  kSessionSize,        // people in one session
  kSessionsPerWeek,    // sessions in one week
  kDeadline,           // live by the deadline
  kCluster,            // a cluster goes into one wave (S1-28)
  kCompleteness,       // each deployment once, each person trained
  kTotals,             // figures of the plan add up
  kTeamHours,          // training hours of a team (S1-09)
  kBudget,             // budget (S1-09)
  kSponsorLoad,        // active initiatives of a sponsor (S1-09)
  kFrozen,             // what has started, or starts soon, stays as it is
  kNotice,             // nothing else starts before the notice ends
  kKept,               // in a plan made anew: the date stays
  kGivesWay,           // and: waits so that others keep theirs
};

constexpr int kRuleCount = static_cast<int>(Rule::kGivesWay) + 1;

// UPPER_SNAKE, for example "CHAMPION_SHORTAGE"; the type of a violation.
absl::string_view RuleName(Rule rule);

// A rule that applied to a subject (a deployment, a team, a wave "wave 2"), with its numbers.
// `numbers` may hold more than the sentence shows.
struct RuleFinding {
  Rule rule = Rule::kHorizon;
  std::string subject;
  std::map<std::string, std::string> numbers;
  friend bool operator==(const RuleFinding&, const RuleFinding&) = default;
};

// The rule as a sentence with its numbers.
status::Text TextOf(const RuleFinding& finding);

// FAILED_PRECONDITION, NO_PLAN_FOUND: `subject` could not be planned, with one violation for each
// limit that binds, the first twenty. `proven` when no planner could find a plan, else this one
// found none; also as metadata "proven". `limits` is not empty.
absl::Status NoPlanFound(absl::string_view subject, bool proven,
                         const std::vector<RuleFinding>& limits);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_RULE_H_
