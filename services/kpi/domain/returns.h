// SPDX-License-Identifier: Apache-2.0
// What projects gave back, alone and together (S1-51). Amounts of different currencies are never
// added, and what is not known of one project is no return of a group. Pure functions, safe from
// any thread.
#ifndef PALIER_KPI_DOMAIN_RETURNS_H_
#define PALIER_KPI_DOMAIN_RETURNS_H_

#include <map>
#include <optional>
#include <string>

#include "kpi/domain/saved_time.h"

namespace palier::kpi {

// What one project gave back over some months. A value type, not thread-safe.
struct ProjectReturns {
  Returns realised;
  Amounts unrealised_savings;
  Amounts unrealised_costs;

  void Add(Realisation realisation, const Amounts& savings, const Amounts& costs);
  // Whether its return can be told: a cost, and all in one currency.
  bool Judged() const;
};

// Projects whose realised amounts are in one currency alone, in billionths.
struct CurrencyReturns {
  int projects = 0;
  absl::int128 savings = 0;
  // Above 0.
  absl::int128 costs = 0;

  // (savings - costs) / costs.
  double OnCosts() const;
};

// Several projects together. A value type, not thread-safe.
struct GroupReturns {
  int projects = 0;
  int realised_projects = 0;
  // With a realised month, and in none of `returns`.
  int unjudged_projects = 0;
  Amounts realised_savings;
  Amounts run_costs;
  Amounts unrealised_savings;
  Amounts unrealised_costs;
  std::map<std::string, CurrencyReturns> returns;

  void Add(const ProjectReturns& project);
  // 0 by rule without a realised project; none where a project is unjudged, or in two currencies.
  std::optional<double> OnCosts() const;
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_DOMAIN_RETURNS_H_
