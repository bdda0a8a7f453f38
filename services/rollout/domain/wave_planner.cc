// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/wave_planner.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "rollout/domain/capacities.h"
#include "rollout/domain/compiled_model.h"
#include "rollout/domain/plan_checker.h"
#include "rollout/domain/serial_pass.h"
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

// Groups placed in all schedules of a search at most: seconds.
constexpr int64_t kMostPlacings = 100'000;
// So that sums of 2000 weights times days times days fit.
constexpr int64_t kLargestWeight = 1'000'000'000;

// Whether so many things have no more orders than that.
bool IsFew(int things, int64_t most) {
  int64_t orders = 1;
  for (int i = 2; i <= things && orders <= most; ++i) orders *= i;
  return orders <= most;
}

// The given ones first.
std::vector<std::vector<int>> WithAllOrders(std::vector<std::vector<int>> orders) {
  std::vector<int> order = orders.front();
  std::sort(order.begin(), order.end());
  do {
    orders.push_back(order);
  } while (std::next_permutation(order.begin(), order.end()));
  return orders;
}

std::vector<std::vector<int>> Orders(const CompiledModel& model) {
  std::vector<int> urgent(model.groups().size());
  std::iota(urgent.begin(), urgent.end(), 0);
  std::sort(urgent.begin(), urgent.end(), [&](int a, int b) { return MoreUrgent(model, a, b); });
  const ChampionPool pool(model);
  const auto people = [&](int group) { return model.groups()[group].people; };
  const auto by_yield = [&](int group) { return -pool.Yield(model.groups()[group].team); };
  std::vector<std::vector<int>> orders(4, urgent);
  std::stable_sort(orders[1].begin(), orders[1].end(),
                   [&](int a, int b) { return people(a) > people(b); });
  std::stable_sort(orders[2].begin(), orders[2].end(),
                   [&](int a, int b) { return people(a) < people(b); });
  std::stable_sort(orders[3].begin(), orders[3].end(),
                   [&](int a, int b) { return by_yield(a) < by_yield(b); });
  return orders;
}

absl::StatusOr<Plan> Checked(const PlanningModel& model, Plan plan) {
  const std::vector<RuleFinding> broken = CheckPlan(model, plan);
  if (broken.empty()) return plan;
  return status::Internal(absl::StrCat("the plan breaks ", RuleName(broken.front().rule), " for ",
                                       broken.front().subject, ": ", TextOf(broken.front()).en));
}

// Turns orders of groups into plans, for the search; `starts` are days of go-live.
class Passes {
 public:
  static constexpr bool kDelays = false;

  explicit Passes(const CompiledModel& model) : model_(model) {
    bool any_value = false;
    for (const Group& group : model.groups()) any_value |= group.value_per_week > 0;
    int64_t largest = 0;
    for (const Group& group : model.groups()) {
      weights_.push_back(any_value ? group.value_per_week : group.people);
      largest = std::max(largest, weights_.back());
    }
    for (int64_t& weight : weights_) weight /= std::max<int64_t>(1, largest / kLargestWeight);
  }

  bool Decode(const std::vector<int>& order, const schedule::Starts&, schedule::Starts& starts) {
    SerialPass pass(model_, order);
    const absl::StatusOr<Plan> plan = pass.Run();
    placed_ = 0;
    unplaced_.clear();
    for (const int group : order) {
      pass.placed()[group] ? void(++placed_) : unplaced_.push_back(group);
    }
    if (!plan.ok()) {
      if (first_failure_.ok()) first_failure_ = plan.status();
      return false;
    }
    starts.assign(order.size(), 0);
    for (size_t i = 0; i < model_.deployments().size(); ++i) {
      int& start = starts[model_.GroupOf(static_cast<int>(i))];
      start = std::max(start, pass.go_live()[i]);
    }
    return true;
  }
  const std::vector<int>& Unplaced() const { return unplaced_; }
  int Placed() const { return placed_; }

  // The end decides between plans that are worth the same.
  int64_t ValueOf(const schedule::Starts& starts) const {
    int64_t value = 0;
    for (size_t i = 0; i < starts.size(); ++i) {
      value += LiveWorth(static_cast<int>(i), starts[i]);
    }
    const int end = *std::max_element(starts.begin(), starts.end());
    return value * (kMaxHorizonDays + 1) + model_.days() - end;
  }
  int64_t LossOf(int group, int start) const {
    return LiveWorth(group, model_.groups()[group].release) - LiveWorth(group, start);
  }
  // Everybody live on the day of the release.
  int64_t Bound() const {
    schedule::Starts starts;
    for (const Group& group : model_.groups()) starts.push_back(group.release);
    return ValueOf(starts);
  }
  const absl::Status& first_failure() const { return first_failure_; }

 private:
  int64_t LiveWorth(int group, int day) const { return weights_[group] * (model_.days() - day); }

  const CompiledModel& model_;
  std::vector<int64_t> weights_;
  std::vector<int> unplaced_;
  int placed_ = 0;
  absl::Status first_failure_;
};

}  // namespace

absl::StatusOr<Plan> WavePlanner::Make(const PlanningModel& model,
                                       const PlanOptions& options) const {
  RETURN_IF_ERROR(ValidateModel(model));
  const CompiledModel compiled(model);
  if (const std::vector<RuleFinding> limits = ImpossibleLimits(compiled); !limits.empty()) {
    return NoPlanFound(limits.front().subject, true, limits);
  }
  Passes passes(compiled);
  std::vector<std::vector<int>> orders = Orders(compiled);
  const int groups = static_cast<int>(compiled.groups().size());
  const int64_t most = std::min(options.schedules, kMostPlacings / groups);
  const int64_t schedules = std::max(most, static_cast<int64_t>(orders.size()));
  if (IsFew(groups, schedules)) orders = WithAllOrders(std::move(orders));
  const int64_t tried_first = static_cast<int64_t>(orders.size());
  schedule::OrderSearch<Passes> search(passes, groups, std::max(schedules, tried_first),
                                       options.seed);
  for (std::vector<int>& order : orders) search.Begin(std::move(order));
  search.LookForAny(schedules);
  if (!search.has_any()) return passes.first_failure();
  if (tried_first < schedules && search.value() < passes.Bound()) search.Run(schedules);
  ASSIGN_OR_RETURN(Plan plan, SerialPass(compiled, search.order()).Run());
  plan.search = {search.used(), search.value(), passes.Bound()};
  return Checked(model, std::move(plan));
}

}  // namespace palier::rollout
