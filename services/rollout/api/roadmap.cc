// SPDX-License-Identifier: Apache-2.0
// What comes first, and how long it takes (S1-27, S1-56).
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/resource/read_all.h"
#include "common/resource/rows.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/programme_cycle_service.pb.h"
#include "rollout/api/clusters.h"
#include "rollout/api/context.h"
#include "rollout/api/roadmap_view.h"
#include "rollout/domain/duration_estimate.h"

namespace palier::rollout {
namespace {

using resource::Session;

constexpr int kMaxSteps = 1000;
constexpr double kNanos = 1e9;

v1::RoadmapRollout RoadmapRolloutOf(const v1::Rollout& rollout) {
  v1::RoadmapRollout to;
  to.set_rollout(rollout.name());
  to.set_state(rollout.state());
  if (rollout.plan().has_start_date()) *to.mutable_start_date() = rollout.plan().start_date();
  if (rollout.plan().has_end_date()) *to.mutable_end_date() = rollout.plan().end_date();
  return to;
}

// By project, then name.
absl::StatusOr<std::map<std::string, std::vector<v1::RoadmapRollout>>> RolloutsByProject(
    Context& context, const rpc::Call& call) {
  std::map<std::string, std::vector<v1::RoadmapRollout>> by_project;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    by_project.clear();
    std::vector<v1::Rollout> rollouts;
    RETURN_IF_ERROR(resource::ReadAll(session, context.types.rollout,
                                      absl::StrCat("organizations/", call.organization), rollouts));
    for (const v1::Rollout& rollout : rollouts) {
      ASSIGN_OR_RETURN(const std::vector<std::string> projects,
                       ProjectsOf(session, context.types, rollout));
      for (const std::string& project : projects) {
        by_project[project].push_back(RoadmapRolloutOf(rollout));
      }
    }
    return absl::OkStatus();
  }));
  return by_project;
}

absl::StatusOr<v1::QueryRoadmapResponse> QueryRoadmap(Context& context, const RoadmapView& roadmap,
                                                      const rpc::Call& call,
                                                      const v1::QueryRoadmapRequest& request) {
  const int limit = request.limit() > 0 ? request.limit() : kMaxSteps;
  // Of quick wins only, those of all steps.
  ASSIGN_OR_RETURN(const auto steps,
                   roadmap.Steps(call, request.quick_wins_only() ? kMaxSteps : limit));
  ASSIGN_OR_RETURN(const auto ranks, roadmap.Ranks(call));
  ASSIGN_OR_RETURN(const auto rollouts, RolloutsByProject(context, call));
  v1::QueryRoadmapResponse response;
  response.set_total(steps.total());
  for (const registry::v1::RoadmapStep& step : steps.steps()) {
    const auto rank = ranks.find(step.project());
    const bool quick_win = rank != ranks.end() && rank->second.quick_win();
    if (request.quick_wins_only() && !quick_win) continue;
    if (response.entries_size() == limit) break;
    v1::RoadmapEntry& entry = *response.add_entries();
    entry.set_project(step.project());
    entry.set_level(step.level());
    entry.set_rank(step.rank());
    if (rank != ranks.end()) entry.set_score(rank->second.score());
    entry.set_quick_win(quick_win);
    *entry.mutable_needs() = step.needs();
    *entry.mutable_lost_needs() = step.lost_needs();
    const auto of_project = rollouts.find(step.project());
    if (of_project == rollouts.end()) continue;
    for (const v1::RoadmapRollout& one : of_project->second) *entry.add_rollouts() = one;
  }
  return response;
}

// The teams of the roll-outs that are named.
absl::StatusOr<std::set<std::string>> TeamsOf(Context& context, const rpc::Call& call,
                                              const v1::EstimateDurationRequest& request) {
  std::set<std::string> teams;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    teams.clear();
    for (int i = 0; i < request.rollouts_size(); ++i) {
      const std::string& name = request.rollouts(i);
      if (!context.types.rollout.pattern().Parse(name).ok() ||
          resource::OrganizationOf(name) != call.organization) {
        return status::InvalidField(absl::StrCat("rollouts[", i, "]"),
                                    {"is no roll-out of this organisation",
                                     "n'est pas un déploiement de cette organisation"});
      }
      v1::Rollout rollout;
      RETURN_IF_ERROR(session.Get(context.types.rollout, name, &rollout));
      for (const v1::TeamDeployment& team : rollout.teams()) teams.insert(team.team());
    }
    return absl::OkStatus();
  }));
  return teams;
}

absl::StatusOr<int> DepartmentsOf(Context& context, const rpc::Call& call,
                                  const v1::EstimateDurationRequest& request) {
  if (request.department_count() > 0) return request.department_count();
  ASSIGN_OR_RETURN(const std::set<std::string> names, TeamsOf(context, call, request));
  ASSIGN_OR_RETURN(const auto teams, context.registry.Teams(call, names));
  std::set<std::string> departments;
  for (const auto& [name, team] : teams) {
    if (!team.department().empty()) departments.insert(team.department());
  }
  if (!departments.empty()) return static_cast<int>(departments.size());
  return status::InvalidField(
      "department_count",
      {"say how many departments, or name roll-outs whose teams belong to departments",
       "dites combien de départements, ou nommez des déploiements dont les équipes ont un "
       "département"});
}

absl::StatusOr<std::optional<double>> BudgetIn(const v1::EstimateDurationRequest& request) {
  if (!request.has_yearly_budget_per_employee()) return std::nullopt;
  const google::type::Money& budget = request.yearly_budget_per_employee();
  if (budget.currency_code() == "EUR" && budget.units() >= 0 && budget.nanos() >= 0 &&
      budget.units() <= 1'000'000) {
    return static_cast<double>(budget.units()) + budget.nanos() / kNanos;
  }
  return status::InvalidField("yearly_budget_per_employee",
                              {"must be 0 to 1,000,000 EUR", "doit être entre 0 et 1 000 000 EUR"});
}

absl::StatusOr<v1::EstimateDurationResponse> EstimateDuration(
    Context& context, const RoadmapView& roadmap, const rpc::Call& call,
    const v1::EstimateDurationRequest& request) {
  DurationDrivers drivers;
  ASSIGN_OR_RETURN(drivers.yearly_budget, BudgetIn(request));
  ASSIGN_OR_RETURN(drivers.departments, DepartmentsOf(context, call, request));
  drivers.organization_departments = request.organization_department_count();
  if (drivers.organization_departments == 0) {
    ASSIGN_OR_RETURN(drivers.organization_departments, roadmap.DepartmentCount(call));
  }
  drivers.organization_departments =
      std::max(drivers.organization_departments, drivers.departments);
  drivers.complexity = static_cast<IntegrationComplexity>(request.complexity());
  const DurationEstimate estimate = EstimateDuration(drivers);
  v1::EstimateDurationResponse response;
  response.set_low_months(estimate.low);
  response.set_likely_months(estimate.likely);
  response.set_high_months(estimate.high);
  response.set_department_count(drivers.departments);
  response.set_organization_department_count(drivers.organization_departments);
  for (const status::Text& text : estimate.explanations) {
    response.add_explanations(rpc::In(call.language, text));
  }
  return response;
}

}  // namespace

void AddRoadmap(rpc::ServiceTable& table, Context& context, const RoadmapView& roadmap) {
  table.Unary<v1::QueryRoadmapRequest, v1::QueryRoadmapResponse>(
      "QueryRoadmap", [&context, &roadmap](const rpc::Call& call, const auto& request) {
        return QueryRoadmap(context, roadmap, call, request);
      });
  table.Unary<v1::EstimateDurationRequest, v1::EstimateDurationResponse>(
      "EstimateDuration", [&context, &roadmap](const rpc::Call& call, const auto& request) {
        return EstimateDuration(context, roadmap, call, request);
      });
}

}  // namespace palier::rollout
