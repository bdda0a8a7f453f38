// SPDX-License-Identifier: Apache-2.0
#include "rollout/schedule/value_search.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

#include "common/status/macros.h"
#include "rollout/schedule/exact_search.h"
#include "rollout/schedule/first_orders.h"
#include "rollout/schedule/random.h"
#include "rollout/schedule/windows.h"

namespace palier::schedule {
namespace {

// Share of the value by which an order may be worse at first, and be walked on from.
constexpr int64_t kFirstThreshold = 300'000;
// One move in so many delays; by so many periods at most.
constexpr int kDelays = 8;
constexpr int kLongest = 6;
// Models of so many activities are tried out, if so many steps are enough: about a second.
constexpr size_t kSmall = 10;
constexpr int64_t kSmallNodes = 3'000'000;
// Decodes between two reports.
constexpr int64_t kSlice = 256;

int64_t At(const std::vector<int64_t>& values, int start) {
  return values.empty() ? 0 : values[std::min(static_cast<size_t>(start), values.size() - 1)];
}

struct Walker {
  std::vector<int> order;
  // Activities that wait although they could start; 0 for the others.
  Starts not_before;
  // Empty when the order leads nowhere; then `value` is how many activities found a start.
  Starts starts;
  int64_t value = 0;
};

std::vector<int> OrderOf(const Starts& starts) {
  std::vector<int> order(starts.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return starts[a] < starts[b]; });
  return order;
}

class Search {
 public:
  Search(const Model& model, const Values& values, int64_t decodes, uint64_t seed)
      : model_(model), values_(values), decoder_(model, values), random_(seed), decodes_(decodes) {}

  // Tries an order as it is.
  void Begin(std::vector<int> order) {
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
    best_ = Walker{OrderOf(known), known, known, ValueOf(values_, known)};
    here_ = *best_;
  }
  // Looks for any schedule: orders that place as many as the one before are walked on from.
  void LookForAny(int64_t decodes) {
    const int64_t end = std::min(decodes_, used_ + decodes);
    while (!best_ && used_ < end) {
      next_.order = here_.order;
      next_.not_before = here_.not_before;
      // One that found no start goes to the front, or anywhere.
      const auto late = std::find(
          next_.order.begin(), next_.order.end(),
          unplaced_[static_cast<size_t>(random_.Below(static_cast<int>(unplaced_.size())))]);
      const int from = static_cast<int>(late - next_.order.begin());
      MoveOne(next_.order, from, random_.OneIn(2) ? 0 : random_.Below(from + 1));
      if (random_.OneIn(3)) MoveOne(next_.order, Any(), Any());
      if (random_.OneIn(3)) next_.not_before[Any()] = random_.Below(model_.horizon + 1);
      if (random_.OneIn(3)) next_.not_before[Any()] = 0;
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
  bool has_any() const { return best_.has_value(); }
  const Walker& best() const { return *best_; }
  int64_t used() const { return used_; }
  bool done() const { return used_ >= decodes_; }

  void Run(int64_t decodes) {
    const int64_t end = std::min(decodes_, used_ + decodes);
    while (used_ < end) Step();
  }

 private:
  void Step() {
    next_.order = here_.order;
    next_.not_before = here_.not_before;
    if (random_.OneIn(kDelays)) {
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
    if (decoder_.Decode(walker.order, walker.starts, walker.not_before)) {
      walker.value = ValueOf(values_, walker.starts);
      return;
    }
    walker.starts.clear();
    walker.value = decoder_.placed();
    unplaced_ = decoder_.unplaced();
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

  // Lets one wait a little longer than it has to, or no longer.
  void Delay(Starts& not_before) {
    const int activity = Any();
    int& from = not_before[activity];
    from = from > 0 && random_.OneIn(2) ? 0 : here_.starts[activity] + 1 + random_.Below(kLongest);
  }

  int Any() { return random_.Below(static_cast<int>(here_.order.size())); }

  // What one loses against the best start it could ever have.
  int64_t Loss(int activity) const {
    return At(values_[activity], model_.activities[activity].release) -
           At(values_[activity], here_.starts[activity]);
  }

  void Move(std::vector<int>& order) {
    const int kind = random_.Below(10);
    if (kind < 5) return MoveOne(order, Any(), Any());
    if (kind < 8) return Advance(order);
    MoveBlock(order);
  }

  static void MoveOne(std::vector<int>& order, int from, int to) {
    const auto begin = order.begin();
    if (from < to) std::rotate(begin + from, begin + from + 1, begin + to + 1);
    if (from > to) std::rotate(begin + to, begin + from, begin + from + 1);
  }

  // One of those that lose much goes before one that starts earlier.
  void Advance(std::vector<int>& order) {
    int from = Any();
    for (int i = 0; i < 2; ++i) {
      const int other = Any();
      if (Loss(order[other]) > Loss(order[from])) from = other;
    }
    int to = Any();
    for (int i = 0; i < 8 && here_.starts[order[to]] > here_.starts[order[from]]; ++i) to = Any();
    MoveOne(order, from, to);
  }

  void MoveBlock(std::vector<int>& order) {
    const int n = static_cast<int>(order.size());
    const int length = std::min(n, 2 + random_.Below(std::max(1, n / 8)));
    const int from = random_.Below(n - length + 1);
    const int to = random_.Below(n - length + 1);
    const auto begin = order.begin();
    if (from < to) std::rotate(begin + from, begin + from + length, begin + to + length);
    if (from > to) std::rotate(begin + to, begin + from, begin + from + length);
  }

  const Model& model_;
  const Values& values_;
  SerialDecoder decoder_;
  Random random_;
  const int64_t decodes_;
  int64_t used_ = 0;
  Walker here_;
  std::optional<Walker> best_;
  Walker next_;
  // Of the last decode that failed.
  std::vector<int> unplaced_;
};

}  // namespace

int64_t BoundOf(const Model& model, const Values& values) {
  const Windows windows = WindowsOf(model);
  int64_t bound = 0;
  for (size_t i = 0; i < values.size(); ++i) {
    if (values[i].empty()) continue;
    int64_t best = At(values[i], windows.earliest[i]);
    for (int start = windows.earliest[i]; start <= windows.latest[i]; ++start) {
      best = std::max(best, At(values[i], start));
    }
    bound += best;
  }
  return bound;
}

absl::StatusOr<Found> MaximiseValue(const Model& model, const Values& values,
                                    const SearchOptions& options, const Starts& known) {
  RETURN_IF_ERROR(Validate(model));
  if (values.size() != model.activities.size()) {
    return absl::InvalidArgumentError("one list of values for each activity");
  }
  if (!known.empty() && !Violations(model, known).empty()) {
    return absl::InvalidArgumentError("what is known breaks a rule of the model");
  }
  Found found;
  if (model.activities.size() <= kSmall) {
    Exact exact = SearchAll(model, values, kSmallNodes);
    if (exact.exhausted && exact.starts.empty()) {
      return absl::FailedPreconditionError("there is no schedule");
    }
    if (exact.exhausted)
      return Found{std::move(exact.starts), exact.value, exact.value, exact.nodes};
  }
  found.bound = BoundOf(model, values);
  Search search(model, values, options.decodes, options.seed);
  if (!known.empty()) search.BeginWith(known);
  for (std::vector<int>& order : FirstOrders(model, values)) search.Begin(std::move(order));
  search.LookForAny(options.decodes);
  if (!search.has_any()) return absl::NotFoundError("no order led to a schedule");
  while (!search.done() && search.best().value < found.bound) {
    search.Run(kSlice);
    if (options.progress && !options.progress({search.used(), search.best().value, found.bound})) {
      break;
    }
  }
  found.starts = search.best().starts;
  found.objective = search.best().value;
  found.decodes = search.used();
  return found;
}

}  // namespace palier::schedule
