// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/serial_planner.h"

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

}  // namespace

absl::StatusOr<Plan> SerialPlanner::Make(const PlanningModel& model, const PlanOptions&) const {
  RETURN_IF_ERROR(ValidateModel(model));
  const CompiledModel compiled(model);
  if (const std::vector<RuleFinding> limits = ImpossibleLimits(compiled); !limits.empty()) {
    return NoPlanFound(limits.front().subject, true, limits);
  }
  absl::Status first_failure;
  for (std::vector<int>& order : Orders(compiled)) {
    absl::StatusOr<Plan> plan = SerialPass(compiled, std::move(order)).Run();
    if (plan.ok()) return Checked(model, *std::move(plan));
    if (first_failure.ok()) first_failure = plan.status();
  }
  return first_failure;
}

}  // namespace palier::rollout
