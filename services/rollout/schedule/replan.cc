// SPDX-License-Identifier: Apache-2.0
#include "rollout/schedule/replan.h"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <map>
#include <numeric>
#include <string>
#include <tuple>
#include <utility>

#include "absl/numeric/int128.h"
#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "rollout/schedule/neighbourhood_search.h"
#include "rollout/schedule/order_search.h"
#include "rollout/schedule/value_search.h"

namespace palier::schedule {
namespace {

constexpr int64_t kLargestCost = 1'000'000'000'000;
// The search widens when a round brought less than this part of the value; once all may move, it is
// over when so many rounds brought less.
constexpr int64_t kSmallGain = 20'000;
constexpr int kIdleRounds = 3;
constexpr int kRounds = 24;
// Decodes between two reports.
constexpr int64_t kSlice = 256;

int64_t At(const std::vector<int64_t>& values, int start) {
  return values.empty() ? 0 : values[std::min(static_cast<size_t>(start), values.size() - 1)];
}

absl::Status CheckStanding(const Model& model, const Values& values, const Standing& standing) {
  RETURN_IF_ERROR(Validate(model));
  const size_t n = model.activities.size();
  if (values.size() != n || standing.starts.size() != n || standing.frozen.size() != n ||
      standing.move_costs.size() != n) {
    return absl::InvalidArgumentError("one entry for each activity in every list");
  }
  for (size_t i = 0; i < n; ++i) {
    if (standing.starts[i] < 0 || standing.starts[i] > model.horizon) {
      return absl::InvalidArgumentError(absl::StrCat("activity ", i, ": a start out of range"));
    }
    if (standing.frozen[i] && standing.starts[i] + model.activities[i].duration > model.horizon) {
      return absl::InvalidArgumentError(absl::StrCat("activity ", i, ": frozen past the horizon"));
    }
    if (standing.move_costs[i] < 0 || standing.move_costs[i] > kLargestCost) {
      return absl::InvalidArgumentError(absl::StrCat("activity ", i, ": a cost out of range"));
    }
  }
  return absl::OkStatus();
}

// The model in which what is frozen can only be where it is, and nothing else before `first`.
Model Pinned(const Model& model, const Standing& standing) {
  Model pinned = model;
  for (size_t i = 0; i < pinned.activities.size(); ++i) {
    Activity& activity = pinned.activities[i];
    if (!standing.frozen[i]) {
      activity.release = std::max(activity.release, standing.first);
      continue;
    }
    activity.release = standing.starts[i];
    activity.deadline = standing.starts[i] + activity.duration;
    if (!pinned.closed_starts.empty()) pinned.closed_starts[i].clear();
  }
  std::erase_if(pinned.arcs, [&](const Arc& arc) {
    return standing.frozen[arc.before] && standing.frozen[arc.after];
  });
  return pinned;
}

using Place = std::tuple<Violation::Rule, int, int, int>;
Place PlaceOf(const Violation& violation) {
  return {violation.rule, violation.activity, violation.other, violation.period};
}

// What the frozen activities break as if there were no others.
std::vector<Violation> BrokenByFrozen(const Model& model, const Standing& standing) {
  std::vector<int> position(model.activities.size(), -1);
  std::vector<int> kept;
  Model alone;
  Starts starts;
  alone.horizon = model.horizon;
  alone.resources = model.resources;
  alone.budget = model.budget;
  for (size_t i = 0; i < model.activities.size(); ++i) {
    if (!standing.frozen[i]) continue;
    position[i] = static_cast<int>(kept.size());
    kept.push_back(static_cast<int>(i));
    alone.activities.push_back(model.activities[i]);
    if (!model.closed_starts.empty()) alone.closed_starts.push_back(model.closed_starts[i]);
    starts.push_back(standing.starts[i]);
  }
  for (const Arc& arc : model.arcs) {
    if (position[arc.before] < 0 || position[arc.after] < 0) continue;
    alone.arcs.push_back({position[arc.before], position[arc.after], arc.lag});
  }
  for (Growth growth : model.growths) {
    std::erase_if(growth.members,
                  [&](const auto& member) { return position[member.activity] < 0; });
    for (Growth::Member& member : growth.members) member.activity = position[member.activity];
    alone.growths.push_back(std::move(growth));
  }
  std::vector<Violation> broken = FindViolations(alone, starts, SIZE_MAX);
  for (Violation& violation : broken) {
    if (violation.activity >= 0) violation.activity = kept[violation.activity];
    if (violation.rule == Violation::Rule::kArc) violation.other = kept[violation.other];
  }
  return broken;
}

// Orders of the activities that are not frozen, for the search over orders; it counts them from 0.
class FreeOrders {
 public:
  static constexpr bool kDelays = true;

  FreeOrders(SerialDecoder& decoder, const Values& values, const std::vector<int>& free,
             const Starts& all)
      : decoder_(decoder), values_(values), free_(free), all_(all), not_before_(all.size(), 0) {
    Starts held = all;
    for (const int activity : free) held[activity] = -1;
    decoder_.Hold(held);
  }

  bool Decode(const std::vector<int>& order, const Starts& not_before, Starts& starts) {
    order_.clear();
    for (const int item : order) order_.push_back(free_[item]);
    for (size_t i = 0; i < free_.size(); ++i) not_before_[free_[i]] = not_before[i];
    if (!decoder_.Decode(order_, all_, not_before_)) return false;
    starts.clear();
    for (const int activity : free_) starts.push_back(all_[activity]);
    return true;
  }
  std::vector<int> Unplaced() const {
    std::vector<int> items;
    for (const int activity : decoder_.unplaced()) {
      items.push_back(
          static_cast<int>(std::lower_bound(free_.begin(), free_.end(), activity) - free_.begin()));
    }
    return items;
  }
  int Placed() const { return decoder_.placed(); }
  int64_t ValueOf(const Starts& starts) const {
    int64_t value = 0;
    for (size_t i = 0; i < starts.size(); ++i) value += At(values_[free_[i]], starts[i]);
    return value;
  }
  int64_t LossOf(int item, int start) const {
    return At(values_[free_[item]], 0) - At(values_[free_[item]], start);
  }

 private:
  SerialDecoder& decoder_;
  const Values& values_;
  const std::vector<int>& free_;
  Starts all_;
  std::vector<int> order_;
  Starts not_before_;
};

class Replanning {
 public:
  Replanning(const Model& model, const Values& values, const Standing& standing,
             const SearchOptions& options)
      : model_(model),
        values_(values),
        standing_(standing),
        options_(options),
        pinned_(Pinned(model, standing)),
        decoder_(pinned_, values),
        search_(pinned_, decoder_, standing.starts, options.seed) {
    for (size_t i = 0; i < model.activities.size(); ++i) {
      may_move_.push_back(!standing.frozen[i]);
      if (may_move_[i]) free_.push_back(static_cast<int>(i));
    }
    in_old_order_ = free_;
    std::stable_sort(in_old_order_.begin(), in_old_order_.end(),
                     [&](int a, int b) { return standing.starts[a] < standing.starts[b]; });
  }

  absl::StatusOr<Replans> Run() {
    Replans replans;
    replans.accepted = BrokenByFrozen(model_, standing_);
    replans.bound = BoundOf(pinned_, values_);
    const std::optional<Starts> shifted = RightShifted();
    std::optional<Starts> begin = shifted;
    if (shifted) KeepWhatFits(*begin);
    if (!begin) begin = AnySchedule();
    if (stopped_) return absl::CancelledError("the search was ended");
    if (!begin) return absl::NotFoundError("no order led to a schedule");
    Starts least_change = *begin;
    Search(least_, options_.decodes / 2, least_change);
    Starts best_value = least_change;
    if (shifted && Sum(most_, *shifted) > Sum(most_, best_value)) best_value = *shifted;
    Search(most_, options_.decodes - used_, best_value);
    if (stopped_) return absl::CancelledError("the search was ended");
    replans.least_change = Told(least_change);
    replans.best_value = Told(best_value);
    if (shifted) replans.right_shifted = Told(*shifted);
    replans.bound = std::max(replans.bound, replans.best_value.value);
    replans.decodes = used_;
    for (const Starts* starts : {&least_change, &best_value}) {
      RETURN_IF_ERROR(Check(*starts, replans.accepted));
    }
    if (shifted) RETURN_IF_ERROR(Check(*shifted, replans.accepted));
    return replans;
  }

 private:
  using Score = NeighbourhoodSearch::Score;

  int64_t CostOf(int i, int start) const {
    const int64_t apart = std::abs(start - standing_.starts[i]);
    if (apart == 0) return 0;
    return standing_.move_costs[i] * (kPeriodsOfAMove + apart) / kPeriodsOfAMove;
  }
  int64_t Sum(const Score& score, const Starts& starts) const {
    int64_t sum = 0;
    for (const int i : free_) sum += score(i, starts[i]);
    return sum;
  }

  void HoldFrozen() {
    Starts held = standing_.starts;
    for (const int activity : free_) held[activity] = -1;
    decoder_.Hold(held);
    decoder_.AcceptLacks();
  }

  std::optional<Starts> RightShifted() {
    HoldFrozen();
    Starts starts;
    ++used_;
    if (!decoder_.Decode(in_old_order_, starts, standing_.starts)) return std::nullopt;
    return starts;
  }

  // Those that moved give way to those that did not, which may let more of them stay.
  void KeepWhatFits(Starts& starts) {
    std::vector<int> order = in_old_order_;
    for (int round = 0; round < kKeepRounds; ++round) {
      std::vector<int> next = order;
      std::stable_partition(next.begin(), next.end(),
                            [&](int i) { return starts[i] == standing_.starts[i]; });
      Starts other;
      ++used_;
      if (next == order || !decoder_.Decode(next, other, standing_.starts)) return;
      if (Sum(least_, other) <= Sum(least_, starts)) return;
      order = std::move(next);
      starts = std::move(other);
    }
  }

  std::optional<Starts> AnySchedule() {
    FreeOrders placing(decoder_, values_, free_, standing_.starts);
    OrderSearch<FreeOrders> search(placing, static_cast<int>(free_.size()), options_.decodes,
                                   options_.seed);
    std::vector<int> order(free_.size());
    std::iota(order.begin(), order.end(), 0);
    search.Begin(order);
    while (!search.has_any() && !search.done() && !stopped_) {
      search.LookForAny(kSlice);
      if (options_.progress) stopped_ = !options_.progress({search.used(), INT64_MIN, 0});
    }
    used_ += search.used();
    if (!search.has_any()) return std::nullopt;
    Starts starts = standing_.starts;
    for (size_t i = 0; i < free_.size(); ++i) starts[free_[i]] = search.starts()[i];
    return starts;
  }

  // What cannot stay, and what depends on it.
  std::vector<int> Affected(const Starts& starts) const {
    std::vector<bool> affected(starts.size(), false);
    for (const int i : free_) affected[i] = starts[i] != standing_.starts[i];
    for (const Arc& arc : pinned_.arcs) {
      if (standing_.starts[arc.after] < starts[arc.before] + arc.lag) affected[arc.after] = true;
    }
    std::vector<int> cone;
    for (const int i : free_) {
      if (affected[i]) cone.push_back(i);
    }
    return cone;
  }

  void Search(const Score& score, int64_t decodes, Starts& starts) {
    const int64_t end = used_ + decodes;
    const int64_t slice = std::max<int64_t>(1, decodes / kRounds);
    const int64_t small = std::abs(ValueOf(values_, starts)) / kSmallGain;
    std::vector<int> cone = Affected(starts);
    for (int idle = 0; used_ < end && idle < kIdleRounds && !stopped_;) {
      const int64_t gain =
          search_.Improve(cone, score, std::min(slice, end - used_), starts, used_);
      if (options_.progress) {
        stopped_ = !options_.progress({used_, ValueOf(values_, starts), 0});
      }
      if (gain > small) {
        idle = 0;
        continue;
      }
      std::vector<int> more = search_.Around(cone, may_move_, starts);
      if (more.empty() && cone.size() < free_.size()) more = OutsideOf(cone);
      idle = more.empty() ? idle + 1 : 0;
      cone.insert(cone.end(), more.begin(), more.end());
      std::sort(cone.begin(), cone.end());
    }
  }

  // Where nothing is shared any more, all the others.
  std::vector<int> OutsideOf(const std::vector<int>& cone) const {
    std::vector<int> outside;
    std::set_difference(free_.begin(), free_.end(), cone.begin(), cone.end(),
                        std::back_inserter(outside));
    return outside;
  }

  Replanned Told(const Starts& starts) const {
    Replanned told{starts, ValueOf(values_, starts), {}};
    for (const int i : free_) {
      if (starts[i] != standing_.starts[i]) told.moved.push_back(i);
    }
    return told;
  }

  absl::Status Check(const Starts& starts, const std::vector<Violation>& accepted) const {
    std::map<Place, int64_t> allowed;
    for (const Violation& violation : accepted) allowed[PlaceOf(violation)] = violation.excess;
    for (const Violation& violation : FindViolations(model_, starts, SIZE_MAX)) {
      const auto at = allowed.find(PlaceOf(violation));
      if (at != allowed.end() && violation.excess <= at->second) continue;
      return absl::InternalError(
          absl::StrCat("the new plan: ", Violations(model_, starts).front()));
    }
    if (!FindViolations(Pinned(OnlyTimesOf(model_), standing_), starts, 1).empty()) {
      return absl::InternalError("the new plan: something frozen moved, or starts too soon");
    }
    return absl::OkStatus();
  }
  static Model OnlyTimesOf(const Model& model) {
    Model times;
    times.horizon = model.horizon;
    times.activities = model.activities;
    for (Activity& activity : times.activities) {
      activity.demands.clear();
      activity.supplies.clear();
    }
    return times;
  }

  // Rounds in which those that stay come before those that move.
  static constexpr int kKeepRounds = 20;

  const Model& model_;
  const Values& values_;
  const Standing& standing_;
  const SearchOptions& options_;
  const Model pinned_;
  SerialDecoder decoder_;
  NeighbourhoodSearch search_;
  std::vector<bool> may_move_;
  std::vector<int> free_, in_old_order_;
  const Score least_ = [this](int i, int start) {
    return At(values_[i], start) - CostOf(i, start);
  };
  // Of plans that are worth the same, the one that moves less.
  const Score most_ = [this](int i, int start) {
    const int64_t apart = std::abs(start - standing_.starts[i]);
    return At(values_[i], start) - (apart == 0 ? 0 : kPeriodsOfAMove + apart);
  };
  int64_t used_ = 0;
  bool stopped_ = false;
};

}  // namespace

std::vector<int64_t> EvenMoveCosts(const Values& values, const Starts& starts, int permille) {
  const absl::int128 value = std::max<int64_t>(0, ValueOf(values, starts));
  const auto all = static_cast<int64_t>(value * permille / 1000);
  const auto count = static_cast<int64_t>(std::max<size_t>(1, starts.size()));
  return std::vector<int64_t>(starts.size(), std::clamp<int64_t>(all / count, 1, kLargestCost));
}

absl::StatusOr<Replans> Replan(const Model& model, const Values& values, const Standing& standing,
                               const SearchOptions& options) {
  RETURN_IF_ERROR(CheckStanding(model, values, standing));
  return Replanning(model, values, standing, options).Run();
}

}  // namespace palier::schedule
