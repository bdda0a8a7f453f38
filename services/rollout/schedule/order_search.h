// SPDX-License-Identifier: Apache-2.0
// A local search over orders, for whatever turns an order into a schedule.
#ifndef PALIER_ROLLOUT_SCHEDULE_ORDER_SEARCH_H_
#define PALIER_ROLLOUT_SCHEDULE_ORDER_SEARCH_H_

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include "common/stats/random.h"
#include "rollout/schedule/model.h"

namespace palier::schedule {

// Iterated local search: one item or a block is moved, or an item made to wait; worse orders are
// accepted within a threshold that falls to 0 (Dueck and Scheuer 1990). A Decoder has
//   bool Decode(const std::vector<int>& order, const Starts& not_before, Starts& starts);
//   const std::vector<int>& Unplaced();  after a decode that failed: what found no place
//   int Placed();                        and how many did
//   int64_t ValueOf(const Starts& starts);
//   int64_t LossOf(int item, int start);  against the best start the item could ever have
//   static constexpr bool kDelays;        whether it heeds not_before
// `starts` are any times by item, of which earlier is smaller. Not thread-safe.
template <typename Decoder>
class OrderSearch {
 public:
  OrderSearch(Decoder& decoder, int items, int64_t decodes, uint64_t seed)
      : decoder_(decoder), items_(items), decodes_(decodes), random_(seed) {}

  // Tries an order as it is.
  void Begin(std::vector<int> order) {
    if (done()) return;
    Walker walker;
    walker.order = std::move(order);
    walker.not_before.assign(walker.order.size(), 0);
    Decode(walker);
    if (here_.order.empty() || Score(walker) > Score(here_)) here_ = std::move(walker);
    if (here_.starts.empty()) return;
    if (!best_ || here_.value > best_->value) best_ = here_;
  }
  // A schedule that stands.
  void BeginWith(const Starts& known) {
    Walker walker;
    walker.order.resize(known.size());
    std::iota(walker.order.begin(), walker.order.end(), 0);
    std::stable_sort(walker.order.begin(), walker.order.end(),
                     [&](int a, int b) { return known[a] < known[b]; });
    walker.not_before = known;
    walker.starts = known;
    walker.value = decoder_.ValueOf(known);
    here_ = walker;
    best_ = std::move(walker);
  }
  // Looks for any schedule: orders that place as many as the one before are walked on from.
  void LookForAny(int64_t decodes) {
    const int64_t end = std::min(decodes_, used_ + decodes);
    while (!best_ && used_ < end) {
      next_.order = here_.order;
      next_.not_before = here_.not_before;
      // One that found no start goes to the front, or anywhere.
      const int late = unplaced_[Below(unplaced_.size())];
      const int from = static_cast<int>(std::find(next_.order.begin(), next_.order.end(), late) -
                                        next_.order.begin());
      MoveOne(next_.order, from, random_.OneIn(2) ? 0 : random_.Below(from + 1));
      if (random_.OneIn(3)) MoveAny(next_.order);
      if constexpr (Decoder::kDelays) {
        if (random_.OneIn(3)) next_.not_before[Any()] = random_.Below(4 * kLongest);
        if (random_.OneIn(3)) next_.not_before[Any()] = 0;
      }
      const std::vector<int> before = unplaced_;
      Decode(next_);
      if (Score(next_) < Score(here_)) {
        unplaced_ = before;
        continue;
      }
      std::swap(here_, next_);
      if (!here_.starts.empty()) best_ = here_;
    }
  }
  // Goes on from a schedule: so many decodes more.
  void Run(int64_t decodes) {
    const int64_t end = std::min(decodes_, used_ + decodes);
    while (best_ && used_ < end) Step();
  }

  bool has_any() const { return best_.has_value(); }
  const Starts& starts() const { return best_->starts; }
  // Of the best schedule; with its not_before it leads there again.
  const std::vector<int>& order() const { return best_->order; }
  int64_t value() const { return best_->value; }
  int64_t used() const { return used_; }
  bool done() const { return used_ >= decodes_; }

 private:
  // Of the value: by so much less an order may be worse at first, and be walked on from.
  static constexpr int64_t kFirstThreshold = 300'000;
  // One move in so many delays; by so many periods at most.
  static constexpr int kOneInDelays = 8;
  static constexpr int kLongest = 6;

  struct Walker {
    std::vector<int> order;
    // Items that wait although they could start; 0 for the others.
    Starts not_before;
    // Empty when the order leads nowhere; then `value` is how many items found a start.
    Starts starts;
    int64_t value = 0;
  };

  void Step() {
    next_.order = here_.order;
    next_.not_before = here_.not_before;
    if (Decoder::kDelays && random_.OneIn(kOneInDelays)) {
      Delay(next_.not_before);
    } else {
      Move(next_.order);
    }
    Decode(next_);
    if (next_.starts.empty() || next_.value < here_.value - Threshold()) return;
    std::swap(here_, next_);
    if (here_.value > best_->value) *best_ = here_;
  }

  // Fills in starts and value; no starts for an order that leads nowhere.
  void Decode(Walker& walker) {
    ++used_;
    if (decoder_.Decode(walker.order, walker.not_before, walker.starts)) {
      walker.value = decoder_.ValueOf(walker.starts);
      return;
    }
    walker.starts.clear();
    walker.value = decoder_.Placed();
    unplaced_ = decoder_.Unplaced();
    // A cycle of arcs: none of them can be tried.
    if (unplaced_.empty()) unplaced_.push_back(walker.order.back());
  }
  // Of two orders that lead nowhere the one that places more comes further.
  static std::pair<bool, int64_t> Score(const Walker& walker) {
    return {!walker.starts.empty(), walker.value};
  }

  int64_t Threshold() const {
    const int64_t left = decodes_ - used_;
    const int64_t first = std::max<int64_t>(best_->value, 0) / kFirstThreshold;
    return first * left / decodes_ * left / decodes_;
  }

  size_t Below(size_t n) { return static_cast<size_t>(random_.Below(static_cast<int>(n))); }
  int Any() { return random_.Below(items_); }

  // Lets one wait a little longer than it has to, or no longer.
  void Delay(Starts& not_before) {
    const int item = Any();
    int& from = not_before[item];
    from = from > 0 && random_.OneIn(2) ? 0 : here_.starts[item] + 1 + random_.Below(kLongest);
  }

  void Move(std::vector<int>& order) {
    const int kind = random_.Below(10);
    if (kind < 5) return MoveAny(order);
    if (kind < 8) return Advance(order);
    MoveBlock(order);
  }

  // Each draw in a statement of its own: the order of arguments is the compiler's choice, the plan
  // is not.
  void MoveAny(std::vector<int>& order) {
    const int to = Any();
    const int from = Any();
    MoveOne(order, from, to);
  }

  static void MoveOne(std::vector<int>& order, int from, int to) {
    const auto begin = order.begin();
    if (from < to) std::rotate(begin + from, begin + from + 1, begin + to + 1);
    if (from > to) std::rotate(begin + to, begin + from, begin + from + 1);
  }

  // One of those that lose much goes before one that starts earlier.
  void Advance(std::vector<int>& order) {
    const auto loss = [&](int place) {
      return decoder_.LossOf(order[place], here_.starts[order[place]]);
    };
    int from = Any();
    for (int i = 0; i < 2; ++i) {
      const int other = Any();
      if (loss(other) > loss(from)) from = other;
    }
    int to = Any();
    for (int i = 0; i < 8 && here_.starts[order[to]] > here_.starts[order[from]]; ++i) to = Any();
    MoveOne(order, from, to);
  }

  void MoveBlock(std::vector<int>& order) {
    const int length = std::min(items_, 2 + random_.Below(std::max(1, items_ / 8)));
    const int from = random_.Below(items_ - length + 1);
    const int to = random_.Below(items_ - length + 1);
    const auto begin = order.begin();
    if (from < to) std::rotate(begin + from, begin + from + length, begin + to + length);
    if (from > to) std::rotate(begin + to, begin + from, begin + from + length);
  }

  Decoder& decoder_;
  const int items_;
  const int64_t decodes_;
  stats::Random random_;
  int64_t used_ = 0;
  Walker here_, next_;
  std::optional<Walker> best_;
  // Of the last decode that failed.
  std::vector<int> unplaced_;
};

}  // namespace palier::schedule

#endif  // PALIER_ROLLOUT_SCHEDULE_ORDER_SEARCH_H_
