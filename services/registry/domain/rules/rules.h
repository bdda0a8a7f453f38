// SPDX-License-Identifier: Apache-2.0
// The parts of the rulebook, in its order. Each is a table, made once.
#ifndef PALIER_REGISTRY_DOMAIN_RULES_RULES_H_
#define PALIER_REGISTRY_DOMAIN_RULES_RULES_H_

#include "absl/types/span.h"
#include "registry/domain/rule.h"

namespace palier::registry {

// What must be promised before a PoC starts, and shown at its end.
absl::Span<const Rule> PromiseRules();
// Users, their fears and hopes, their work before and after.
absl::Span<const Rule> PeopleRules();
// Stop, frame, industrialise.
absl::Span<const Rule> DecisionRules();
// Data, integration, hosting, fallback, evidence.
absl::Span<const Rule> ProductionRules();
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
