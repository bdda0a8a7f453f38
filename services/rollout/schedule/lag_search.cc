// SPDX-License-Identifier: Apache-2.0
#include "rollout/schedule/lag_search.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "common/status/macros.h"
#include "rollout/schedule/packed_model.h"
#include "rollout/schedule/propagation.h"

namespace palier::schedule {
namespace {

constexpr int kDeepest = 20'000;

class LagSearch {
 public:
  LagSearch(const Model& model, int64_t nodes)
      : model_(model), propagation_(model), most_nodes_(nodes), end_(model.horizon) {}

  absl::StatusOr<Found> Run() {
    Windows root = propagation_.Widest(end_);
    if (!propagation_.Narrow({}, root)) return None();
    found_.bound = MakespanOf(model_, root.earliest);
    Explore(std::move(root), 0);
    found_.decodes = nodes_;
    if (!any_) return cut_ ? absl::NotFoundError("no schedule found with these nodes") : None();
    if (!cut_) found_.bound = found_.objective;
    return found_;
  }

 private:
  static absl::Status None() { return absl::FailedPreconditionError("no schedule exists"); }

  // Tries all that `windows` and decided_ leave and that is complete by end_.
  void Explore(Windows windows, int depth) {
    if (any_ && found_.proven()) return;
    if (nodes_ == most_nodes_ || depth == kDeepest) cut_ = true;
    if (cut_) return;
    ++nodes_;
    for (size_t i = 0; i < windows.latest.size(); ++i) {
      windows.latest[i] = std::min(windows.latest[i], end_ - model_.activities[i].duration);
    }
    if (!propagation_.Narrow(decided_, windows)) return;
    const Propagation::Conflict conflict = propagation_.FirstConflict(windows.earliest);
    if (conflict.resource < 0) {
      // No start can be earlier, so nothing else here is shorter.
      any_ = true;
      found_.starts = windows.earliest;
      found_.objective = MakespanOf(model_, windows.earliest);
      end_ = static_cast<int>(found_.objective) - 1;
    } else if (propagation_.IsConstant(conflict.resource)) {
      Separate(windows, conflict, depth);
    } else {
      Leave(std::move(windows), conflict, depth);
    }
  }

  // One activity of the conflict must be complete before another one starts. Each branch excludes
  // those before it, so that no schedule is looked at twice.
  void Separate(const Windows& windows, const Propagation::Conflict& conflict, int depth) {
    const size_t decided = decided_.size();
    for (const Arc& arc : Separations(windows, conflict)) {
      decided_.push_back(arc);
      Explore(windows, depth + 1);
      decided_.back() = {arc.after, arc.before, 1 - arc.lag};
    }
    decided_.resize(decided);
  }

  // Within the fewest activities of the conflict that overdraw the resource; those that delay least
  // come first.
  std::vector<Arc> Separations(const Windows& windows,
                               const Propagation::Conflict& conflict) const {
    std::vector<std::pair<int, int>> largest;  // demand, activity
    for (int i : conflict.activities) {
      largest.emplace_back(-propagation_.DemandOf(i, conflict.resource), i);
    }
    std::sort(largest.begin(), largest.end());
    const int capacity = propagation_.CapacityAt(conflict.resource, conflict.period);
    std::vector<int> together;
    for (int used = 0, next = 0; used <= capacity; ++next) {
      used -= largest[next].first;
      together.push_back(largest[next].second);
    }
    std::vector<std::pair<int, Arc>> delays;
    for (int first : together) {
      for (int second : together) {
        const int duration = model_.activities[first].duration;
        const int earliest = windows.earliest[first] + duration;
        if (first == second || earliest > windows.latest[second]) continue;
        delays.push_back({earliest - windows.earliest[second], {first, second, duration}});
      }
    }
    std::stable_sort(delays.begin(), delays.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<Arc> arcs;
    for (const auto& [delay, arc] : delays) arcs.push_back(arc);
    return arcs;
  }

  // Where capacity varies waiting for one another is not the only way: an activity that may occupy
  // the period does so, or starts after it.
  void Leave(Windows windows, const Propagation::Conflict& conflict, int depth) {
    int leaving = conflict.activities[0];
    for (int i : conflict.activities) {
      if (windows.latest[i] > windows.latest[leaving]) leaving = i;
    }
    const int earliest = std::exchange(windows.earliest[leaving], conflict.period + 1);
    Explore(windows, depth + 1);
    windows.earliest[leaving] = earliest;
    windows.latest[leaving] = conflict.period;
    Explore(std::move(windows), depth + 1);
  }

  const Model& model_;
  Propagation propagation_;
  const int64_t most_nodes_;
  int64_t nodes_ = 0;
  int end_;
  bool cut_ = false;
  bool any_ = false;
  Found found_;
  std::vector<Arc> decided_;
};

}  // namespace

absl::StatusOr<Found> MinimiseMakespanWithLags(const Model& model, int64_t nodes) {
  RETURN_IF_ERROR(Validate(model));
  RETURN_IF_ERROR(CheckConstantDemands(model));
  if (!Propagation::IsFor(model)) {
    return absl::InvalidArgumentError("too large a model for the lag search");
  }
  return LagSearch(model, nodes).Run();
}

}  // namespace palier::schedule
