// SPDX-License-Identifier: Apache-2.0
// What a rule is: data, and a pure function from facts to findings.
#ifndef PALIER_REGISTRY_DOMAIN_RULE_H_
#define PALIER_REGISTRY_DOMAIN_RULE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/status/error.h"
#include "registry/domain/facts.h"

namespace palier::registry {

enum class Verdict { kMet, kUnmet, kUnknown };
enum class Severity { kGate, kWarn };
// P.P.P.P. (S0-21); People before the others where they are equally low (S0-40).
enum class Pillar { kPeople, kPlatform, kProcess, kPerformance };
// The gap between PoC and production (S2-04).
enum class Axis { kData, kReliability, kCost, kIntegration, kGovernance };
// What keeps a project from moving (S0-03).
enum class Cause { kTechnical, kFinancial, kHuman, kPolitical };
// What a PoC lacks (S3-03), and what is claimed of it (S0-34, S3-13); most rules are about neither.
enum class Lack { kNone, kOwner, kValue, kRules, kIntegration };
enum class Outcome { kNone, kHypothesisValidated, kValueProven, kOperable };

// `PEOPLE`, `DATA`, `POLITICAL` ...
absl::string_view NameOf(Pillar pillar);
absl::string_view NameOf(Axis axis);
absl::string_view NameOf(Cause cause);
absl::string_view NameOf(Lack lack);
absl::string_view NameOf(Outcome outcome);

// The gates, as bits, in the order in which a project meets them. A transition has one gate; a rule
// may guard several.
using Gates = uint32_t;
inline constexpr Gates kPocStart = 1u << 0;
inline constexpr Gates kPocEnd = 1u << 1;
// Leaving POST_POC or LIMITED, whatever is decided, a stop included.
inline constexpr Gates kDecide = 1u << 2;
inline constexpr Gates kLimit = 1u << 3;
inline constexpr Gates kIndustrialise = 1u << 4;
inline constexpr Gates kRollOut = 1u << 5;
inline constexpr Gates kRun = 1u << 6;
inline constexpr Gates kStop = 1u << 7;
// No gate: shown from the beginning; while the PoC is undecided; in production.
inline constexpr Gates kAlways = 1u << 8;
inline constexpr Gates kWhileUndecided = 1u << 9;
inline constexpr Gates kInProduction = 1u << 10;
// Asked at the gate itself, and not of a project that may yet go the other way.
inline constexpr Gates kLimitItself = 1u << 11;
inline constexpr Gates kIndustrialiseItself = 1u << 12;
// Every way into production.
inline constexpr Gates kProduction = kLimit | kIndustrialise | kRollOut | kRun;

// What a rule found. A rule that judges several subjects (criteria) gives one finding each.
struct RuleFinding {
  Verdict verdict = Verdict::kMet;
  std::string subject;  // empty: the project as a whole
  status::Text explanation;
  status::Text next_action;  // empty when met
  // Nothing is recorded, as opposed to something that does not suffice.
  bool absent = false;
  // Names of the evidence that was judged, and the oldest of its times.
  std::vector<std::string> evidence;
  absl::Time as_of = absl::InfiniteFuture();
};
using Findings = std::vector<RuleFinding>;

// A number that an organisation may tune.
struct Threshold {
  double preset = 0;
  absl::string_view unit;  // `days`, `percent`, `x`
};

struct Rule {
  absl::string_view id;           // UPPER_SNAKE, stable
  absl::string_view requirement;  // `S2-23`; several are separated by spaces
  Gates gates;
  Pillar pillar;
  Axis axis;
  Cause cause;
  Severity severity;
  status::Text title;
  // Never empty: at least one finding. `threshold` is the preset or what the organisation set.
  Findings (*judge)(const Facts&, double threshold);
  std::optional<Threshold> threshold = std::nullopt;
  Lack lack = Lack::kNone;
  Outcome outcome = Outcome::kNone;
  // An experiment is not asked this (S1-41).
  bool spares_sandbox = false;
};

// How findings are made.
Findings Met(status::Text why);
Findings Unmet(status::Text why, status::Text next, std::string subject = "");
// Nothing is recorded: UNMET, or UNKNOWN for a project that a register knows better.
Findings Absent(status::Text why, status::Text next, std::string subject = "");
Findings Unknown(status::Text why, status::Text next, std::string subject = "");
Findings Check(bool met, status::Text met_why, status::Text unmet_why, status::Text next);
// The findings one after the other; `met` when there is none.
Findings Or(Findings findings, status::Text met);
void Append(Findings& to, Findings more);
// Names the evidence in each finding.
Findings From(const std::vector<const v1::Evidence*>& evidence, Findings findings);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_RULE_H_
