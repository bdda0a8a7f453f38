// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/returns.h"

namespace palier::kpi {
namespace {

void AddTo(Amounts& sum, const Amounts& amounts) {
  for (const auto& [currency, nanos] : amounts) sum[currency] += nanos;
}

}  // namespace

void ProjectReturns::Add(Realisation realisation, const Amounts& savings, const Amounts& costs) {
  if (realisation == Realisation::kRealised) {
    realised.Add(savings, costs);
    return;
  }
  AddTo(unrealised_savings, savings);
  AddTo(unrealised_costs, costs);
}

bool ProjectReturns::Judged() const {
  return realised.months > 0 && realised.OnCosts().has_value();
}

double CurrencyReturns::OnCosts() const {
  return static_cast<double>(savings - costs) / static_cast<double>(costs);
}

void GroupReturns::Add(const ProjectReturns& project) {
  ++projects;
  AddTo(realised_savings, project.realised.savings);
  AddTo(run_costs, project.realised.costs);
  AddTo(unrealised_savings, project.unrealised_savings);
  AddTo(unrealised_costs, project.unrealised_costs);
  if (project.realised.months == 0) return;
  ++realised_projects;
  if (!project.Judged()) {
    ++unjudged_projects;
    return;
  }
  const auto& [currency, cost] = *project.realised.costs.begin();
  CurrencyReturns& sum = returns[currency];
  ++sum.projects;
  sum.costs += cost;
  const auto saved = project.realised.savings.find(currency);
  if (saved != project.realised.savings.end()) sum.savings += saved->second;
}

std::optional<double> GroupReturns::OnCosts() const {
  if (realised_projects == 0) return 0;
  if (unjudged_projects > 0 || returns.size() != 1) return std::nullopt;
  return returns.begin()->second.OnCosts();
}

}  // namespace palier::kpi
