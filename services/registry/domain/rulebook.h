// SPDX-License-Identifier: Apache-2.0
// The rulebook: one table of rules as data and pure functions. A gate, the diagnostic, readiness
// and purgatory's cause are groupings of the same evaluation.
#ifndef PALIER_REGISTRY_DOMAIN_RULEBOOK_H_
#define PALIER_REGISTRY_DOMAIN_RULEBOOK_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "palier/registry/v1/organization.pb.h"
#include "registry/domain/rule.h"
#include "registry/domain/stages.h"

namespace palier::registry {

// Grows with each change of a rule's meaning; recorded with verdicts.
inline constexpr int kRulebookVersion = 3;

// Every rule, in the order in which unmet ones are shown. Thread-safe.
absl::Span<const Rule> Rulebook();
// nullptr when there is none of that id.
const Rule* FindRule(absl::string_view id);

// The gate of a transition; 0 when it has none.
Gates GateOf(Stage from, Stage to);
// What concerns a project at that stage: what is shown there, the gates it has passed, and those
// it may go through next.
Gates ConcernOf(Stage stage);

// How an organisation holds the rules.
struct Tuning {
  std::set<std::string> disabled;
  std::map<std::string, double> thresholds;
  std::map<std::string, Severity> severities;

  static Tuning Of(const v1::OrganizationSettings& settings);
  Severity SeverityOf(const Rule& rule) const;
  double ThresholdOf(const Rule& rule) const;
};

struct Judgement {
  const Rule* rule;
  RuleFinding finding;
  Severity severity;
  // Resource name; empty: not waived.
  std::string waiver;

  // Refuses the transition: neither met nor waived, and of severity GATE.
  bool Blocks() const;
};

// The rules that guard one of `gates`, judged.
std::vector<Judgement> Evaluate(const Facts& facts, Gates gates, const Tuning& tuning);

// OK when no judgement blocks; otherwise FAILED_PRECONDITION (GATE_NOT_MET) with each of them.
absl::Status GateStatus(const Facts& facts, Stage to, absl::Span<const Judgement> judgements);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_RULEBOOK_H_
