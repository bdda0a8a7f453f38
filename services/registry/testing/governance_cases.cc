// SPDX-License-Identifier: Apache-2.0
#include "registry/testing/rule_cases.h"

namespace palier::registry {
namespace {

using E = v1::Entry;

}  // namespace

std::vector<RuleCase> GovernanceCases() {
  return {
      {"NO_STANDARD", "none", kNo, [](Facts& f) { f.standards.clear(); }},
      {"QUALITY_DOCUMENT_MISSING", "none", kNo, [](Facts& f) { Drop(f, E::kQualityDocument); }},
      {"NOBODY_ACCOUNTABLE", "nobody", kNo, [](Facts& f) { Drop(f, E::kAccountability); }},
      {"NOT_SIGNED_BY_LEGAL", "unsigned", kNo,
       [](Facts& f) {
         First(f, E::kGovernanceCheck).mutable_governance_check()->clear_legal_signer();
       }},
      {"NOT_SIGNED_BY_LEGAL", "nothing", kNo, [](Facts& f) { Drop(f, E::kGovernanceCheck); }},
      {"NOT_SIGNED_BY_LEGAL", "failed since", kNo,
       [](Facts& f) {
         Record(f, "event_date { year: 2026 month: 3 day: 2 } governance_check { item: BIAS }");
       }},
      {"NOT_SIGNED_BY_LEGAL", "failed, then passed", kYes,
       [](Facts& f) {
         Record(f, "event_date { year: 2026 month: 3 day: 2 } governance_check { item: BIAS }");
         Record(f,
                "event_date { year: 2026 month: 3 day: 3 } governance_check { item: BIAS passed: "
                "true legal_signer: 'law' }");
       }},
      {"NOT_SIGNED_BY_LEGAL", "dated in the future", kYes,
       [](Facts& f) {
         Record(f, "event_date { year: 2030 month: 1 day: 1 } governance_check { item: BIAS }");
       }},
      {"GAP_UNSIGNED", "unsigned", kNo,
       [](Facts& f) { First(f, E::kGapStatement).mutable_gap_statement()->clear_signer(); }},
      {"TOOL_UNCHECKED", "two years ago", kNo,
       [](Facts& f) { f.applications[0].mutable_last_check_date()->set_year(2024); }},
      {"TOOL_UNCHECKED", "dated in the future", kNo,
       [](Facts& f) { f.applications[0].mutable_last_check_date()->set_year(2030); }},
  };
}

}  // namespace palier::registry
