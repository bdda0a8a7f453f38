// SPDX-License-Identifier: Apache-2.0
#include "rollout/schedule/neighbourhood_search.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <utility>

namespace palier::schedule {
namespace {

// Orders tried for one choice of activities, and activities in one choice at most.
constexpr int kTries = 6;
constexpr int kMostChosen = 24;
// Draws for one choice.
constexpr int kDraws = 120;
// Of the score: by so much less a schedule may be worse at first, and be walked on from.
constexpr int64_t kFirstThreshold = 200'000;

}  // namespace

NeighbourhoodSearch::NeighbourhoodSearch(const Model& model, SerialDecoder& decoder,
                                         const Starts& wanted, uint64_t seed)
    : decoder_(decoder),
      wanted_(wanted),
      random_(seed),
      shares_(model.activities.size()),
      not_before_(model.activities.size(), 0) {
  int shared = 0;
  for (size_t i = 0; i < model.activities.size(); ++i) {
    for (const Demand& demand : model.activities[i].demands) {
      if (demand.amount > 0) shares_[i].push_back(shared + demand.resource);
    }
  }
  shared += static_cast<int>(model.resources.size());
  for (const Growth& growth : model.growths) {
    for (const Growth::Member& member : growth.members) shares_[member.activity].push_back(shared);
    ++shared;
  }
  for (const Arc& arc : model.arcs) {
    shares_[arc.before].push_back(shared);
    shares_[arc.after].push_back(shared++);
  }
  for (std::vector<int>& shares : shares_) {
    std::sort(shares.begin(), shares.end());
    shares.erase(std::unique(shares.begin(), shares.end()), shares.end());
  }
}

bool NeighbourhoodSearch::Related(int a, int b) const {
  const std::vector<int>& x = shares_[a];
  const std::vector<int>& y = shares_[b];
  for (size_t i = 0, j = 0; i < x.size() && j < y.size();) {
    if (x[i] == y[j]) return true;
    x[i] < y[j] ? ++i : ++j;
  }
  return false;
}

std::vector<int> NeighbourhoodSearch::Around(const std::vector<int>& cone,
                                             const std::vector<bool>& free,
                                             const Starts& starts) const {
  std::vector<bool> in_cone(free.size(), false);
  // By what is shared: when those of the cone start, ascending.
  std::map<int, std::vector<int>> taken;
  for (const int activity : cone) {
    in_cone[activity] = true;
    for (const int share : shares_[activity]) taken[share].push_back(starts[activity]);
  }
  for (auto& [share, times] : taken) std::sort(times.begin(), times.end());
  std::vector<std::pair<int, int>> found;
  for (size_t i = 0; i < free.size(); ++i) {
    if (!free[i] || in_cone[i]) continue;
    int closest = kNever;
    for (const int share : shares_[i]) {
      const auto times = taken.find(share);
      if (times == taken.end()) continue;
      const auto next = std::lower_bound(times->second.begin(), times->second.end(), starts[i]);
      if (next != times->second.end()) closest = std::min(closest, *next - starts[i]);
      if (next != times->second.begin()) closest = std::min(closest, starts[i] - *(next - 1));
    }
    if (closest < kNever) found.push_back({closest, static_cast<int>(i)});
  }
  std::sort(found.begin(), found.end());
  found.resize(std::min(found.size(), std::max<size_t>(cone.size(), kMostChosen)));
  std::vector<int> around;
  for (const auto& [apart, activity] : found) around.push_back(activity);
  return around;
}

std::vector<int> NeighbourhoodSearch::Choose(const std::vector<int>& may_move, const Score& score,
                                             const Starts& starts) {
  const auto any = [&] { return may_move[random_.Below(static_cast<int>(may_move.size()))]; };
  const auto loss = [&](int i) { return score(i, wanted_[i]) - score(i, starts[i]); };
  // One of those that are moved, or that could be worth more.
  int seed = any();
  for (int i = 0; i < 3; ++i) {
    const int other = any();
    if (loss(other) > loss(seed)) seed = other;
  }
  std::vector<int> chosen = {seed};
  const size_t most = 2 + random_.Below(kMostChosen - 1);
  const int reach = 1 << (1 + random_.Below(5));
  for (int i = 0; i < kDraws && chosen.size() < most; ++i) {
    const int other = any();
    const bool close = std::abs(starts[other] - starts[seed]) <= reach ||
                       std::abs(starts[other] - wanted_[seed]) <= reach;
    if (!close || !Related(seed, other)) continue;
    if (std::find(chosen.begin(), chosen.end(), other) == chosen.end()) chosen.push_back(other);
  }
  return chosen;
}

void NeighbourhoodSearch::MakeOrder(const std::vector<int>& chosen, const Starts& starts) {
  order_ = chosen;
  random_.Shuffle(order_);
  if (random_.OneIn(2)) {
    std::stable_sort(order_.begin(), order_.end(),
                     [&](int a, int b) { return wanted_[a] < wanted_[b]; });
  }
  const int late = random_.Below(4);
  for (const int activity : order_) {
    int& from = not_before_[activity];
    const int kind = random_.Below(4);
    from = kind <= 1 ? wanted_[activity] : kind == 2 ? 0 : starts[activity];
    // Some wait, so that others find room.
    if (late == 0 && random_.OneIn(4)) from = starts[activity] + 1 + random_.Below(12);
  }
}

int64_t NeighbourhoodSearch::Improve(const std::vector<int>& may_move, const Score& score,
                                     int64_t decodes, Starts& starts, int64_t& used) {
  if (may_move.empty()) return 0;
  Starts here = starts, held, next, best_next;
  int64_t gain = 0, best_gain = 0, size = 0;
  for (const int activity : may_move) size += std::abs(score(activity, starts[activity]));
  const int64_t end = used + decodes;
  while (used < end) {
    const std::vector<int> chosen = Choose(may_move, score, here);
    held = here;
    for (const int activity : chosen) held[activity] = -1;
    decoder_.Hold(held);
    int64_t most = INT64_MIN;
    for (int i = 0; i < kTries && used < end; ++i) {
      MakeOrder(chosen, here);
      ++used;
      if (!decoder_.Decode(order_, next, not_before_)) continue;
      int64_t more = 0;
      for (const int activity : chosen) {
        more += score(activity, next[activity]) - score(activity, here[activity]);
      }
      if (more <= most) continue;
      most = more;
      best_next.swap(next);
    }
    const int64_t left = end - used;
    if (most == INT64_MIN || most < -(size / kFirstThreshold * left / decodes)) continue;
    here.swap(best_next);
    gain += most;
    if (gain <= best_gain) continue;
    best_gain = gain;
    starts = here;
  }
  return best_gain;
}

}  // namespace palier::schedule
