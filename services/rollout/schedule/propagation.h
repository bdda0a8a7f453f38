// SPDX-License-Identifier: Apache-2.0
// What the rules of a model leave of the periods in which each activity may start: arcs of any lag,
// releases, deadlines, closed starts, the periods that an activity occupies wherever it starts
// (time-tabling), pairs that exclude one another, and energy (Baptiste, Le Pape and Nuijten,
// "Constraint-based scheduling", 2001). For proofs: only starts that no schedule has are removed.
#ifndef PALIER_ROLLOUT_SCHEDULE_PROPAGATION_H_
#define PALIER_ROLLOUT_SCHEDULE_PROPAGATION_H_

#include <cstdint>
#include <vector>

#include "rollout/schedule/model.h"
#include "rollout/schedule/windows.h"

namespace palier::schedule {

// Immutable but for its working memory: not thread-safe.
class Propagation {
 public:
  // Whether a model is small enough: pairs of activities and periods of resources are looked at one
  // by one.
  static bool IsFor(const Model& model);

  // A model that Validate() passes, with demands over whole durations and without supplies; growths
  // and budgets are not looked at. It must outlive this.
  explicit Propagation(const Model& model);

  // Releases and deadlines only, no end later than `end`.
  Windows Widest(int end) const;

  // Removes starts until nothing changes; false when none is left to some activity. `decided` are
  // arcs besides those of the model.
  bool Narrow(const std::vector<Arc>& decided, Windows& windows);
  // Whether each interval between an earliest start and a latest end has room for what must happen
  // within it. `windows` are narrowed ones.
  bool EnergyFits(const Windows& windows) const;

  // A period in which a resource is overdrawn if all start as early as they may, and whose
  // activities those are; resource is -1 when the earliest starts are a schedule.
  struct Conflict {
    int resource = -1;
    int period = 0;
    std::vector<int> activities;
  };
  Conflict FirstConflict(const Starts& starts) const;

  int DemandOf(int activity, int resource) const;
  int CapacityAt(int resource, int period) const;
  // The most of any period.
  int MostOf(int resource) const { return uses_[resource].most; }
  bool IsConstant(int resource) const { return uses_[resource].constant; }

 private:
  struct User {
    int activity;
    int amount;
  };
  struct Use {
    std::vector<User> users;
    std::vector<int64_t> capacity_before;  // summed over the periods before each, to the horizon
    int most = 0;
    bool constant = true;
  };

  bool NarrowArcs(const std::vector<Arc>& decided, Windows& windows, bool& changed) const;
  bool NarrowPairs(Windows& windows, bool& changed) const;
  bool NarrowUse(int resource, Windows& windows, bool& changed);
  bool OpenStarts(Windows& windows, bool& changed) const;

  const Model& model_;
  std::vector<Use> uses_;
  std::vector<std::pair<int, int>> excluding_;
  std::vector<int64_t> occupied_;
};

}  // namespace palier::schedule

#endif  // PALIER_ROLLOUT_SCHEDULE_PROPAGATION_H_
