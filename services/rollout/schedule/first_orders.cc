// SPDX-License-Identifier: Apache-2.0
#include "rollout/schedule/first_orders.h"

#include <algorithm>
#include <numeric>

#include "absl/numeric/int128.h"
#include "rollout/schedule/windows.h"

namespace palier::schedule {
namespace {

// Waiting is priced over so many periods: long enough to see a loss behind a ramp.
constexpr int kWait = 4;

int64_t At(const std::vector<int64_t>& values, int start) {
  return values.empty() ? 0 : values[std::min(static_cast<size_t>(start), values.size() - 1)];
}

// In millionths of all the capacity there is over the horizon, summed over resources; at least 1.
std::vector<int64_t> LoadsOf(const Model& model) {
  std::vector<int64_t> available;
  for (const Resource& resource : model.resources) {
    int64_t sum = 0;
    for (int t = 0; t < model.horizon; ++t) {
      sum += resource.capacity[std::min(static_cast<size_t>(t), resource.capacity.size() - 1)];
    }
    available.push_back(sum);
  }
  std::vector<int64_t> loads;
  for (const Activity& activity : model.activities) {
    int64_t load = 1;
    for (const Demand& demand : activity.demands) {
      const int64_t taken = int64_t{demand.amount} * (demand.to - demand.from);
      load += 1'000'000 * taken / std::max<int64_t>(1, available[demand.resource]);
    }
    loads.push_back(load);
  }
  return loads;
}

// Descending by key, then by position.
std::vector<int> SortedBy(const std::vector<int64_t>& keys) {
  std::vector<int> order(keys.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return keys[a] > keys[b]; });
  return order;
}

}  // namespace

std::vector<std::vector<int>> FirstOrders(const Model& model, const Values& values) {
  const size_t n = model.activities.size();
  const Windows windows = WindowsOf(model);
  const std::vector<int64_t> loads = LoadsOf(model);
  std::vector<int64_t> loss(n, 0), worth(n, 0), urgency(n), load(n);
  for (size_t i = 0; i < n; ++i) {
    if (!values.empty()) {
      const int early = windows.earliest[i];
      loss[i] = At(values[i], early) - At(values[i], early + kWait);
      worth[i] = At(values[i], early);
    }
    urgency[i] = -int64_t{windows.latest[i]};
    load[i] = -loads[i];
  }
  std::vector<int64_t> with_successors = loss;
  for (const Arc& arc : model.arcs) {
    if (arc.lag > 0) with_successors[arc.before] += loss[arc.after] / 2;
  }
  const auto density = [&](const std::vector<int64_t>& of) {
    std::vector<int64_t> keys;
    for (size_t i = 0; i < n; ++i) {
      keys.push_back(static_cast<int64_t>(absl::int128(of[i]) * 1000 / loads[i]));
    }
    return keys;
  };
  return {SortedBy(density(with_successors)), SortedBy(density(loss)), SortedBy(worth),
          SortedBy(urgency), SortedBy(load)};
}

}  // namespace palier::schedule
