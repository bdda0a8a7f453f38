// SPDX-License-Identifier: Apache-2.0
#include "rollout/schedule/propagation.h"

#include <algorithm>
#include <map>

namespace palier::schedule {
namespace {

constexpr size_t kMostActivities = 500;
constexpr size_t kMostPeriods = size_t{1} << 22;  // of all resources

bool Raise(int& bound, int to, bool& changed) {
  if (to <= bound) return false;
  bound = to;
  changed = true;
  return true;
}

bool Lower(int& bound, int to, bool& changed) {
  if (to >= bound) return false;
  bound = to;
  changed = true;
  return true;
}

bool IsEmpty(const Windows& windows) {
  for (size_t i = 0; i < windows.earliest.size(); ++i) {
    if (windows.earliest[i] > windows.latest[i]) return true;
  }
  return false;
}

}  // namespace

bool Propagation::IsFor(const Model& model) {
  return model.activities.size() <= kMostActivities &&
         model.resources.size() * static_cast<size_t>(model.horizon) <= kMostPeriods;
}

Propagation::Propagation(const Model& model) : model_(model), uses_(model.resources.size()) {
  const int n = static_cast<int>(model.activities.size());
  for (int i = 0; i < n; ++i) {
    std::map<int, int> amounts;
    for (const Demand& demand : model.activities[i].demands) {
      if (demand.to > demand.from) amounts[demand.resource] += demand.amount;
    }
    for (const auto& [resource, amount] : amounts) {
      if (amount > 0) uses_[resource].users.push_back({i, amount});
    }
  }
  std::map<std::pair<int, int>, bool> excluding;
  for (size_t k = 0; k < uses_.size(); ++k) {
    Use& use = uses_[k];
    const std::vector<int>& steps = model.resources[k].capacity;
    use.most = *std::max_element(steps.begin(), steps.end());
    use.constant =
        std::count(steps.begin(), steps.end(), steps[0]) == static_cast<ptrdiff_t>(steps.size());
    if (use.users.empty()) continue;
    use.capacity_before.assign(1, 0);
    for (int t = 0; t < model.horizon; ++t) {
      use.capacity_before.push_back(use.capacity_before.back() + CapacityAt(k, t));
    }
    for (const User& one : use.users) {
      for (const User& other : use.users) {
        if (one.activity < other.activity && one.amount + other.amount > use.most) {
          excluding[{one.activity, other.activity}] = true;
        }
      }
    }
  }
  for (const auto& [pair, yes] : excluding) excluding_.push_back(pair);
}

int Propagation::CapacityAt(int resource, int period) const {
  const std::vector<int>& steps = model_.resources[resource].capacity;
  return steps[std::min(static_cast<size_t>(period), steps.size() - 1)];
}

int Propagation::DemandOf(int activity, int resource) const {
  for (const User& user : uses_[resource].users) {
    if (user.activity == activity) return user.amount;
  }
  return 0;
}

Windows Propagation::Widest(int end) const {
  Windows windows;
  for (const Activity& activity : model_.activities) {
    windows.earliest.push_back(activity.release);
    windows.latest.push_back(std::min({activity.deadline, model_.horizon, end}) -
                             activity.duration);
  }
  return windows;
}

bool Propagation::NarrowArcs(const std::vector<Arc>& decided, Windows& windows,
                             bool& changed) const {
  const auto apply = [&windows](const Arc& arc) {
    bool moved = false;
    Raise(windows.earliest[arc.after], windows.earliest[arc.before] + arc.lag, moved);
    Lower(windows.latest[arc.before], windows.latest[arc.after] - arc.lag, moved);
    return moved;
  };
  // Without a circle that lengthens itself, as many rounds as there are activities settle all.
  for (size_t round = 0; round <= windows.earliest.size(); ++round) {
    bool moved = false;
    for (const Arc& arc : model_.arcs) moved |= apply(arc);
    for (const Arc& arc : decided) moved |= apply(arc);
    if (!moved) return !IsEmpty(windows);
    changed = true;
    if (IsEmpty(windows)) return false;
  }
  return false;
}

bool Propagation::NarrowPairs(Windows& windows, bool& changed) const {
  for (const auto& [i, j] : excluding_) {
    const auto may_precede = [&](int first, int second) {
      return windows.earliest[first] + model_.activities[first].duration <= windows.latest[second];
    };
    const bool ij = may_precede(i, j), ji = may_precede(j, i);
    if (!ij && !ji) return false;
    if (ij && ji) continue;
    const int first = ij ? i : j, second = ij ? j : i;
    const int duration = model_.activities[first].duration;
    Raise(windows.earliest[second], windows.earliest[first] + duration, changed);
    Lower(windows.latest[first], windows.latest[second] - duration, changed);
  }
  return !IsEmpty(windows);
}

bool Propagation::NarrowUse(int resource, Windows& windows, bool& changed) {
  const Use& use = uses_[resource];
  if (use.users.empty()) return true;
  const auto duration = [this](int i) { return model_.activities[i].duration; };
  int end = 0;
  for (const User& user : use.users) {
    end = std::max(end, windows.latest[user.activity] + duration(user.activity));
  }
  occupied_.assign(end + 1, 0);
  for (const User& user : use.users) {
    const int from = windows.latest[user.activity];
    const int to = windows.earliest[user.activity] + duration(user.activity);
    if (from >= to) continue;
    occupied_[from] += user.amount;
    occupied_[to] -= user.amount;
  }
  for (int t = 1; t <= end; ++t) occupied_[t] += occupied_[t - 1];
  for (int t = 0; t < end; ++t) {
    if (occupied_[t] > 0 && occupied_[t] > CapacityAt(resource, t)) return false;
  }
  for (const User& user : use.users) {
    const int i = user.activity, length = duration(i);
    int& earliest = windows.earliest[i];
    int& latest = windows.latest[i];
    const int own_from = latest, own_to = earliest + length;
    const auto blocked = [&](int t) {
      const int64_t own = t >= own_from && t < own_to ? user.amount : 0;
      return occupied_[t] - own + user.amount > CapacityAt(resource, t);
    };
    for (int t = earliest + length - 1, checked = earliest; t >= checked;) {
      if (!blocked(t)) {
        --t;
        continue;
      }
      checked = earliest + length;
      Raise(earliest, t + 1, changed);
      if (earliest > latest) return false;
      checked = std::max(checked, earliest);
      t = earliest + length - 1;
    }
    for (int t = latest, checked = latest + length; t < checked;) {
      if (!blocked(t)) {
        ++t;
        continue;
      }
      checked = latest;
      Lower(latest, t - length, changed);
      if (earliest > latest) return false;
      checked = std::min(checked, latest + length);
      t = latest;
    }
  }
  return true;
}

bool Propagation::OpenStarts(Windows& windows, bool& changed) const {
  for (size_t i = 0; i < model_.closed_starts.size(); ++i) {
    const std::vector<int>& closed = model_.closed_starts[i];
    const auto is_closed = [&closed](int t) {
      return std::binary_search(closed.begin(), closed.end(), t);
    };
    int& earliest = windows.earliest[i];
    int& latest = windows.latest[i];
    while (earliest <= latest && is_closed(earliest)) Raise(earliest, earliest + 1, changed);
    while (earliest <= latest && is_closed(latest)) Lower(latest, latest - 1, changed);
    if (earliest > latest) return false;
  }
  return true;
}

bool Propagation::Narrow(const std::vector<Arc>& decided, Windows& windows) {
  if (IsEmpty(windows)) return false;
  for (bool changed = true; changed;) {
    changed = false;
    if (!NarrowArcs(decided, windows, changed) || !OpenStarts(windows, changed) ||
        !NarrowPairs(windows, changed)) {
      return false;
    }
    for (size_t k = 0; k < uses_.size(); ++k) {
      if (!NarrowUse(static_cast<int>(k), windows, changed)) return false;
    }
  }
  return true;
}

bool Propagation::EnergyFits(const Windows& windows) const {
  for (const Use& use : uses_) {
    std::vector<int> froms, tos;
    for (const User& user : use.users) {
      froms.push_back(windows.earliest[user.activity]);
      tos.push_back(windows.latest[user.activity] + model_.activities[user.activity].duration);
    }
    std::sort(froms.begin(), froms.end());
    froms.erase(std::unique(froms.begin(), froms.end()), froms.end());
    std::sort(tos.begin(), tos.end());
    tos.erase(std::unique(tos.begin(), tos.end()), tos.end());
    for (int from : froms) {
      for (auto to = std::upper_bound(tos.begin(), tos.end(), from); to != tos.end(); ++to) {
        int64_t energy = 0;
        for (const User& user : use.users) {
          const int length = model_.activities[user.activity].duration;
          const int left = std::min(windows.earliest[user.activity] + length, *to) - from;
          const int right = *to - std::max(windows.latest[user.activity], from);
          const int within = std::min({left, right, length, *to - from});
          if (within > 0) energy += int64_t{within} * user.amount;
        }
        if (energy > use.capacity_before[*to] - use.capacity_before[from]) return false;
      }
    }
  }
  return true;
}

Propagation::Conflict Propagation::FirstConflict(const Starts& starts) const {
  Conflict first;
  for (size_t k = 0; k < uses_.size(); ++k) {
    std::map<int, int64_t> changes;
    for (const User& user : uses_[k].users) {
      changes[starts[user.activity]] += user.amount;
      changes[starts[user.activity] + model_.activities[user.activity].duration] -= user.amount;
    }
    // Between two changes of use the capacity may fall: look at its steps, too.
    const std::vector<int>& steps = model_.resources[k].capacity;
    if (!uses_[k].constant) {
      for (size_t t = 1; t < steps.size(); ++t) {
        if (steps[t] < steps[t - 1]) changes[static_cast<int>(t)] += 0;
      }
    }
    int64_t used = 0;
    for (const auto& [period, change] : changes) {
      used += change;
      if (first.resource >= 0 && period >= first.period) break;
      if (used == 0 || used <= CapacityAt(static_cast<int>(k), period)) continue;
      first.resource = static_cast<int>(k);
      first.period = period;
      break;
    }
  }
  if (first.resource < 0) return first;
  for (const User& user : uses_[first.resource].users) {
    const int start = starts[user.activity];
    if (start <= first.period && start + model_.activities[user.activity].duration > first.period) {
      first.activities.push_back(user.activity);
    }
  }
  return first;
}

}  // namespace palier::schedule
