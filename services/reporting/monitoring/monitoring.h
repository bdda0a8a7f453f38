// SPDX-License-Identifier: Apache-2.0
// The four panels of monitoring by application or department (S1-37, S4-13). Pure.
#ifndef PALIER_REPORTING_MONITORING_MONITORING_H_
#define PALIER_REPORTING_MONITORING_MONITORING_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "palier/kpi/v1/returns_service.pb.h"
#include "reporting/model/portfolio_model.h"

namespace palier::reporting {

// In the order of QueryMonitoringRequest.Grouping.
enum class Grouping { kApplication = 1, kDepartment };

struct PerformanceLine {
  std::string kpi, display_name, unit, decimal, period;
};

struct Panels {
  // Resource name; empty for projects without one.
  std::string group;
  std::vector<std::string> projects;
  // Use. Unset where nothing may be told.
  std::optional<int64_t> users;
  double user_days = 0;
  int regular_teams = 0;
  int told_teams = 0;
  int hidden_teams = 0;
  std::vector<PerformanceLine> performance;
  // Satisfaction and training.
  int champions = 0;
  int captives = 0;
  int promising = 0;
  int distant = 0;
  int hardly_using = 0;
  std::optional<int> key_users, trained_key_users;
  // Unset where kpi tells none.
  std::optional<kpi::v1::ReturnsFigures> returns;
};

// Those with projects under way, the largest use first, then by name.
std::vector<Panels> PanelsBy(Grouping grouping, const PortfolioModel& model);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_MONITORING_MONITORING_H_
