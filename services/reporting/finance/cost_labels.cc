// SPDX-License-Identifier: Apache-2.0
#include "reporting/finance/cost_labels.h"

#include <map>

namespace palier::reporting {

status::Text CostLabel(const std::string& category) {
  static const auto& labels = *new std::map<std::string, status::Text>{
      {"LICENCES", {"Licences", "Licences"}},
      {"INTEGRATION", {"Integration", "Intégration"}},
      {"TRAINING", {"Training", "Formation"}},
      {"SUPPORT", {"Support", "Support"}},
      {"SERVING", {"Serving", "Exploitation"}},
      {"MONITORING", {"Monitoring", "Surveillance"}},
      {"RETRAINING", {"Retraining", "Réentraînement"}},
      {"MAINTENANCE", {"Maintenance", "Maintenance"}},
      {"DATA_PIPELINE", {"Data pipeline", "Chaîne de données"}},
  };
  const auto found = labels.find(category);
  return found == labels.end() ? status::Text{category, category} : found->second;
}

const std::vector<std::string>& RunCostCategories() {
  static const auto& categories =
      *new std::vector<std::string>{"SERVING", "MONITORING", "RETRAINING", "MAINTENANCE"};
  return categories;
}

}  // namespace palier::reporting
