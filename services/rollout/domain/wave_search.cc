// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/wave_search.h"

#include <algorithm>
#include <climits>
#include <map>
#include <numeric>
#include <string>
#include <utility>

#include "absl/numeric/int128.h"
#include "common/status/macros.h"
#include "rollout/domain/champion_pool.h"
#include "rollout/schedule/order_search.h"

namespace palier::rollout {
namespace {

// Groups are numbered by their first deployment id, which settles what is equal otherwise.
bool MoreUrgent(const CompiledModel& model, int a, int b) {
  const Group& x = model.groups()[a];
  const Group& y = model.groups()[b];
  if (x.deadline != y.deadline) return x.deadline < y.deadline;
  const absl::uint128 value_x = absl::uint128(x.value_per_week) * y.people;
  const absl::uint128 value_y = absl::uint128(y.value_per_week) * x.people;
  if (value_x != value_y) return value_x > value_y;
  if (x.readiness != y.readiness) return x.readiness > y.readiness;
  return a < b;
}

// Schedules between two checks at most, and the groups they place: some ten milliseconds.
constexpr int64_t kSlice = 64;
constexpr int64_t kSlicePlacings = 2000;
// So that sums of 2000 weights times days times days fit.
constexpr int64_t kLargestWeight = 1'000'000'000;

// How many orders so many things have; 0 when that is more than `most`.
int64_t OrdersOf(int things, int64_t most) {
  int64_t orders = 1;
  for (int i = 2; i <= things && orders <= most; ++i) orders *= i;
  return orders <= most ? orders : 0;
}

std::vector<std::vector<int>> Orders(const CompiledModel& model) {
  const ChampionPool pool(model);
  const auto people = [&](int group) { return model.groups()[group].people; };
  const auto by_yield = [&](int group) { return -pool.Yield(model.groups()[group].team); };
  std::vector<std::vector<int>> orders(4, UrgentFirst(model));
  std::stable_sort(orders[1].begin(), orders[1].end(),
                   [&](int a, int b) { return people(a) > people(b); });
  std::stable_sort(orders[2].begin(), orders[2].end(),
                   [&](int a, int b) { return people(a) < people(b); });
  std::stable_sort(orders[3].begin(), orders[3].end(),
                   [&](int a, int b) { return by_yield(a) < by_yield(b); });
  return orders;
}

using Search = schedule::OrderSearch<WavePasses>;

// Tells how far a search is, and asks whether it goes on.
class Lookout {
 public:
  Lookout(const PlanOptions& options, const WavePasses& passes, const Search& search,
          int64_t most_schedules)
      : options_(options), passes_(passes), search_(search), most_schedules_(most_schedules) {}

  absl::StatusOr<Plan> Best() const {
    ASSIGN_OR_RETURN(Plan plan, passes_.PlanOf(search_.order()));
    plan.search = {search_.used(), search_.value(), passes_.Bound()};
    return plan;
  }
  absl::Status Look() const {
    if (options_.on_progress) {
      SearchProgress progress{search_.used(), most_schedules_};
      if (search_.has_any()) {
        progress.value = search_.value();
        progress.best = [this] { return Best(); };
      }
      options_.on_progress(progress);
    }
    return options_.check ? options_.check() : absl::OkStatus();
  }

 private:
  const PlanOptions& options_;
  const WavePasses& passes_;
  const Search& search_;
  const int64_t most_schedules_;
};

// The first `count` orders there are.
absl::Status TryInTurn(Search& search, int groups, int64_t count, int64_t slice,
                       const Lookout& lookout) {
  std::vector<int> order(static_cast<size_t>(groups));
  std::iota(order.begin(), order.end(), 0);
  for (int64_t tried = 1; tried <= count; ++tried) {
    search.Begin(order);
    std::next_permutation(order.begin(), order.end());
    if (tried % slice == 0) RETURN_IF_ERROR(lookout.Look());
  }
  return absl::OkStatus();
}

}  // namespace

WavePasses::WavePasses(const CompiledModel& model, const StandingPlan* standing)
    : model_(model), standing_(standing) {
  bool any_value = false;
  for (const Group& group : model.groups()) any_value |= group.value_per_week > 0;
  int64_t largest = 0;
  for (const Group& group : model.groups()) {
    weights_.push_back(any_value ? group.value_per_week : group.people);
    largest = std::max(largest, weights_.back());
  }
  for (int64_t& weight : weights_) weight /= std::max<int64_t>(1, largest / kLargestWeight);
}

bool WavePasses::Decode(const std::vector<int>& order, const schedule::Starts&,
                        schedule::Starts& starts) {
  SerialPass pass = PassOf(order);
  const bool found = pass.Run().has_value();
  placed_ = 0;
  unplaced_.clear();
  for (const int group : order) {
    pass.placed()[group] ? void(++placed_) : unplaced_.push_back(group);
  }
  if (!found) {
    if (first_failure_.ok()) first_failure_ = pass.Failure();
    return false;
  }
  starts.assign(order.size(), 0);
  for (size_t i = 0; i < model_.deployments().size(); ++i) {
    int& start = starts[model_.GroupOf(static_cast<int>(i))];
    start = std::max(start, pass.go_live()[i]);
  }
  return true;
}

int64_t WavePasses::ValueOf(const schedule::Starts& starts) const {
  int64_t value = 0;
  for (size_t i = 0; i < starts.size(); ++i) {
    value += LiveWorth(static_cast<int>(i), starts[i]);
  }
  const int end = *std::max_element(starts.begin(), starts.end());
  return value * (kMaxHorizonDays + 1) + model_.days() - end;
}

int64_t WavePasses::WorthOf(const Plan& plan) const {
  std::map<std::string, int> last;
  for (const PlannedWave& wave : plan.waves) {
    for (const PlannedDeployment& planned : wave.deployments) {
      last[planned.deployment] = model_.OffsetOf(planned.go_live);
    }
  }
  schedule::Starts starts(model_.groups().size(), 0);
  for (size_t i = 0; i < model_.deployments().size(); ++i) {
    const auto at = last.find(model_.deployments()[i].id);
    if (at == last.end()) continue;
    int& start = starts[model_.GroupOf(static_cast<int>(i))];
    start = std::max(start, at->second);
  }
  int64_t worth = 0;
  for (size_t i = 0; i < starts.size(); ++i) worth += LiveWorth(static_cast<int>(i), starts[i]);
  return worth;
}

int64_t WavePasses::Bound() const {
  schedule::Starts starts;
  for (const Group& group : model_.groups()) starts.push_back(group.release);
  return ValueOf(starts);
}

SerialPass WavePasses::PassOf(const std::vector<int>& order) const {
  if (standing_ == nullptr) return SerialPass(model_, order);
  return SerialPass(model_, order, *standing_, {});
}

absl::StatusOr<Plan> WavePasses::PlanOf(const std::vector<int>& order) const {
  SerialPass pass = PassOf(order);
  std::optional<Plan> plan = pass.Run();
  if (!plan) return pass.Failure();
  return *std::move(plan);
}

std::vector<int> UrgentFirst(const CompiledModel& model) {
  std::vector<int> urgent(model.groups().size());
  std::iota(urgent.begin(), urgent.end(), 0);
  std::sort(urgent.begin(), urgent.end(), [&](int a, int b) { return MoreUrgent(model, a, b); });
  return urgent;
}

std::vector<int> InOldOrder(const CompiledModel& model, const StandingPlan& standing) {
  std::vector<int> order = UrgentFirst(model);
  const auto start = [&](int group) { return standing.WaveStart(group).value_or(INT_MAX); };
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return start(a) < start(b); });
  return order;
}

int64_t AffordableSchedules(const CompiledModel& model, const PlanOptions& options) {
  return std::min(options.schedules,
                  options.placings / static_cast<int64_t>(model.groups().size()));
}

absl::StatusOr<Plan> SearchWaves(const CompiledModel& model, const StandingPlan* standing,
                                 const PlanOptions& options) {
  WavePasses passes(model, standing);
  std::vector<std::vector<int>> orders = Orders(model);
  if (standing != nullptr) orders.push_back(InOldOrder(model, *standing));
  const int groups = static_cast<int>(model.groups().size());
  const int64_t schedules =
      std::max(AffordableSchedules(model, options), static_cast<int64_t>(orders.size()));
  const int64_t all_orders = OrdersOf(groups, schedules);
  const int64_t tried_first = static_cast<int64_t>(orders.size()) + all_orders;
  const int64_t slice = std::clamp<int64_t>(kSlicePlacings / groups, 1, kSlice);
  Search search(passes, groups, std::max(schedules, tried_first), options.seed);
  const Lookout lookout(options, passes, search, std::max(schedules, tried_first));
  for (std::vector<int>& order : orders) {
    search.Begin(std::move(order));
    RETURN_IF_ERROR(lookout.Look());
  }
  RETURN_IF_ERROR(TryInTurn(search, groups, all_orders, slice, lookout));
  while (!search.has_any() && search.used() < schedules) {
    search.LookForAny(slice);
    RETURN_IF_ERROR(lookout.Look());
  }
  if (!search.has_any()) return passes.first_failure();
  if (tried_first < schedules && search.value() < passes.Bound()) {
    while (!search.done()) {
      search.Run(slice);
      RETURN_IF_ERROR(lookout.Look());
    }
  }
  return lookout.Best();
}

}  // namespace palier::rollout
