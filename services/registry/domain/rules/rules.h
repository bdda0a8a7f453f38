// SPDX-License-Identifier: Apache-2.0
// The parts of the rulebook, in its order. Each is a table, made once.
#ifndef PALIER_REGISTRY_DOMAIN_RULES_RULES_H_
#define PALIER_REGISTRY_DOMAIN_RULES_RULES_H_

#include "absl/types/span.h"
#include "registry/domain/rule.h"

namespace palier::registry {

// What must be promised before a PoC starts.
absl::Span<const Rule> PromiseRules();
// What a PoC must show and leave at its end.
absl::Span<const Rule> PocEndRules();
// Sponsors; users, their fears and hopes.
absl::Span<const Rule> PeopleRules();
// Departments, processes and jobs that change.
absl::Span<const Rule> ChangeRules();
// Stop, frame, industrialise.
absl::Span<const Rule> DecisionRules();
// Data that is there, failures that are thought of, fallbacks that work.
absl::Span<const Rule> ReliabilityRules();
// Value, measured and on real data.
absl::Span<const Rule> ValueRules();
// Hosting and integration.
absl::Span<const Rule> ProductionRules();
// Figures that are watched in production.
absl::Span<const Rule> WatchRules();
// Budgets, business case, costs; comparisons with reference figures.
absl::Span<const Rule> MoneyRules();
// Standards, documents, accountability, law.
absl::Span<const Rule> GovernanceRules();
// Who runs it, and how.
absl::Span<const Rule> RunRules();
// What is shown without a gate: the diagnostic, blockers, overdue looks.
absl::Span<const Rule> StandingRules();
absl::Span<const Rule> StopRules();

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_RULES_RULES_H_
