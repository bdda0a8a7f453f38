// SPDX-License-Identifier: Apache-2.0
#include "registry/testing/rule_cases.h"

namespace palier::registry {
namespace {

using E = v1::Entry;
using P = v1::Project;

}  // namespace

std::vector<RuleCase> StandingCases() {
  return {
      {"BLOCKER_HUMAN", "open", kNo, [](Facts& f) { Record(f, "blocker { type: HUMAN }"); }},
      {"BLOCKER_HUMAN", "of another kind", kYes,
       [](Facts& f) { Record(f, "blocker { type: POLITICAL }"); }},
      {"BLOCKER_POLITICAL", "open", kNo,
       [](Facts& f) { Record(f, "blocker { type: POLITICAL }"); }},
      {"BLOCKER_TECHNICAL", "open", kNo,
       [](Facts& f) { Record(f, "blocker { type: TECHNICAL }"); }},
      {"BLOCKER_TECHNICAL", "resolved", kYes,
       [](Facts& f) { Record(f, "blocker { type: TECHNICAL resolved: true }"); }},
      {"BLOCKER_FINANCIAL", "open", kNo,
       [](Facts& f) { Record(f, "blocker { type: FINANCIAL }"); }},
      {"DIAGNOSTIC_HUMAN", "unsure", kNo,
       [](Facts& f) {
         First(f, E::kDiagnostic).mutable_diagnostic()->set_human(v1::Diagnostic::UNSURE);
       }},
      {"DIAGNOSTIC_HUMAN", "no answer", kOpen,
       [](Facts& f) { First(f, E::kDiagnostic).mutable_diagnostic()->clear_human(); }},
      {"DIAGNOSTIC_POLITICAL", "no", kNo,
       [](Facts& f) {
         First(f, E::kDiagnostic).mutable_diagnostic()->set_political(v1::Diagnostic::NO);
       }},
      {"DIAGNOSTIC_TECHNICAL", "no", kNo,
       [](Facts& f) {
         First(f, E::kDiagnostic).mutable_diagnostic()->set_technical(v1::Diagnostic::NO);
       }},
      {"DIAGNOSTIC_FINANCIAL", "no", kNo,
       [](Facts& f) {
         First(f, E::kDiagnostic).mutable_diagnostic()->set_financial(v1::Diagnostic::NO);
       }},
      {"DECISION_OVERDUE", "31 days", kNo, [](Facts& f) { f.now += absl::Hours(24 * 24); }},
      {"DECISION_OVERDUE", "30 days", kYes, [](Facts& f) { f.now += absl::Hours(24 * 22); }},
      {"DECISION_OVERDUE", "31 days in the stage, when the PoC ended is unknown", kNo,
       [](Facts& f) {
         f.project.clear_poc_end_time();
         f.now += absl::Hours(24 * 24);
       }},
      {"LIMITED_ENDED", "past", kNo,
       [](Facts& f) {
         f.project.set_stage(P::LIMITED);
         f.limit = f.direction;
         f.limit->mutable_direction()->mutable_frame()->mutable_end_date()->set_year(2025);
         f.direction->mutable_direction()->clear_frame();  // put forward since
       }},
      {"SPONSOR_GONE", "gone", kNo, [](Facts& f) { f.sponsor.reset(); }},
      {"LEFT_ALONE", "untouched", kNo, [](Facts& f) { f.now += absl::Hours(24 * 61); }},
      {"QUICK_WIN_LATE", "in a year", kNo,
       [](Facts& f) {
         First(f, E::kQuickWin).mutable_quick_win()->mutable_expected_date()->set_year(2027);
       }},
      {"KNOWLEDGE_SCATTERED", "scattered", kNo,
       [](Facts& f) {
         First(f, E::kDataReadiness).mutable_data_readiness()->set_centralised(false);
       }},
      {"KNOWLEDGE_SCATTERED", "unknown", kOpen, [](Facts& f) { Drop(f, E::kDataReadiness); }},
      {"NO_LESSONS", "none", kNo, [](Facts& f) { Drop(f, E::kLesson); }},
      {"STOP_NOT_COUNTED", "none", kNo, [](Facts& f) { Drop(f, E::kHealthyStop); }},
  };
}

}  // namespace palier::registry
