// SPDX-License-Identifier: Apache-2.0
#include "rollout/schedule/value_search.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

#include "common/status/macros.h"
#include "rollout/schedule/first_orders.h"
#include "rollout/schedule/random.h"

namespace palier::schedule {
namespace {

// Share of the value by which an order may be worse at first, and be walked on from.
constexpr int64_t kFirstThreshold = 800;
// Decodes between two reports.
constexpr int64_t kSlice = 256;

int64_t At(const std::vector<int64_t>& values, int start) {
  return values.empty() ? 0 : values[std::min(static_cast<size_t>(start), values.size() - 1)];
}

struct Walker {
  std::vector<int> order;
  Starts starts;
  int64_t value = 0;
};

class Search {
 public:
  Search(const Model& model, const Values& values, int64_t decodes, uint64_t seed)
      : model_(model), values_(values), decoder_(model), random_(seed), decodes_(decodes) {}

  // Tries an order as it is.
  void Begin(std::vector<int> order) {
    Starts starts;
    ++used_;
    if (!decoder_.Decode(order, values_, starts)) return;
    const int64_t value = ValueOf(values_, starts);
    if (best_ && value <= best_->value) return;
    best_ = Walker{std::move(order), std::move(starts), value};
    here_ = *best_;
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
    next_ = here_.order;
    Move(next_);
    ++used_;
    if (!decoder_.Decode(next_, values_, starts_)) return;
    const int64_t value = ValueOf(values_, starts_);
    if (value < here_.value - Threshold()) return;
    std::swap(here_.order, next_);
    std::swap(here_.starts, starts_);
    here_.value = value;
    if (value > best_->value) *best_ = here_;
  }

  int64_t Threshold() const {
    const int64_t left = decodes_ - used_;
    const int64_t first = std::max<int64_t>(best_->value, 0) / kFirstThreshold;
    return first * left / decodes_ * left / decodes_;
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
  std::vector<int> next_;
  Starts starts_;
};

std::vector<int> OrderOf(const Starts& starts) {
  std::vector<int> order(starts.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return starts[a] < starts[b]; });
  return order;
}

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
  Found found;
  found.bound = BoundOf(model, values);
  Search search(model, values, options.decodes, options.seed);
  if (!known.empty()) search.Begin(OrderOf(known));
  for (std::vector<int>& order : FirstOrders(model, values)) search.Begin(std::move(order));
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
