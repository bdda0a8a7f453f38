// SPDX-License-Identifier: Apache-2.0
// What follows from a process's record: its cost in a year, and how much of its chain runs by
// itself.
#ifndef PALIER_REGISTRY_DOMAIN_LANDSCAPE_PROCESS_FIGURES_H_
#define PALIER_REGISTRY_DOMAIN_LANDSCAPE_PROCESS_FIGURES_H_

#include <optional>

#include "google/type/money.pb.h"
#include "palier/registry/v1/landscape.pb.h"

namespace palier::landscape {

// Largest loaded cost of one hour, in units of a currency.
inline constexpr int64_t kLargestHourlyCost = 100'000;

// 12 x monthly_volume x minutes per unit / 60 x hourly_cost, rounded down to the cent (S1-16).
// Nothing when one of the three is not given. Exact for what CheckProcess lets pass.
std::optional<google::type::Money> YearlyCost(const registry::v1::Process& process);

// Counts and shares of a chain, and its gaps in order (S1-66). Nothing without steps.
std::optional<registry::v1::ChainAutomation> Automation(const registry::v1::Process& process);

}  // namespace palier::landscape

#endif  // PALIER_REGISTRY_DOMAIN_LANDSCAPE_PROCESS_FIGURES_H_
