// SPDX-License-Identifier: Apache-2.0
// The rulebook: one table of rules as data and pure functions. A gate, and later the diagnostic,
// readiness and purgatory's cause, are groupings of the same evaluation.
#ifndef PALIER_REGISTRY_DOMAIN_RULEBOOK_H_
#define PALIER_REGISTRY_DOMAIN_RULEBOOK_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/status/error.h"
#include "palier/registry/v1/evidence.pb.h"
#include "palier/registry/v1/organization.pb.h"
#include "palier/registry/v1/person.pb.h"
#include "palier/registry/v1/project.pb.h"

namespace palier::registry {

enum class Verdict { kMet, kUnmet, kUnknown };
enum class Severity { kGate, kWarn };
// P.P.P.P. (S0-21), the five axes (S2-04) and the four causes (S0-03) by which verdicts are
// grouped.
enum class Pillar { kPlatform, kProcess, kPeople, kPerformance };
enum class Axis { kData, kReliability, kCost, kIntegration, kGovernance };
enum class Cause { kTechnical, kFinancial, kHuman, kPolitical };

// What is known of one project when it is judged. Plain values, gathered in one transaction.
struct Facts {
  v1::Project project;
  // The sponsor's record; absent when there is none or the person is gone.
  std::optional<v1::Person> sponsor;
  int lesson_count = 0;
  std::vector<v1::Evidence> evidence;
  // Evidence before this time is UNKNOWN (EvaluateGateRequest.min_as_of_time).
  absl::Time min_as_of = absl::InfinitePast();
  absl::Time now;

  // Valid at `now` and no older than `min_as_of`.
  bool IsFresh(const v1::Evidence& evidence) const;
};

// What a rule found. A rule that judges several subjects (criteria) gives one finding each.
struct RuleFinding {
  Verdict verdict = Verdict::kMet;
  std::string subject;  // empty: the project as a whole
  status::Text explanation;
  status::Text next_action;  // empty when met
};

struct Rule {
  absl::string_view id;           // UPPER_SNAKE, stable
  absl::string_view requirement;  // for example S2-23
  Pillar pillar;
  Axis axis;
  Cause cause;
  Severity severity;
  status::Text title;
  // Whether the rule guards this transition.
  std::function<bool(v1::Project::Stage from, v1::Project::Stage to)> guards;
  // Never empty: at least one finding.
  std::function<std::vector<RuleFinding>(const Facts&)> judge;
};

// Grows with each change of a rule's meaning; recorded with verdicts.
inline constexpr int kRulebookVersion = 1;

// Every rule, in the order in which unmet ones are shown. Thread-safe.
absl::Span<const Rule> Rulebook();

struct Judgement {
  const Rule* rule;
  RuleFinding finding;
};

// The rules of one transition, judged; rules in `disabled` are left out.
std::vector<Judgement> Evaluate(const Facts& facts, v1::Project::Stage to,
                                absl::Span<const std::string> disabled);

// OK when no rule of severity GATE is unmet or unknown; otherwise FAILED_PRECONDITION
// (GATE_NOT_MET) with each of them.
absl::Status GateStatus(const Facts& facts, v1::Project::Stage to,
                        absl::Span<const Judgement> judgements);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_RULEBOOK_H_
