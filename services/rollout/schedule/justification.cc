// SPDX-License-Identifier: Apache-2.0
#include "rollout/schedule/justification.h"

#include <algorithm>

namespace palier::schedule {

void Ordering::ByStarts(const Starts& starts, std::vector<int>& order) {
  Sort(starts, order);
  if (!packed_.plain) Repair(order);
}

void Ordering::ByKeys(const std::vector<int>& keys, std::vector<int>& order) {
  Sort(keys, order);
  Repair(order);
}

void Ordering::Sort(const std::vector<int>& keys, std::vector<int>& order) {
  const int n = packed_.size();
  order.resize(n);
  if (n == 0) return;
  const auto [low, high] = std::minmax_element(keys.begin(), keys.end());
  const int least = *low, span = *high - least + 1;
  if (span <= 8 * n + 64) {
    counts_.assign(span + 1, 0);
    for (int key : keys) ++counts_[key - least + 1];
    for (int k = 0; k < span; ++k) counts_[k + 1] += counts_[k];
    for (int i : packed_.order) order[counts_[keys[i] - least]++] = i;
    return;
  }
  pairs_.resize(n);
  for (int i = 0; i < n; ++i) {
    pairs_[i] = ((int64_t{keys[i]} - least) << 32) | packed_.rank[i];
  }
  std::sort(pairs_.begin(), pairs_.end());
  for (int r = 0; r < n; ++r) order[r] = packed_.order[pairs_[r] & 0xffff'ffff];
}

void Ordering::Repair(std::vector<int>& order) {
  const int n = packed_.size();
  placed_.assign(n, 0);
  repaired_.clear();
  for (int wanted : order) {
    if (placed_[wanted]) continue;
    path_.assign(1, wanted);
    while (!path_.empty()) {
      const int i = path_.back();
      int waits_for = -1;
      for (const PackedArc* arc = packed_.before.First(i); arc != packed_.before.Last(i); ++arc) {
        if (!placed_[arc->activity]) waits_for = arc->activity;
      }
      if (waits_for >= 0) {
        path_.push_back(waits_for);
        continue;
      }
      path_.pop_back();
      placed_[i] = 1;
      repaired_.push_back(i);
    }
  }
  order.swap(repaired_);
}

Justification::Justification(const PackedModel& packed)
    : mirrored_(Mirrored(packed)),
      forwards_(packed),
      backwards_(mirrored_),
      by_start_(packed),
      by_end_(mirrored_) {}

void Justification::Turn(const Timetable& timetable) {
  const int n = mirrored_.size();
  keys_.resize(n);
  for (int i = 0; i < n; ++i) {
    keys_[i] = timetable.makespan - timetable.starts[i] - mirrored_.duration[i];
  }
}

void Justification::Apply(Timetable& timetable) {
  Turn(timetable);
  by_end_.ByStarts(keys_, order_);
  backwards_.Decode(order_, right_);
  Turn(right_);
  by_start_.ByStarts(keys_, order_);
  forwards_.Decode(order_, left_);
  if (left_.late == 0 && left_.makespan <= timetable.makespan) std::swap(left_, timetable);
}

}  // namespace palier::schedule
