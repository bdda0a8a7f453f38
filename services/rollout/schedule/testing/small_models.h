// SPDX-License-Identifier: Apache-2.0
// Models for tests; most are small enough to try every schedule.
#ifndef PALIER_ROLLOUT_SCHEDULE_TESTING_SMALL_MODELS_H_
#define PALIER_ROLLOUT_SCHEDULE_TESTING_SMALL_MODELS_H_

#include <algorithm>
#include <cstdint>
#include <optional>

#include "common/stats/random.h"
#include "rollout/schedule/model.h"

namespace palier::schedule::testing {

struct Shape {
  int activities = 5;
  int horizon = 14;
  int resources = 2;
  bool varying = false;  // capacities change, and there are releases, deadlines and closed starts
  bool any_lag = false;  // lags from 0, not only durations
  bool maximal = false;  // and negative ones
};

inline Model MakeSmallModel(uint64_t seed, const Shape& shape) {
  stats::Random random(seed);
  Model model;
  model.horizon = shape.horizon;
  for (int k = 0; k < shape.resources; ++k) {
    Resource resource{{3}};
    for (int t = 1; shape.varying && t < 8; ++t) resource.capacity.push_back(random.Below(4));
    if (shape.varying) resource.capacity.push_back(3);
    model.resources.push_back(resource);
  }
  for (int i = 0; i < shape.activities; ++i) {
    Activity activity;
    activity.duration = random.Below(4);
    for (int k = 0; k < shape.resources; ++k) {
      if (random.OneIn(2)) activity.demands.push_back({k, 0, activity.duration, random.Below(4)});
    }
    if (shape.varying && random.OneIn(3)) activity.release = random.Below(4);
    if (shape.varying && random.OneIn(4)) activity.deadline = 5 + random.Below(8);
    model.activities.push_back(activity);
    if (shape.varying) {
      model.closed_starts.emplace_back();
      if (random.OneIn(3)) model.closed_starts.back() = {1, 2, 6};
    }
    if (i == 0 || random.OneIn(2)) continue;
    const int before = random.Below(i);
    const int duration = model.activities[before].duration;
    model.arcs.push_back({before, i, shape.any_lag ? random.Below(4) : duration});
    if (shape.maximal && random.OneIn(2)) model.arcs.push_back({i, before, -1 - random.Below(5)});
  }
  return model;
}

// Not small: one that its bound does not solve at once.
inline Model MakeHardModel(int activities) {
  Model model = MakeSmallModel(7, {.activities = activities, .horizon = 1'000, .resources = 6});
  stats::Random random(9);
  for (Activity& activity : model.activities) {
    activity.duration = 3 + random.Below(9);
    activity.demands.clear();
    for (int k = 0; k < 6; ++k) {
      if (random.OneIn(2)) activity.demands.push_back({k, 0, activity.duration, random.Below(4)});
    }
  }
  for (Arc& arc : model.arcs) arc.lag = model.activities[arc.before].duration;
  return model;
}

// The makespan of the shortest schedule, found by trying all; none when there is no schedule.
class Exhaustive {
 public:
  explicit Exhaustive(const Model& model) : model_(model), starts_(model.activities.size()) {}

  std::optional<int> Shortest() {
    Try(0, 0);
    return shortest_;
  }

 private:
  void Try(size_t i, int end) {
    if (shortest_ && end >= *shortest_) return;
    if (i == starts_.size()) {
      if (Violations(model_, starts_).empty()) shortest_ = end;
      return;
    }
    const int duration = model_.activities[i].duration;
    for (starts_[i] = 0; starts_[i] + duration <= model_.horizon; ++starts_[i]) {
      if (ArcsHold(static_cast<int>(i))) Try(i + 1, std::max(end, starts_[i] + duration));
    }
  }

  // Those between activities that have a start.
  bool ArcsHold(int last) const {
    for (const Arc& arc : model_.arcs) {
      if (arc.before > last || arc.after > last) continue;
      if (starts_[arc.after] < starts_[arc.before] + arc.lag) return false;
    }
    return true;
  }

  const Model& model_;
  Starts starts_;
  std::optional<int> shortest_;
};

}  // namespace palier::schedule::testing

#endif  // PALIER_ROLLOUT_SCHEDULE_TESTING_SMALL_MODELS_H_
