// SPDX-License-Identifier: Apache-2.0
#include "rollout/schedule/windows.h"

#include <algorithm>

namespace palier::schedule {

Windows WindowsOf(const Model& model) {
  Windows windows;
  for (const Activity& activity : model.activities) {
    windows.earliest.push_back(activity.release);
    windows.latest.push_back(std::min(activity.deadline, model.horizon) - activity.duration);
  }
  const auto open_from = [&](size_t i, int start) {
    if (model.closed_starts.empty()) return start;
    const std::vector<int>& closed = model.closed_starts[i];
    for (auto at = std::lower_bound(closed.begin(), closed.end(), start);
         at != closed.end() && *at == start; ++at) {
      ++start;
    }
    return start;
  };
  // Bellman and Ford: as many rounds as there are activities settle all but a cycle.
  bool changed = true;
  for (size_t round = 0; changed && round <= model.activities.size(); ++round) {
    changed = false;
    for (size_t i = 0; i < model.activities.size(); ++i) {
      const int open = open_from(i, windows.earliest[i]);
      changed |= open != windows.earliest[i];
      windows.earliest[i] = open;
    }
    for (const Arc& arc : model.arcs) {
      int& earliest = windows.earliest[arc.after];
      int& latest = windows.latest[arc.before];
      const int early = windows.earliest[arc.before] + arc.lag;
      const int late = windows.latest[arc.after] - arc.lag;
      changed |= early > earliest || late < latest;
      earliest = std::max(earliest, early);
      latest = std::min(latest, late);
    }
  }
  return windows;
}

}  // namespace palier::schedule
