// SPDX-License-Identifier: Apache-2.0
// What makes each rule fail, and what keeps it from knowing, as changes to a project of which
// everything is recorded. One file for each part of the rulebook.
#ifndef PALIER_REGISTRY_TESTING_RULE_CASES_H_
#define PALIER_REGISTRY_TESTING_RULE_CASES_H_

#include <vector>

#include "registry/domain/rule.h"
#include "registry/testing/ready_facts.h"

namespace palier::registry {

struct RuleCase {
  const char* rule;
  const char* what;
  Verdict verdict;
  void (*change)(Facts&);
};

inline constexpr Verdict kNo = Verdict::kUnmet;
inline constexpr Verdict kOpen = Verdict::kUnknown;
inline constexpr Verdict kYes = Verdict::kMet;

std::vector<RuleCase> PromiseCases();
std::vector<RuleCase> PeopleCases();
std::vector<RuleCase> DecisionCases();
std::vector<RuleCase> ProductionCases();
std::vector<RuleCase> MoneyCases();
std::vector<RuleCase> GovernanceCases();
std::vector<RuleCase> RunCases();
// With those of a stop.
std::vector<RuleCase> StandingCases();

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_TESTING_RULE_CASES_H_
