// SPDX-License-Identifier: Apache-2.0
// What is to be scheduled, without a word of what it stands for: activities on a grid of equal
// periods (days, half-days or weeks), the resources they share and the rules between them. It is
// the resource-constrained project scheduling problem (Pritsker, Watters and Wolfe 1969) with
// general time lags (Bartusch, Moehring and Radermacher 1988), capacities that vary in time
// (Hartmann 2015), and the three rules that people bring: capacity that activities themselves
// create, growth that is bounded by what is already live, and a budget that is released in steps.
//
// Times are periods from 0; an activity that starts at s with duration d occupies s to s + d - 1
// and is complete at s + d.
#ifndef PALIER_ROLLOUT_SCHEDULE_MODEL_H_
#define PALIER_ROLLOUT_SCHEDULE_MODEL_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"

namespace palier::schedule {

inline constexpr int kNever = 1'000'000'000;

// `amount` of a resource in the periods start + from to start + to - 1.
struct Demand {
  int resource = 0;
  int from = 0;
  int to = 0;
  int amount = 0;
};

// `amount` more of a resource from the period start + after on, for good.
struct Supply {
  int resource = 0;
  int after = 0;
  int amount = 0;
};

struct Activity {
  int duration = 0;
  std::vector<Demand> demands;
  std::vector<Supply> supplies;
  // Not before this period; complete by `deadline`, kNever for none.
  int release = 0;
  int deadline = kNever;
  // Taken from the budget when it starts.
  int64_t cost = 0;
};

// start(after) >= start(before) + lag. With lag = duration of `before` it is a plain precedence; a
// negative lag says how long after `after` the activity `before` may start at most (a maximal lag).
struct Arc {
  int before = 0;
  int after = 0;
  int lag = 0;
};

struct Resource {
  // By period; the last value holds for all later ones. Never empty.
  std::vector<int> capacity;
};

// At any time the people of all members that have started number at most
// `pilot` + growth_permille / 1000 * people of the members that are live.
struct Growth {
  struct Member {
    int activity = 0;
    int people = 0;
    // Live from start + live_after on.
    int live_after = 0;
  };
  std::vector<Member> members;
  int64_t pilot = 0;
  int64_t growth_permille = 0;
};

struct Model {
  // No activity is complete later than this.
  int horizon = 0;
  std::vector<Activity> activities;
  std::vector<Resource> resources;
  std::vector<Arc> arcs;
  std::vector<Growth> growths;
  // What may have been spent by the end of each period, never falling; the last value holds for all
  // later ones. Empty for no limit.
  std::vector<int64_t> budget;
  // closed_starts[i] lists the periods in which activity i must not start, ascending; empty, or one
  // list for each activity.
  std::vector<std::vector<int>> closed_starts;
};

// The start of each activity, by position.
using Starts = std::vector<int>;

inline constexpr int kMaxActivities = 20'000;
inline constexpr int kMaxResources = 10'000;
inline constexpr int kMaxHorizon = 100'000;

// INVALID_ARGUMENT that names the first thing out of range: a position that is none, a negative
// amount or duration, a demand outside its activity, a budget that falls.
absl::Status Validate(const Model& model);

// A rule that a schedule breaks.
struct Violation {
  enum class Rule {
    kRelease,   // activity starts too early
    kEnd,       // activity is complete after its deadline or the horizon
    kClosed,    // activity starts in a closed period
    kArc,       // activity starts less than the lag after `other`
    kResource,  // more of resource `other` is used than there is
    kGrowth,    // more people of growth `other` have started than those who are live allow
    kBudget,    // more is spent than has been released
  };
  Rule rule = Rule::kRelease;
  // -1 where the rule is about all activities.
  int activity = -1;
  int other = -1;
  int period = 0;
  // By how much; of growths in thousandths of a person.
  int64_t excess = 0;
  friend bool operator==(const Violation&, const Violation&) = default;
};

// The rules that `starts`, one for each activity, breaks, the first `most`; empty for a good
// schedule. Written apart from every decoder, straight from the comments above, so that they cannot
// be wrong together.
std::vector<Violation> FindViolations(const Model& model, const Starts& starts, size_t most = 20);

// The same as sentences for programmers; also when there is not one start for each activity.
std::vector<std::string> Violations(const Model& model, const Starts& starts);

// When the last activity is complete.
int MakespanOf(const Model& model, const Starts& starts);

}  // namespace palier::schedule

#endif  // PALIER_ROLLOUT_SCHEDULE_MODEL_H_
