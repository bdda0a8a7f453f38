// SPDX-License-Identifier: Apache-2.0
// One evaluation of the rules, grouped in the ways that people ask. No group has an evaluator of
// its own.
#ifndef PALIER_REGISTRY_DOMAIN_ASSESSMENT_H_
#define PALIER_REGISTRY_DOMAIN_ASSESSMENT_H_

#include <vector>

#include "palier/registry/v1/assessment.pb.h"
#include "palier/registry/v1/organization.pb.h"
#include "registry/domain/rulebook.h"

namespace palier::registry {

// A judgement as callers see it.
v1::RuleResult ToResult(const Judgement& judgement, bool french);

// Everything that concerns the project where it stands (ConcernOf). `settings` with its effective
// values. `with_results`: the single rules and the company's own past too.
v1::Assessment Assess(const Facts& facts, const v1::OrganizationSettings& settings, bool french,
                      bool with_results);

// What holds the project first, and the cause it stands for: unmet before unknown, severity before
// warnings, People before the other pillars, then the order of the rulebook; nullptr when every
// rule is met.
const Judgement* Foremost(const std::vector<Judgement>& judgements);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_ASSESSMENT_H_
