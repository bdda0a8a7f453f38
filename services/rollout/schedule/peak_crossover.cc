// SPDX-License-Identifier: Apache-2.0
#include "rollout/schedule/peak_crossover.h"

#include <algorithm>

namespace palier::schedule {
namespace {

// Of the makespan, in percent.
constexpr int kShortestStretch = 10;
constexpr int kLongestStretch = 50;
constexpr int kStretchesTried = 3;

}  // namespace

bool Member::BetterThan(const Member& other) const {
  if (timetable.late != other.timetable.late) return timetable.late < other.timetable.late;
  if (timetable.makespan != other.timetable.makespan) {
    return timetable.makespan < other.timetable.makespan;
  }
  return strain < other.strain;
}

int64_t PeakCrossover::UseWithin(const Timetable& timetable, const Stretch& stretch) const {
  int64_t use = 0;
  for (int i = 0; i < packed_.size(); ++i) {
    const int from = std::max(stretch.from, timetable.starts[i]);
    const int to = std::min(stretch.to, timetable.starts[i] + packed_.duration[i]);
    if (to > from) use += packed_.share[i] * (to - from);
  }
  return use / (stretch.to - stretch.from);
}

PeakCrossover::Stretch PeakCrossover::FindPeak(const Member& member, stats::Random& random) const {
  Stretch best;
  int64_t most = -1;
  const int makespan = std::max(1, member.timetable.makespan);
  for (int tried = 0; tried < kStretchesTried; ++tried) {
    const int percent = kShortestStretch + random.Below(kLongestStretch - kShortestStretch + 1);
    const int length = std::max(1, static_cast<int>(int64_t{makespan} * percent / 100));
    Stretch stretch;
    stretch.from = random.Below(makespan - length + 1);
    stretch.to = stretch.from + length;
    const int64_t use = UseWithin(member.timetable, stretch);
    if (use <= most) continue;
    most = use;
    best = stretch;
  }
  return best;
}

void PeakCrossover::Cross(const Member& mother, const Member& father, Split split,
                          stats::Random& random, std::vector<int>& order) {
  const Stretch peak = FindPeak(mother, random);
  const int n = packed_.size();
  kept_.assign(n, 0);
  order.clear();
  size_t before = 0;
  for (int i = 0; i < n; ++i) {
    const int start = mother.timetable.starts[i];
    kept_[i] = start >= peak.from && start < peak.to;
    if (split == Split::kByPlace) {
      before += start < peak.from;
    } else {
      before += !kept_[i] && father.timetable.starts[i] < peak.from;
    }
  }
  // The father's order is that of his starts, so the first are those that start first.
  auto next = father.order.begin();
  const auto take_others = [&](size_t until) {
    for (; next != father.order.end() && order.size() < until; ++next) {
      if (!kept_[*next]) order.push_back(*next);
    }
  };
  take_others(before);
  for (int i : mother.order) {
    if (kept_[i]) order.push_back(i);
  }
  take_others(n);
}

void PeakCrossover::Shift(stats::Random& random, std::vector<int>& order) {
  const int n = static_cast<int>(order.size());
  place_.resize(n);
  for (int r = 0; r < n; ++r) place_[order[r]] = r;
  const int from = random.Below(n);
  const int i = order[from];
  int first = 0, last = n - 1;
  for (const PackedArc* arc = packed_.before.First(i); arc != packed_.before.Last(i); ++arc) {
    first = std::max(first, place_[arc->activity] + 1);
  }
  for (const PackedArc* arc = packed_.after.First(i); arc != packed_.after.Last(i); ++arc) {
    last = std::min(last, place_[arc->activity] - 1);
  }
  if (first >= last) return;
  const int to = first + random.Below(last - first + 1);
  const auto at = order.begin();
  if (to > from) {
    std::rotate(at + from, at + from + 1, at + to + 1);
  } else {
    std::rotate(at + to, at + from, at + from + 1);
  }
}

}  // namespace palier::schedule
