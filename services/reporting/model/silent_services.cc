// SPDX-License-Identifier: Apache-2.0
#include "reporting/model/silent_services.h"

namespace palier::reporting {

std::vector<std::string> SilentServices(const PortfolioModel& model) {
  std::vector<std::string> silent;
  if (!model.kpi.answers) silent.emplace_back("kpi");
  if (!model.rollout.answers) silent.emplace_back("rollout");
  return silent;
}

}  // namespace palier::reporting
