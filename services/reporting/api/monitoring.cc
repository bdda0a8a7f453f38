// SPDX-License-Identifier: Apache-2.0
#include "reporting/monitoring/monitoring.h"

#include "common/aip/resource_name.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/reporting/v1/monitoring_service.pb.h"
#include "reporting/api/context.h"
#include "reporting/model/silent_services.h"

namespace palier::reporting {
namespace {

constexpr int kMostGroups = 1000;

void Fill(const Panels& panels, v1::MonitoringPanels& to) {
  to.set_group(panels.group);
  for (const std::string& project : panels.projects) to.add_projects(project);
  v1::UsePanel& use = *to.mutable_use();
  if (panels.users.has_value()) {
    use.set_active_user_count(*panels.users);
    if (*panels.users > 0)
      use.set_active_days_per_user(panels.user_days / static_cast<double>(*panels.users));
  }
  use.set_regular_team_count(panels.regular_teams);
  use.set_told_team_count(panels.told_teams);
  use.set_hidden_team_count(panels.hidden_teams);
  for (const PerformanceLine& line : panels.performance) {
    v1::PerformanceLine& out = *to.add_performance();
    out.set_kpi(line.kpi);
    out.set_display_name(line.display_name);
    out.set_unit(line.unit);
    out.set_decimal(line.decimal);
    out.set_period_label(line.period);
  }
  v1::SatisfactionPanel& satisfaction = *to.mutable_satisfaction();
  satisfaction.set_champion_team_count(panels.champions);
  satisfaction.set_captive_team_count(panels.captives);
  satisfaction.set_promising_team_count(panels.promising);
  satisfaction.set_distant_team_count(panels.distant);
  satisfaction.set_hardly_using_team_count(panels.hardly_using);
  if (panels.key_users.has_value()) satisfaction.set_key_user_count(*panels.key_users);
  if (panels.trained_key_users.has_value())
    satisfaction.set_trained_key_user_count(*panels.trained_key_users);
  v1::ReturnPanel& returns = *to.mutable_returns();
  if (!panels.returns.has_value()) return;
  *returns.mutable_realised_savings() = panels.returns->realised_savings();
  *returns.mutable_run_costs() = panels.returns->run_costs();
  if (panels.returns->has_realised_return())
    returns.set_realised_return(panels.returns->realised_return());
}

absl::StatusOr<v1::QueryMonitoringResponse> QueryMonitoring(
    const Context& context, const rpc::Call& call, const v1::QueryMonitoringRequest& request) {
  ASSIGN_OR_RETURN(const auto pattern, aip::NamePattern::Compile("organizations/{organization}"));
  RETURN_IF_ERROR(pattern.Parse(request.parent()).status());
  ASSIGN_OR_RETURN(const auto book, context.models.Current(call));
  const PortfolioModel& model = *book->model();
  v1::QueryMonitoringResponse response;
  for (const Panels& panels : PanelsBy(static_cast<Grouping>(request.grouping()), model)) {
    if (!request.group().empty() && panels.group != request.group()) continue;
    if (response.groups_size() == kMostGroups) break;
    Fill(panels, *response.add_groups());
  }
  if (!request.group().empty() && response.groups().empty())
    return status::NotFound(request.group());
  const std::vector<std::string> silent = SilentServices(model);
  response.mutable_unreachable_services()->Assign(silent.begin(), silent.end());
  return response;
}

}  // namespace

void AddMonitoring(rpc::ServiceTable& table, const Context& context) {
  table.Unary<v1::QueryMonitoringRequest, v1::QueryMonitoringResponse>(
      "QueryMonitoring", [&context](const rpc::Call& call, const auto& request) {
        return QueryMonitoring(context, call, request);
      });
}

}  // namespace palier::reporting
