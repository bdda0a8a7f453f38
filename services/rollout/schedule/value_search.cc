// SPDX-License-Identifier: Apache-2.0
#include "rollout/schedule/value_search.h"

#include <algorithm>
#include <utility>

#include "common/status/macros.h"
#include "rollout/schedule/exact_search.h"
#include "rollout/schedule/first_orders.h"
#include "rollout/schedule/order_search.h"
#include "rollout/schedule/windows.h"

namespace palier::schedule {
namespace {

// Models of so many activities are tried out, if so many steps are enough: about a second.
constexpr size_t kSmall = 10;
constexpr int64_t kSmallNodes = 3'000'000;
// Decodes between two reports.
constexpr int64_t kSlice = 256;

int64_t At(const std::vector<int64_t>& values, int start) {
  return values.empty() ? 0 : values[std::min(static_cast<size_t>(start), values.size() - 1)];
}

class Placing {
 public:
  static constexpr bool kDelays = true;

  Placing(const Model& model, const Values& values)
      : windows_(WindowsOf(model)), values_(values), decoder_(model, values) {}

  bool Decode(const std::vector<int>& order, const Starts& not_before, Starts& starts) {
    return decoder_.Decode(order, starts, not_before);
  }
  const std::vector<int>& Unplaced() const { return decoder_.unplaced(); }
  int Placed() const { return decoder_.placed(); }
  int64_t ValueOf(const Starts& starts) const { return schedule::ValueOf(values_, starts); }
  int64_t LossOf(int activity, int start) const {
    return At(values_[activity], windows_.earliest[activity]) - At(values_[activity], start);
  }

 private:
  const Windows windows_;
  const Values& values_;
  SerialDecoder decoder_;
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
  Placing placing(model, values);
  OrderSearch<Placing> search(placing, static_cast<int>(model.activities.size()), options.decodes,
                              options.seed);
  if (!known.empty()) search.BeginWith(known);
  for (std::vector<int>& order : FirstOrders(model, values)) search.Begin(std::move(order));
  const auto ended = [&](int64_t objective) {
    return options.progress && !options.progress({search.used(), objective, found.bound});
  };
  while (!search.has_any() && !search.done()) {
    search.LookForAny(kSlice);
    if (!search.has_any() && ended(INT64_MIN)) break;
  }
  if (!search.has_any()) return absl::NotFoundError("no order led to a schedule");
  while (!search.done() && search.value() < found.bound) {
    search.Run(kSlice);
    if (ended(search.value())) break;
  }
  found.starts = search.starts();
  found.objective = search.value();
  found.decodes = search.used();
  return found;
}

}  // namespace palier::schedule
