// SPDX-License-Identifier: Apache-2.0
#include "rollout/schedule/exact_search.h"

#include <algorithm>

#include "rollout/schedule/windows.h"

namespace palier::schedule {
namespace {

template <typename T>
T At(const std::vector<T>& steps, int period) {
  return steps[std::min(static_cast<size_t>(period), steps.size() - 1)];
}

class Walk {
 public:
  Walk(const Model& model, const Values& values, int64_t nodes)
      : model_(model),
        values_(values),
        windows_(WindowsOf(model)),
        most_nodes_(nodes),
        starts_(model.activities.size(), kNotStarted),
        best_from_(model.activities.size()) {
    for (size_t i = 0; i < best_from_.size(); ++i) {
      // What the activity can still be worth when it has not started before t.
      const int latest = windows_.latest[i];
      best_from_[i].resize(static_cast<size_t>(std::max(0, latest + 1)));
      for (int t = latest; t >= 0; --t) {
        best_from_[i][t] =
            std::max(ValueOfStart(i, t), t < latest ? best_from_[i][t + 1] : ValueOfStart(i, t));
      }
    }
  }

  Exact Run() {
    Enter(0, 0);
    found_.exhausted = found_.nodes < most_nodes_;
    found_.nodes = std::min(found_.nodes, most_nodes_);
    return std::move(found_);
  }

 private:
  static constexpr int kNotStarted = -1;

  int64_t ValueOfStart(size_t i, int start) const {
    return values_[i].empty() ? 0 : At(values_[i], start);
  }

  // The period `t`, with what has started before worth `value`.
  void Enter(int t, int64_t value) {
    int64_t most = value;
    bool all = true;
    for (size_t i = 0; i < starts_.size(); ++i) {
      if (starts_[i] != kNotStarted) continue;
      all = false;
      if (t > windows_.latest[i]) return;
      most += best_from_[i][static_cast<size_t>(t)];
    }
    if (!found_.starts.empty() && most <= found_.value) return;
    if (all) return Finish(t, value);
    Choose(t, 0, value);
  }

  // What has started may still need more than there is.
  void Finish(int t, int64_t value) {
    for (; t <= model_.horizon; ++t) {
      if (!ResourcesSuffice(t)) return;
    }
    found_.starts = starts_;
    found_.value = value;
  }

  // Whether activity `i` and those after it start in period `t`.
  void Choose(int t, size_t i, int64_t value) {
    if (++found_.nodes >= most_nodes_) return;
    while (i < starts_.size() && (starts_[i] != kNotStarted || !MayStart(i, t))) ++i;
    if (i == starts_.size()) {
      if (ResourcesSuffice(t) && GrowthsSuffice(t) && BudgetSuffices(t)) Enter(t + 1, value);
      return;
    }
    starts_[i] = t;
    Choose(t, i + 1, value + ValueOfStart(i, t));
    starts_[i] = kNotStarted;
    if (found_.nodes < most_nodes_) Choose(t, i + 1, value);
  }

  bool MayStart(size_t i, int t) const {
    if (t < windows_.earliest[i] || t > windows_.latest[i]) return false;
    if (!model_.closed_starts.empty()) {
      const std::vector<int>& closed = model_.closed_starts[i];
      if (std::binary_search(closed.begin(), closed.end(), t)) return false;
    }
    for (const Arc& arc : model_.arcs) {
      if (arc.after == static_cast<int>(i)) {
        // What has not started starts now or later.
        const int before = starts_[arc.before] == kNotStarted ? t : starts_[arc.before];
        if (t < before + arc.lag) return false;
      }
      if (arc.before == static_cast<int>(i) && starts_[arc.after] != kNotStarted &&
          starts_[arc.after] < t + arc.lag) {
        return false;
      }
    }
    return true;
  }

  bool ResourcesSuffice(int t) {
    used_.assign(model_.resources.size(), 0);
    added_.assign(model_.resources.size(), 0);
    for (size_t i = 0; i < starts_.size(); ++i) {
      if (starts_[i] == kNotStarted) continue;
      const int age = t - starts_[i];
      for (const Demand& demand : model_.activities[i].demands) {
        if (age >= demand.from && age < demand.to) used_[demand.resource] += demand.amount;
      }
      for (const Supply& supply : model_.activities[i].supplies) {
        if (age >= supply.after) added_[supply.resource] += supply.amount;
      }
    }
    for (size_t k = 0; k < used_.size(); ++k) {
      if (used_[k] > At(model_.resources[k].capacity, t) + added_[k]) return false;
    }
    return true;
  }

  bool GrowthsSuffice(int t) const {
    for (const Growth& growth : model_.growths) {
      int64_t room = 1000 * growth.pilot;
      for (const Growth::Member& member : growth.members) {
        const int start = starts_[member.activity];
        if (start == kNotStarted) continue;
        room -= 1000 * int64_t{member.people};
        if (start + member.live_after <= t) room += growth.growth_permille * member.people;
      }
      if (room < 0) return false;
    }
    return true;
  }

  bool BudgetSuffices(int t) const {
    if (model_.budget.empty()) return true;
    int64_t spent = 0;
    for (size_t i = 0; i < starts_.size(); ++i) {
      if (starts_[i] != kNotStarted) spent += model_.activities[i].cost;
    }
    return spent <= At(model_.budget, t);
  }

  const Model& model_;
  const Values& values_;
  const Windows windows_;
  const int64_t most_nodes_;
  Starts starts_;
  std::vector<std::vector<int64_t>> best_from_;
  std::vector<int64_t> used_, added_;
  Exact found_;
};

}  // namespace

Exact SearchAll(const Model& model, const Values& values, int64_t nodes) {
  return Walk(model, values, nodes).Run();
}

}  // namespace palier::schedule
