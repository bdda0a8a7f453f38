// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/rule.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace palier::registry {
namespace {

Findings One(Verdict verdict, status::Text why, status::Text next, std::string subject) {
  Findings findings(1);
  findings[0].verdict = verdict;
  findings[0].subject = std::move(subject);
  findings[0].explanation = std::move(why);
  findings[0].next_action = std::move(next);
  return findings;
}

}  // namespace

absl::string_view NameOf(Pillar pillar) {
  constexpr absl::string_view kNames[] = {"PEOPLE", "PLATFORM", "PROCESS", "PERFORMANCE"};
  return kNames[static_cast<int>(pillar)];
}

absl::string_view NameOf(Axis axis) {
  constexpr absl::string_view kNames[] = {"DATA", "RELIABILITY", "COST", "INTEGRATION",
                                          "GOVERNANCE"};
  return kNames[static_cast<int>(axis)];
}

absl::string_view NameOf(Cause cause) {
  constexpr absl::string_view kNames[] = {"TECHNICAL", "FINANCIAL", "HUMAN", "POLITICAL"};
  return kNames[static_cast<int>(cause)];
}

absl::string_view NameOf(Lack lack) {
  constexpr absl::string_view kNames[] = {"", "CLEAR_OWNER", "MEASURABLE_VALUE",
                                          "USE_AND_SUPERVISION_RULES", "LASTING_INTEGRATION"};
  return kNames[static_cast<int>(lack)];
}

absl::string_view NameOf(Outcome outcome) {
  constexpr absl::string_view kNames[] = {"", "HYPOTHESIS_VALIDATED", "VALUE_PROVEN", "OPERABLE"};
  return kNames[static_cast<int>(outcome)];
}

Findings Met(status::Text why) {
  return One(Verdict::kMet, std::move(why), {}, "");
}

Findings Unmet(status::Text why, status::Text next, std::string subject) {
  return One(Verdict::kUnmet, std::move(why), std::move(next), std::move(subject));
}

Findings Absent(status::Text why, status::Text next, std::string subject) {
  Findings findings = Unmet(std::move(why), std::move(next), std::move(subject));
  findings[0].absent = true;
  return findings;
}

Findings Unknown(status::Text why, status::Text next, std::string subject) {
  return One(Verdict::kUnknown, std::move(why), std::move(next), std::move(subject));
}

Findings Check(bool met, status::Text met_why, status::Text unmet_why, status::Text next) {
  return met ? Met(std::move(met_why)) : Unmet(std::move(unmet_why), std::move(next));
}

Findings Or(Findings findings, status::Text met) {
  return findings.empty() ? Met(std::move(met)) : findings;
}

void Append(Findings& to, Findings more) {
  std::move(more.begin(), more.end(), std::back_inserter(to));
}

Findings From(const std::vector<const v1::Evidence*>& evidence, Findings findings) {
  for (RuleFinding& finding : findings) {
    for (const v1::Evidence* one : evidence) {
      finding.evidence.push_back(one->name());
      finding.as_of = std::min(finding.as_of, TimeOf(one->as_of_time()));
    }
  }
  return findings;
}

}  // namespace palier::registry
