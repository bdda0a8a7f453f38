// SPDX-License-Identifier: Apache-2.0
#include "rollout/schedule/serial_decoder.h"

#include <algorithm>
#include <functional>

namespace palier::schedule {
namespace {

int64_t ValueAt(const std::vector<int64_t>& values, int start) {
  return values[std::min(static_cast<size_t>(start), values.size() - 1)];
}

// Whether `after` cannot be placed before `before` is.
bool IsOrder(const Arc& arc) {
  return arc.lag > 0 || (arc.lag == 0 && arc.before < arc.after);
}

}  // namespace

int64_t ValueOf(const Values& values, const Starts& starts) {
  int64_t sum = 0;
  for (size_t i = 0; i < values.size(); ++i) {
    if (!values[i].empty()) sum += ValueAt(values[i], starts[i]);
  }
  return sum;
}

SerialDecoder::SerialDecoder(const Model& model, const Values& values)
    : model_(model),
      values_(values),
      windows_(WindowsOf(model)),
      periods_(static_cast<size_t>(model.horizon) + 1),
      into_(model.activities.size()),
      out_of_(model.activities.size()),
      memberships_(model.activities.size()),
      needs_(model.activities.size(), 0) {
  for (const Resource& resource : model.resources) {
    for (size_t t = 0; t < periods_; ++t) {
      empty_.free.push_back(resource.capacity[std::min(t, resource.capacity.size() - 1)]);
    }
  }
  for (size_t g = 0; g < model.growths.size(); ++g) {
    const Growth& growth = model.growths[g];
    empty_.room.emplace_back(periods_, 1000 * growth.pilot);
    for (const Growth::Member& member : growth.members) {
      memberships_[member.activity].push_back(
          {static_cast<int>(g), member.people, member.live_after});
    }
  }
  if (!model.budget.empty()) {
    for (size_t t = 0; t < periods_; ++t) {
      empty_.unspent.push_back(model.budget[std::min(t, model.budget.size() - 1)]);
    }
  }
  for (const Arc& arc : model.arcs) {
    into_[arc.after].push_back({arc.before, arc.lag});
    out_of_[arc.before].push_back({arc.after, arc.lag});
    if (IsOrder(arc)) ++needs_[arc.after];
  }
  for (const std::vector<int>& closed : model.closed_starts) {
    closed_.emplace_back(periods_, false);
    for (const int start : closed) {
      if (static_cast<size_t>(start) < periods_) closed_.back()[start] = true;
    }
  }
  rank_.resize(model.activities.size());
  for (const std::vector<int64_t>& worth : values) {
    std::vector<int64_t>& most = most_later_.emplace_back();
    if (std::is_sorted(worth.begin(), worth.end(), std::greater<>())) continue;
    most = worth;
    for (size_t t = most.size() - 1; t-- > 0;) most[t] = std::max(most[t], most[t + 1]);
  }
  for (size_t i = 0; i < model.activities.size(); ++i) {
    gives_room_.push_back(!model.activities[i].supplies.empty() || !memberships_[i].empty());
  }
  empty_.least_room = empty_.room;
  accepted_ = empty_;
  Hold(Starts(model.activities.size(), -1));
}

void SerialDecoder::Reset() {
  now_ = begin_;
  waits_for_ = needs_at_first_;
  starts_ = held_;
  ready_.clear();
  deferred_.clear();
  placed_ = held_count_;
}

void SerialDecoder::Hold(const Starts& held) {
  // One that is held never becomes ready.
  constexpr int kNotWaiting = 1'000'000'000;
  now_ = empty_;
  needs_at_first_ = needs_;
  held_ = starts_ = held;
  placed_ = 0;
  for (size_t i = 0; i < held.size(); ++i) {
    if (held[i] < 0) continue;
    needs_at_first_[i] = kNotWaiting;
    Place(static_cast<int>(i), held[i]);
    for (const Neighbour& after : out_of_[i]) {
      if (IsOrder({static_cast<int>(i), after.activity, after.lag})) {
        --needs_at_first_[after.activity];
      }
    }
  }
  held_count_ = placed_;
  begin_ = now_;
  supplied_.clear();
  grown_.clear();
  for (size_t i = 0; held_count_ > 0 && i < held.size(); ++i) {
    if (held[i] >= 0) continue;
    for (const Supply& supply : model_.activities[i].supplies) supplied_.push_back(supply.resource);
    for (const Membership& member : memberships_[i]) grown_.push_back(member.growth);
  }
  for (std::vector<int>* list : {&supplied_, &grown_}) {
    std::sort(list->begin(), list->end());
    list->erase(std::unique(list->begin(), list->end()), list->end());
  }
}

void SerialDecoder::AcceptLacks() {
  accepted_ = begin_;
}

bool SerialDecoder::Lacks() const {
  const auto below = [](int64_t left, int64_t accepted) {
    return left < std::min<int64_t>(0, accepted);
  };
  for (const int resource : supplied_) {
    const size_t from = static_cast<size_t>(resource) * periods_;
    for (size_t t = from; t < from + periods_; ++t) {
      if (below(now_.free[t], accepted_.free[t])) return true;
    }
  }
  for (const int growth : grown_) {
    for (size_t t = 0; t < periods_; ++t) {
      if (below(now_.room[growth][t], accepted_.room[growth][t])) return true;
    }
  }
  return false;
}

bool SerialDecoder::Decode(const std::vector<int>& order, Starts& starts,
                           const Starts& not_before) {
  Reset();
  not_before_ = not_before.empty() ? nullptr : &not_before;
  for (size_t place = 0; place < order.size(); ++place) {
    rank_[order[place]] = static_cast<int>(place);
  }
  for (const int activity : order) {
    if (waits_for_[activity] == 0) MakeReady(activity);
  }
  while (!ready_.empty()) {
    std::pop_heap(ready_.begin(), ready_.end(), std::greater<>());
    const int activity = order[ready_.back()];
    ready_.pop_back();
    if (!TryPlace(activity)) {
      deferred_.push_back(activity);
    } else if (gives_room_[activity]) {
      RetryFirst();
    }
    // What is left waits for something that came later in the order.
    if (ready_.empty()) RetryAll();
  }
  // A cycle of arcs leaves some that wait for ever.
  if (static_cast<size_t>(placed_) < starts_.size() || Lacks()) return false;
  starts = starts_;
  return true;
}

void SerialDecoder::MakeReady(int activity) {
  ready_.push_back(rank_[activity]);
  std::push_heap(ready_.begin(), ready_.end(), std::greater<>());
}

bool SerialDecoder::TryPlace(int activity) {
  int from = windows_.earliest[activity];
  int latest = windows_.latest[activity];
  const int not_before = not_before_ == nullptr ? 0 : (*not_before_)[activity];
  from = std::max(from, not_before);
  for (const Neighbour& before : into_[activity]) {
    const int start = starts_[before.activity];
    if (start >= 0) from = std::max(from, start + before.lag);
  }
  for (const Neighbour& after : out_of_[activity]) {
    const int start = starts_[after.activity];
    if (start >= 0) latest = std::min(latest, start - after.lag);
  }
  const int start =
      not_before > 0 ? EarliestFrom(activity, from, latest) : BestStart(activity, from, latest);
  if (start < 0) return false;
  Place(activity, start);
  for (const Neighbour& after : out_of_[activity]) {
    const bool waited = IsOrder({activity, after.activity, after.lag});
    if (waited && --waits_for_[after.activity] == 0) MakeReady(after.activity);
  }
  return true;
}

void SerialDecoder::RetryFirst() {
  size_t done = 0;
  while (done < deferred_.size() && TryPlace(deferred_[done])) ++done;
  deferred_.erase(deferred_.begin(), deferred_.begin() + static_cast<ptrdiff_t>(done));
}

void SerialDecoder::RetryAll() {
  // Each round places one at least, and what makes others ready ends it.
  bool progress = true;
  while (progress && ready_.empty()) {
    progress = false;
    std::vector<int> left;
    for (const int activity : deferred_) {
      const bool placed = TryPlace(activity);
      progress |= placed;
      if (!placed) left.push_back(activity);
    }
    deferred_ = std::move(left);
  }
}

int SerialDecoder::BestStart(int activity, int from, int latest) const {
  int best = EarliestFrom(activity, from, latest);
  if (best < 0 || most_later_.empty() || most_later_[activity].empty()) return best;
  const std::vector<int64_t>& worth = values_[activity];
  const std::vector<int64_t>& most = most_later_[activity];
  for (int start = best; start < latest && ValueAt(most, start + 1) > ValueAt(worth, best);) {
    start = EarliestFrom(activity, start + 1, latest);
    if (start < 0) break;
    if (ValueAt(worth, start) > ValueAt(worth, best)) best = start;
  }
  return best;
}

bool SerialDecoder::IsClosed(int activity, int start) const {
  return !closed_.empty() && closed_[activity][start];
}

int SerialDecoder::EarliestFrom(int activity, int from, int latest) const {
  int start = std::max(from, 0);
  while (start <= latest) {
    int next = start + (IsClosed(activity, start) ? 1 : 0);
    if (next == start) next = AfterResources(activity, start);
    if (next == start) next = AfterGrowths(activity, start);
    if (next == start) next = AfterBudget(activity, start);
    if (next == start) return start;
    start = next;
  }
  return -1;
}

int SerialDecoder::AfterResources(int activity, int start) const {
  for (const Demand& demand : model_.activities[activity].demands) {
    const int64_t* free = Free(demand.resource);
    for (int t = start + demand.to; t-- > start + demand.from;) {
      if (free[t] < demand.amount) return t - demand.from + 1;
    }
  }
  return start;
}

int SerialDecoder::AfterGrowths(int activity, int start) const {
  const int periods = static_cast<int>(periods_);
  for (const Membership& member : memberships_[activity]) {
    const std::vector<int64_t>& room = now_.room[member.growth];
    const int64_t started = 1000 * member.people;
    const int64_t live = model_.growths[member.growth].growth_permille * member.people;
    const int live_from = std::min(start + member.live_after, periods);
    if (live_from < periods && now_.least_room[member.growth][live_from] < started - live) {
      int t = periods - 1;
      while (room[t] >= started - live) --t;
      return t + 1;
    }
    for (int t = live_from; t-- > start;) {
      if (room[t] < started) return t + 1;
    }
  }
  return start;
}

int SerialDecoder::AfterBudget(int activity, int start) const {
  const int64_t cost = model_.activities[activity].cost;
  if (now_.unspent.empty() || cost == 0 || now_.unspent[start] >= cost) return start;
  return static_cast<int>(std::lower_bound(now_.unspent.begin() + start, now_.unspent.end(), cost) -
                          now_.unspent.begin());
}

std::optional<Violation> SerialDecoder::WhyNot(const Starts& starts, int activity, int start) {
  now_ = empty_;
  starts_.assign(model_.activities.size(), -1);
  for (size_t i = 0; i < starts.size(); ++i) {
    if (static_cast<int>(i) != activity) Place(static_cast<int>(i), starts[i]);
  }
  return Unmet(activity, start);
}

std::optional<Violation> SerialDecoder::Unmet(int activity, int start) const {
  using Rule = Violation::Rule;
  const Activity& what = model_.activities[activity];
  const int late = start + what.duration - std::min(what.deadline, model_.horizon);
  if (late > 0) return Violation{Rule::kEnd, activity, -1, start, late};
  if (start < what.release) {
    return Violation{Rule::kRelease, activity, -1, start, what.release - start};
  }
  for (const Neighbour& before : into_[activity]) {
    const int early = starts_[before.activity] + before.lag - start;
    if (early > 0) return Violation{Rule::kArc, activity, before.activity, start, early};
  }
  for (const Neighbour& after : out_of_[activity]) {
    const int early = start + after.lag - starts_[after.activity];
    if (early > 0) return Violation{Rule::kArc, after.activity, activity, start, early};
  }
  if (IsClosed(activity, start)) return Violation{Rule::kClosed, activity, -1, start, 1};
  for (const Demand& demand : what.demands) {
    const int64_t* free = Free(demand.resource);
    for (int t = start + demand.from; t < start + demand.to; ++t) {
      if (free[t] >= demand.amount) continue;
      return Violation{Rule::kResource, activity, demand.resource, t, demand.amount - free[t]};
    }
  }
  for (const Membership& member : memberships_[activity]) {
    const std::vector<int64_t>& room = now_.room[member.growth];
    const int64_t live = model_.growths[member.growth].growth_permille * member.people;
    for (int t = start; t < static_cast<int>(periods_); ++t) {
      const int64_t needed = 1000 * member.people - (t >= start + member.live_after ? live : 0);
      if (room[t] >= needed) continue;
      return Violation{Rule::kGrowth, activity, member.growth, t, needed - room[t]};
    }
  }
  if (!now_.unspent.empty() && now_.unspent[start] < what.cost) {
    return Violation{Rule::kBudget, activity, -1, start, what.cost - now_.unspent[start]};
  }
  return std::nullopt;
}

void SerialDecoder::FillLeast(const std::vector<int64_t>& room, std::vector<int64_t>& least) {
  least = room;
  for (size_t t = least.size() - 1; t-- > 0;) least[t] = std::min(least[t], least[t + 1]);
}

void SerialDecoder::Place(int activity, int start) {
  const Activity& what = model_.activities[activity];
  starts_[activity] = start;
  ++placed_;
  const int periods = static_cast<int>(periods_);
  for (const Demand& demand : what.demands) {
    int64_t* free = Free(demand.resource);
    for (int t = start + demand.from; t < start + demand.to; ++t) free[t] -= demand.amount;
  }
  for (const Supply& supply : what.supplies) {
    int64_t* free = Free(supply.resource);
    for (int t = start + supply.after; t < periods; ++t) free[t] += supply.amount;
  }
  for (const Membership& member : memberships_[activity]) {
    std::vector<int64_t>& room = now_.room[member.growth];
    for (int t = start; t < periods; ++t) room[t] -= 1000 * member.people;
    const int64_t live = model_.growths[member.growth].growth_permille * member.people;
    for (int t = start + member.live_after; t < periods; ++t) room[t] += live;
    FillLeast(room, now_.least_room[member.growth]);
  }
  if (now_.unspent.empty() || what.cost == 0) return;
  // What is spent from here on was not there to be spent before either.
  for (int t = start; t < periods; ++t) now_.unspent[t] -= what.cost;
  for (int t = start; t-- > 0;) now_.unspent[t] = std::min(now_.unspent[t], now_.unspent[t + 1]);
}

}  // namespace palier::schedule
