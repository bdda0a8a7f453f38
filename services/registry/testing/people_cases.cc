// SPDX-License-Identifier: Apache-2.0
#include "registry/testing/rule_cases.h"

namespace palier::registry {
namespace {

using E = v1::Entry;

}  // namespace

std::vector<RuleCase> PeopleCases() {
  return {
      {"SPONSOR_NOT_EXECUTIVE", "not on the committee", kNo,
       [](Facts& f) { f.sponsor->set_executive_committee(false); }},
      {"SPONSOR_NOT_EXECUTIVE", "gone", kNo, [](Facts& f) { f.sponsor.reset(); }},
      {"NO_SPONSOR_ATTESTATION", "never", kNo, [](Facts& f) { Drop(f, E::kAttestation); }},
      {"NO_SPONSOR_ATTESTATION", "long ago", kNo,
       [](Facts& f) { First(f, E::kAttestation).mutable_event_date()->set_year(2025); }},
      {"NO_SPONSOR_ATTESTATION", "dated in the future", kNo,
       [](Facts& f) { First(f, E::kAttestation).mutable_event_date()->set_year(2030); }},
      {"NO_SPONSOR_ATTESTATION", "by somebody else", kNo,
       [](Facts& f) { First(f, E::kAttestation).set_owner("organizations/acme/people/lea"); }},
      {"NO_SPONSOR_ATTESTATION", "by nobody, of no sponsor", kNo,
       [](Facts& f) {
         First(f, E::kAttestation).clear_owner();
         f.project.clear_sponsor();
       }},
      {"LOW_INVOLVEMENT", "nobody", kNo, [](Facts& f) { Drop(f, E::kInvolvement); }},
      {"LOW_INVOLVEMENT", "three of forty", kNo,
       [](Facts& f) { First(f, E::kInvolvement).mutable_involvement()->set_participants(3); }},
      {"LOW_INVOLVEMENT", "of how many is unknown", kOpen,
       [](Facts& f) { f.promise.mutable_population()->clear_headcount(); }},
      {"NO_WORKSHOP", "interviews only", kNo,
       [](Facts& f) {
         First(f, E::kInvolvement).mutable_involvement()->set_type(v1::Involvement::INTERVIEW);
       }},
      {"LATE_INVOLVEMENT", "after the start", kNo,
       [](Facts& f) { First(f, E::kInvolvement).mutable_event_date()->set_year(2026); }},
      {"WORKSHOP_AFTER_BUILD", "after the end", kNo,
       [](Facts& f) { First(f, E::kInvolvement).mutable_event_date()->set_year(2027); }},
      {"CONCERN_UNANSWERED", "open", kNo,
       [](Facts& f) {
         First(f, E::kConcern).mutable_concern()->clear_answer();
         First(f, E::kConcern).mutable_concern()->set_resolved(false);
       }},
      {"CONCERN_UNANSWERED", "nobody asked", kNo, [](Facts& f) { Drop(f, E::kConcern); }},
      {"EXPECTATIONS_UNKNOWN", "none", kNo, [](Facts& f) { Drop(f, E::kExpectation); }},
      {"EXPECTATIONS_UNKNOWN", "no minute spent", kNo,
       [](Facts& f) { First(f, E::kInvolvement).mutable_involvement()->clear_minutes(); }},
      {"DEPARTMENT_NOT_AGREED", "pending", kNo,
       [](Facts& f) {
         First(f, E::kDepartmentAgreement)
             .mutable_department_agreement()
             ->set_state(v1::DepartmentAgreement::PENDING);
       }},
      {"DEPARTMENT_NOT_AGREED", "waived", kYes,
       [](Facts& f) {
         First(f, E::kDepartmentAgreement)
             .mutable_department_agreement()
             ->set_state(v1::DepartmentAgreement::WAIVED);
       }},
      {"DEPARTMENT_NOT_AGREED", "none", kNo, [](Facts& f) { Drop(f, E::kDepartmentAgreement); }},
      {"NEED_NOT_STATED", "not written", kNo,
       [](Facts& f) {
         First(f, E::kDepartmentAgreement).mutable_department_agreement()->clear_need();
       }},
      {"PROCESS_NOT_MAPPED", "before only", kNo,
       [](Facts& f) {
         Drop(f, E::kProcessMap);
         Record(f, "process_map { phase: BEFORE }");
       }},
      {"ROLE_CHANGE_UNSIGNED", "not signed", kNo,
       [](Facts& f) { First(f, E::kRoleChange).mutable_role_change()->clear_hr_signer(); }},
      {"ROLE_CHANGE_UNSIGNED", "none", kNo, [](Facts& f) { Drop(f, E::kRoleChange); }},
      {"ALL_IT", "technical only", kNo,
       [](Facts& f) { f.project.mutable_team_members()->DeleteSubrange(2, 2); }},
      {"ALL_IT", "no team", kOpen, [](Facts& f) { f.project.clear_team_members(); }},
  };
}

}  // namespace palier::registry
