// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/rulebook.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "absl/strings/str_split.h"
#include "registry/testing/ready_facts.h"

namespace palier::registry {
namespace {

using D = v1::Direction;
using E = v1::Entry;
using P = v1::Project;
using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;

Findings Judge(const Rule& rule, const Facts& facts) {
  return rule.judge(facts, rule.threshold.has_value() ? rule.threshold->preset : 0);
}

// As a gate judges: what is absent from an imported project is unknown.
Verdict Worst(const Rule& rule, const Facts& facts) {
  Verdict worst = Verdict::kMet;
  for (const Judgement& judgement : Evaluate(facts, rule.gates, Tuning())) {
    if (judgement.rule->id != rule.id) continue;
    if (judgement.finding.verdict == Verdict::kUnmet) return Verdict::kUnmet;
    if (judgement.finding.verdict == Verdict::kUnknown) worst = Verdict::kUnknown;
  }
  return worst;
}

// Where a rule can be met at all: its gates, or the stage that it is shown in.
Stage StageFor(const Rule& rule) {
  if ((rule.gates & kLimitItself) != 0) return P::LIMITED;
  if ((rule.gates & kStop) != 0) return P::POC;
  return P::POST_POC;
}

struct Case {
  const char* rule;
  const char* what;
  Verdict verdict;
  void (*change)(Facts&);
};

constexpr Verdict kNo = Verdict::kUnmet;
constexpr Verdict kOpen = Verdict::kUnknown;
constexpr Verdict kYes = Verdict::kMet;

void Import(Facts& f) {
  f.project.mutable_origin()->set_profile("us-ai-inventory-2024");
}

// What makes each rule fail, and what keeps it from knowing. That it is met by a project of which
// everything is recorded is checked for all.
const Case kCases[] = {
    {"NO_EXIT_CRITERIA", "none", kNo, [](Facts& f) { f.promise.clear_exit_criteria(); }},
    {"EXIT_CRITERION_NOT_NUMERIC", "none at all is another rule's", kYes,
     [](Facts& f) { f.promise.clear_exit_criteria(); }},
    {"EXIT_CRITERION_NOT_NUMERIC", "zero is a number", kYes,
     [](Facts& f) { f.promise.mutable_exit_criteria(0)->set_value(0); }},
    {"EXIT_CRITERION_NOT_NUMERIC", "no metric", kNo,
     [](Facts& f) { f.promise.mutable_exit_criteria(0)->clear_metric(); }},
    {"EXIT_CRITERION_NOT_NUMERIC", "no data", kNo,
     [](Facts& f) { f.promise.mutable_exit_criteria(0)->clear_dataset(); }},
    {"EXIT_CRITERION_NOT_NUMERIC", "no operator", kNo,
     [](Facts& f) { f.promise.mutable_exit_criteria(0)->clear_operator_(); }},
    {"EXIT_CRITERION_NOT_NUMERIC", "no threshold", kNo,
     [](Facts& f) { f.promise.mutable_exit_criteria(0)->clear_value(); }},
    {"EXIT_CRITERION_NOT_NUMERIC", "no unit", kNo,
     [](Facts& f) { f.promise.mutable_exit_criteria(0)->clear_unit(); }},
    {"NO_QUANTIFIED_KPI", "no evidence", kNo, [](Facts& f) { f.evidence.clear(); }},
    {"NO_QUANTIFIED_KPI", "not quantified", kNo,
     [](Facts& f) {
       for (v1::Evidence& one : f.evidence) one.mutable_kpi()->set_quantified(false);
     }},
    {"NO_QUANTIFIED_KPI", "one of two quantified", kYes,
     [](Facts& f) { f.evidence[0].mutable_kpi()->set_quantified(false); }},
    {"NO_QUANTIFIED_KPI", "asked for newer than known", kOpen,
     [](Facts& f) { f.min_as_of = f.now; }},
    {"NO_QUANTIFIED_KPI", "asked for as old as known", kYes,
     [](Facts& f) { f.min_as_of = f.now - absl::Hours(1); }},
    {"NO_QUANTIFIED_KPI", "of another definition than sealed", kOpen,
     [](Facts& f) {
       for (v1::Evidence& one : f.evidence) one.mutable_kpi()->set_definition_version(2);
     }},
    {"NO_ENGINEERING", "no team", kNo, [](Facts& f) { f.project.clear_team_members(); }},
    {"TEAM_NOT_MIXED", "no team", kNo, [](Facts& f) { f.project.clear_team_members(); }},
    {"NO_TARGET_POPULATION", "nobody", kNo,
     [](Facts& f) { f.promise.mutable_population()->clear_headcount(); }},
    {"NO_TARGET_POPULATION", "no systems", kNo,
     [](Facts& f) { f.promise.mutable_population()->clear_systems(); }},
    {"NO_FRICTION", "none", kNo, [](Facts& f) { f.project.clear_frictions(); }},
    {"NO_FRICTION", "an experiment is spared", kYes,
     [](Facts& f) {
       f.project.clear_frictions();
       f.project.set_sandbox(true);
     }},
    {"NO_OBJECTIVE", "none", kNo, [](Facts& f) { f.project.clear_objectives(); }},
    {"NO_OWNER", "nobody", kNo, [](Facts& f) { f.project.clear_owner(); }},
    {"NO_TECHNICAL_SPONSOR", "nobody", kNo,
     [](Facts& f) { f.project.clear_technical_sponsor(); }},
    {"NO_FALLBACK_PROMISE", "nothing", kNo, [](Facts& f) { f.promise.clear_fallback(); }},
    {"NO_POC_RECORD", "nothing", kNo, [](Facts& f) { Drop(f, E::kPocRecord); }},
    {"NO_CRITERION_RESULT", "no result", kNo, [](Facts& f) { Drop(f, E::kCriterionResult); }},
    {"CRITERION_NOT_MET", "below", kNo,
     [](Facts& f) {
       First(f, E::kCriterionResult).mutable_criterion_result()->set_value(91.9);
     }},
    {"CRITERION_NOT_MET", "exactly", kYes,
     [](Facts& f) { First(f, E::kCriterionResult).mutable_criterion_result()->set_value(92); }},
    {"CRITERION_NOT_MET", "not measured", kOpen, [](Facts& f) { Drop(f, E::kCriterionResult); }},
    {"NO_PRODUCTION_PLAN", "none", kNo, [](Facts& f) { f.plan.reset(); }},
    {"NO_PIPELINE_LINE", "no line", kNo,
     [](Facts& f) { f.plan->mutable_steps(0)->set_data_pipeline(false); }},
    {"PIPELINE_SHARE_LOW", "half", kNo,
     [](Facts& f) { f.plan->mutable_steps(1)->set_effort_days(80); }},
    {"PIPELINE_SHARE_LOW", "no effort", kOpen,
     [](Facts& f) { f.plan->clear_steps(); }},
    {"SPONSOR_NOT_EXECUTIVE", "not on the committee", kNo,
     [](Facts& f) { f.sponsor->set_executive_committee(false); }},
    {"SPONSOR_NOT_EXECUTIVE", "gone", kNo, [](Facts& f) { f.sponsor.reset(); }},
    {"NO_SPONSOR_ATTESTATION", "never", kNo, [](Facts& f) { Drop(f, E::kAttestation); }},
    {"NO_SPONSOR_ATTESTATION", "long ago", kNo,
     [](Facts& f) { First(f, E::kAttestation).mutable_event_date()->set_year(2025); }},
    {"NO_SPONSOR_ATTESTATION", "dated in the future", kNo,
     [](Facts& f) { First(f, E::kAttestation).mutable_event_date()->set_year(2030); }},
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
       f.entries.push_back(EntryOf("process_map { phase: BEFORE }"));
     }},
    {"ROLE_CHANGE_UNSIGNED", "not signed", kNo,
     [](Facts& f) { First(f, E::kRoleChange).mutable_role_change()->clear_hr_signer(); }},
    {"ROLE_CHANGE_UNSIGNED", "none", kNo, [](Facts& f) { Drop(f, E::kRoleChange); }},
    {"ALL_IT", "technical only", kNo,
     [](Facts& f) {
       f.project.mutable_team_members()->DeleteSubrange(2, 2);
     }},
    {"ALL_IT", "no team", kOpen, [](Facts& f) { f.project.clear_team_members(); }},
    {"NO_DECISION", "before the stage began", kNo,
     [](Facts& f) { f.direction->mutable_close_time()->set_seconds(1772300000); }},
    {"NO_DECISION", "none", kNo, [](Facts& f) { f.direction.reset(); }},
    {"NO_DECISION", "open", kNo, [](Facts& f) { f.direction->set_state(v1::Decision::OPEN); }},
    {"APPROVAL_STALE", "edited after the vote", kNo,
     [](Facts& f) { f.direction->mutable_direction()->set_risks("others"); }},
    {"APPROVAL_STALE", "another promise", kNo, [](Facts& f) { f.sealed_hash = "other"; }},
    {"APPROVAL_STALE", "none", kNo, [](Facts& f) { f.direction.reset(); }},
    {"DECISION_INPUT_MISSING", "no risks", kNo,
     [](Facts& f) { f.direction->mutable_direction()->clear_risks(); }},
    {"DECISION_UNCLEAR", "no rules", kNo,
     [](Facts& f) { f.direction->mutable_direction()->clear_operating_rules(); }},
    {"DEVIATION_UNEXPLAINED", "no reason", kNo,
     [](Facts& f) { f.direction->mutable_direction()->set_recommendation(D::STOP); }},
    {"DEVIATION_UNEXPLAINED", "with its reason", kYes,
     [](Facts& f) {
       f.direction->mutable_direction()->set_recommendation(D::STOP);
       f.direction->mutable_direction()->set_deviation_reason("the customer waits");
     }},
    {"DEVIATION_UNEXPLAINED", "none", kNo, [](Facts& f) { f.direction.reset(); }},
    {"NO_PROTOTYPE_CHOICE", "not said", kNo,
     [](Facts& f) { f.direction->mutable_direction()->clear_prototype(); }},
    {"NO_PROTOTYPE_CHOICE", "kept without a word", kNo,
     [](Facts& f) { f.direction->mutable_direction()->set_prototype(D::KEEP); }},
    {"NOT_DECIDED_TO_LIMIT", "another", kNo,
     [](Facts& f) { f.direction->mutable_direction()->set_outcome(D::STOP); }},
    {"NOT_DECIDED_TO_LIMIT", "none", kNo, [](Facts& f) { f.direction.reset(); }},
    {"LIMITED_UNFRAMED", "no cap", kNo,
     [](Facts& f) { f.direction->mutable_direction()->mutable_frame()->clear_volume_cap(); }},
    {"LIMITED_UNFRAMED", "past", kNo,
     [](Facts& f) {
       f.direction->mutable_direction()->mutable_frame()->mutable_end_date()->set_year(2025);
     }},
    {"NOT_DECIDED_TO_INDUSTRIALISE", "another", kNo,
     [](Facts& f) { f.direction->mutable_direction()->set_outcome(D::LIMIT); }},
    {"NOT_DECIDED_TO_INDUSTRIALISE", "none", kNo, [](Facts& f) { f.direction.reset(); }},
    {"NOT_DECIDED_TO_STOP", "after the PoC, another", kNo,
     [](Facts& f) { f.project.set_stage(P::POST_POC); }},
    {"NOT_DECIDED_TO_STOP", "after the PoC, none", kNo,
     [](Facts& f) {
       f.project.set_stage(P::POST_POC);
       f.direction.reset();
     }},
    {"DATA_READINESS_UNKNOWN", "nothing", kNo, [](Facts& f) { Drop(f, E::kDataReadiness); }},
    {"DATA_NOT_READY", "nothing", kNo, [](Facts& f) { Drop(f, E::kDataReadiness); }},
    {"DATA_NOT_READY", "poor", kNo,
     [](Facts& f) {
       First(f, E::kDataReadiness).mutable_data_readiness()->set_quality(v1::DataReadiness::POOR);
     }},
    {"NO_FAILURE_MODE", "none", kNo, [](Facts& f) { Drop(f, E::kFailureMode); }},
    {"NO_MANUAL_WAY", "never", kNo, [](Facts& f) { Drop(f, E::kFallbackDrill); }},
    {"NO_MANUAL_WAY", "91 days ago", kNo, [](Facts& f) { f.now += absl::Hours(24 * (91 - 17)); }},
    {"NO_MANUAL_WAY", "90 days ago", kYes, [](Facts& f) { f.now += absl::Hours(24 * (90 - 17)); }},
    {"FALLBACK_MISSING", "none", kNo, [](Facts& f) { Drop(f, E::kFallbackScenario); }},
    {"FALLBACK_DRILL_OLD", "never", kNo, [](Facts& f) { Drop(f, E::kFallbackDrill); }},
    {"KPI_NOT_MEASURED", "no measurement", kNo,
     [](Facts& f) {
       for (v1::Evidence& one : f.evidence) one.mutable_kpi()->set_measurement_count(0);
     }},
    {"KPI_NOT_MEASURED", "expired", kOpen, [](Facts& f) { f.now += absl::Hours(2); }},
    {"NO_REAL_EVIDENCE", "controlled", kNo,
     [](Facts& f) {
       for (v1::Evidence& one : f.evidence) one.set_grade(v1::Evidence::CONTROLLED);
     }},
    {"NO_REAL_EVIDENCE", "expired", kOpen, [](Facts& f) { f.now += absl::Hours(2); }},
    {"VALUE_NOT_PROVEN", "behind", kNo,
     [](Facts& f) {
       for (v1::Evidence& one : f.evidence) one.mutable_kpi()->set_status(v1::KpiFact::BEHIND);
     }},
    {"VALUE_NOT_PROVEN", "expired", kOpen, [](Facts& f) { f.now += absl::Hours(2); }},
    {"HOSTING_INCOMPLETE", "nothing", kNo, [](Facts& f) { f.project.clear_hosting(); }},
    {"SENSITIVE_IN_CLOUD", "cloud", kNo,
     [](Facts& f) { f.project.mutable_hosting()->set_model(v1::Hosting::CLOUD); }},
    {"SENSITIVE_IN_CLOUD", "unknown", kOpen, [](Facts& f) { f.project.clear_hosting(); }},
    {"INTEGRATION_INCOMPLETE", "no latency", kNo,
     [](Facts& f) { First(f, E::kIntegration).mutable_integration()->clear_latency_ms(); }},
    {"INTEGRATION_INCOMPLETE", "none", kNo, [](Facts& f) { Drop(f, E::kIntegration); }},
    {"INTEGRATION_NO_CONTRACT", "no document", kNo,
     [](Facts& f) { First(f, E::kIntegration).mutable_integration()->clear_contract_uri(); }},
    {"INTEGRATION_NO_CONTRACT", "none", kNo, [](Facts& f) { Drop(f, E::kIntegration); }},
    {"INTEGRATION_NOT_CONNECTED", "designed", kNo,
     [](Facts& f) {
       First(f, E::kIntegration).mutable_integration()->set_status(v1::Integration::DESIGNED);
     }},
    {"INTEGRATION_NOT_CONNECTED", "not required", kYes,
     [](Facts& f) {
       First(f, E::kIntegration).mutable_integration()->set_status(v1::Integration::DESIGNED);
       First(f, E::kIntegration).mutable_integration()->set_required(false);
     }},
    {"INTEGRATION_NOT_CONNECTED", "none", kNo, [](Facts& f) { Drop(f, E::kIntegration); }},
    {"NO_LIVE_DASHBOARD", "nothing technical", kNo, [](Facts& f) { f.evidence.pop_back(); }},
    {"NO_LIVE_DASHBOARD", "expired", kOpen, [](Facts& f) { f.now += absl::Hours(2); }},
    {"NO_PRODUCTION_BUDGET", "none", kNo,
     [](Facts& f) { f.project.clear_production_budget(); }},
    {"BUDGET_RATIO_LOW", "twice the PoC", kNo,
     [](Facts& f) { f.project.mutable_production_budget()->set_units(60000); }},
    {"BUDGET_RATIO_LOW", "exactly five times", kYes,
     [](Facts& f) { f.project.mutable_production_budget()->set_units(150000); }},
    {"BUDGET_RATIO_LOW", "another currency", kOpen,
     [](Facts& f) { f.project.mutable_production_budget()->set_currency_code("CHF"); }},
    {"NO_APPROVED_CASE", "not approved", kNo,
     [](Facts& f) { f.business_case->clear_approval(); }},
    {"NO_APPROVED_CASE", "none", kNo, [](Facts& f) { f.business_case.reset(); }},
    {"CASE_APPROVAL_STALE", "edited since", kNo,
     [](Facts& f) { f.business_case->mutable_gains(0)->mutable_amount()->set_units(90000); }},
    {"CASE_APPROVAL_STALE", "none", kNo, [](Facts& f) { f.business_case.reset(); }},
    {"CASE_INCOMPLETE", "two years", kNo,
     [](Facts& f) { f.business_case->set_horizon_years(2); }},
    {"CASE_INCOMPLETE", "none", kNo, [](Facts& f) { f.business_case.reset(); }},
    {"RUN_COST_MISSING", "none", kNo,
     [](Facts& f) {
       Drop(f, E::kCostLine);
       f.business_case->clear_costs();
     }},
    {"PLAN_WITHOUT_BUDGET", "none", kNo, [](Facts& f) { f.plan->clear_budget(); }},
    {"PLAN_WITHOUT_BUDGET", "the PoC's", kNo,
     [](Facts& f) { f.plan->mutable_budget()->set_units(30000); }},
    {"PLAN_REUSES_CRITERIA", "none", kNo, [](Facts& f) { f.plan->clear_success_criteria(); }},
    {"PLAN_REUSES_CRITERIA", "the PoC's", kNo,
     [](Facts& f) { f.plan->mutable_success_criteria(0)->set_id("accuracy"); }},
    {"DEBT_UNPRICED", "no price", kNo,
     [](Facts& f) {
       First(f, E::kDebt).mutable_debt()->clear_cost();
       First(f, E::kDebt).mutable_debt()->set_removed(false);
     }},
    {"SHORTCUT_LEFT", "still there", kNo,
     [](Facts& f) { First(f, E::kDebt).mutable_debt()->set_removed(false); }},
    {"INTEGRATION_OVERRUN", "twice", kNo,
     [](Facts& f) { First(f, E::kIntegration).mutable_integration()->set_actual_days(40); }},
    {"INTEGRATION_OVERRUN", "no actual", kOpen,
     [](Facts& f) { First(f, E::kIntegration).mutable_integration()->clear_actual_days(); }},
    {"NO_STANDARD", "none", kNo, [](Facts& f) { f.standards.clear(); }},
    {"QUALITY_DOCUMENT_MISSING", "none", kNo, [](Facts& f) { Drop(f, E::kQualityDocument); }},
    {"NOBODY_ACCOUNTABLE", "nobody", kNo, [](Facts& f) { Drop(f, E::kAccountability); }},
    {"NOT_SIGNED_BY_LEGAL", "unsigned", kNo,
     [](Facts& f) {
       First(f, E::kGovernanceCheck).mutable_governance_check()->clear_legal_signer();
     }},
    {"NOT_SIGNED_BY_LEGAL", "nothing", kNo, [](Facts& f) { Drop(f, E::kGovernanceCheck); }},
    {"GAP_UNSIGNED", "unsigned", kNo,
     [](Facts& f) { First(f, E::kGapStatement).mutable_gap_statement()->clear_signer(); }},
    {"TOOL_UNCHECKED", "two years ago", kNo,
     [](Facts& f) { f.applications[0].mutable_last_check_date()->set_year(2024); }},
    {"TOOL_UNCHECKED", "dated in the future", kNo,
     [](Facts& f) { f.applications[0].mutable_last_check_date()->set_year(2030); }},
    {"NO_RUN_OWNER", "nobody", kNo,
     [](Facts& f) { f.project.mutable_run_pack()->clear_owner(); }},
    {"NO_RUN_ACCOUNTABLE", "nobody", kNo,
     [](Facts& f) { f.project.mutable_run_pack()->clear_accountable(); }},
    {"NO_EVOLUTION_DECIDER", "nobody", kNo,
     [](Facts& f) { f.project.mutable_run_pack()->clear_evolution_decider(); }},
    {"RUN_PACK_INCOMPLETE", "no cap", kNo,
     [](Facts& f) { f.project.mutable_run_pack()->clear_cost_cap(); }},
    {"AGENT_UNCONTROLLED", "no stop", kNo,
     [](Facts& f) { f.project.mutable_agent_controls()->clear_human_stop(); }},
    {"AGENT_UNCONTROLLED", "no agent", kYes,
     [](Facts& f) {
       f.project.clear_agent_controls();
       f.project.set_kind(P::ASSISTANT);
     }},
    {"NOT_STAFFED", "nobody", kNo,
     [](Facts& f) { f.project.mutable_run_pack()->clear_staffing_fte_hundredths(); }},
    {"NOT_STAFFED", "ended", kNo,
     [](Facts& f) { f.project.mutable_run_pack()->mutable_staffed_until_date()->set_year(2025); }},
    {"MAINTENANCE_OVERDUE", "overdue", kNo,
     [](Facts& f) { f.now += absl::Hours(24 * 100); }},
    {"RUN_REVIEW_OVERDUE", "overdue", kNo, [](Facts& f) { f.now += absl::Hours(24 * 200); }},
    {"BLOCKER_HUMAN", "open", kNo,
     [](Facts& f) { f.entries.push_back(EntryOf("blocker { type: HUMAN }")); }},
    {"BLOCKER_HUMAN", "of another kind", kYes,
     [](Facts& f) { f.entries.push_back(EntryOf("blocker { type: POLITICAL }")); }},
    {"BLOCKER_POLITICAL", "open", kNo,
     [](Facts& f) { f.entries.push_back(EntryOf("blocker { type: POLITICAL }")); }},
    {"BLOCKER_TECHNICAL", "open", kNo,
     [](Facts& f) { f.entries.push_back(EntryOf("blocker { type: TECHNICAL }")); }},
    {"BLOCKER_TECHNICAL", "resolved", kYes,
     [](Facts& f) {
       f.entries.push_back(EntryOf("blocker { type: TECHNICAL resolved: true }"));
     }},
    {"BLOCKER_FINANCIAL", "open", kNo,
     [](Facts& f) { f.entries.push_back(EntryOf("blocker { type: FINANCIAL }")); }},
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

class RuleTest : public ::testing::TestWithParam<Case> {};

TEST_P(RuleTest, Judges) {
  const Case& one = GetParam();
  const Rule* rule = FindRule(one.rule);
  ASSERT_NE(rule, nullptr);
  RecordProperty("requirement", std::string(rule->requirement));
  Facts facts = ReadyFacts(StageFor(*rule));
  one.change(facts);
  EXPECT_EQ(Worst(*rule, facts), one.verdict);
  for (const RuleFinding& finding : Judge(*rule, facts)) {
    EXPECT_THAT(finding.explanation.en, Not(IsEmpty()));
    EXPECT_THAT(finding.explanation.fr, Not(IsEmpty()));
    EXPECT_EQ(finding.next_action.en.empty(), finding.verdict == Verdict::kMet);
    EXPECT_EQ(finding.next_action.fr.empty(), finding.verdict == Verdict::kMet);
  }
}

std::string NameOfCase(const ::testing::TestParamInfo<Case>& info) {
  std::string name = std::string(info.param.rule) + "_" + info.param.what;
  for (char& c : name) {
    if (!isalnum(static_cast<unsigned char>(c))) c = '_';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(Rules, RuleTest, ::testing::ValuesIn(kCases), NameOfCase);

TEST(Rulebook, AProjectOfWhichEverythingIsRecordedMeetsEveryRule) {
  for (const Rule& rule : Rulebook()) {
    const Facts facts = ReadyFacts(StageFor(rule));
    for (const RuleFinding& finding : Judge(rule, facts)) {
      EXPECT_EQ(finding.verdict, Verdict::kMet) << rule.id << ": " << finding.explanation.en;
      EXPECT_THAT(finding.explanation.fr, Not(IsEmpty())) << rule.id;
    }
  }
}

// Each rule has a case in which it is unmet, and each gate one in which it is unknown: told so by
// the case, or because nothing is recorded of an imported project.
TEST(Rulebook, EveryRuleHasItsCases) {
  std::map<std::string, std::set<Verdict>> seen;
  for (const Case& one : kCases) {
    const Rule* rule = FindRule(one.rule);
    ASSERT_NE(rule, nullptr) << one.rule;
    seen[one.rule].insert(one.verdict);
    Facts facts = ReadyFacts(StageFor(*rule));
    one.change(facts);
    Import(facts);
    seen[one.rule].insert(Worst(*rule, facts));
  }
  // Of a criterion that is there everything is known.
  const std::set<std::string> kAlwaysKnown = {"EXIT_CRITERION_NOT_NUMERIC"};
  for (const Rule& rule : Rulebook()) {
    const std::string id(rule.id);
    EXPECT_THAT(seen[id], Contains(Verdict::kUnmet)) << id;
    if (rule.severity != Severity::kGate || kAlwaysKnown.contains(id)) continue;
    EXPECT_THAT(seen[id], Contains(Verdict::kUnknown)) << id;
  }
}

TEST(Rulebook, HoldsSeventyRulesWithUniqueIds) {
  std::set<absl::string_view> ids;
  for (const Rule& rule : Rulebook()) {
    EXPECT_TRUE(ids.insert(rule.id).second) << rule.id;
    EXPECT_THAT(std::string(rule.requirement), ::testing::StartsWith("S")) << rule.id;
    EXPECT_THAT(rule.title.fr, Not(IsEmpty())) << rule.id;
    EXPECT_NE(rule.gates, 0u) << rule.id;
  }
  EXPECT_GE(ids.size(), 70u);
}

TEST(Evaluate, KeepsToTheGatesAndTheTuning) {
  Facts facts = ReadyFacts(P::SCOPING);
  facts.promise.clear_exit_criteria();
  facts.project.clear_owner();
  Tuning tuning;
  const auto blocking = [&] {
    std::set<absl::string_view> ids;
    for (const Judgement& one : Evaluate(facts, kPocStart, tuning))
      if (one.Blocks()) ids.insert(one.rule->id);
    return ids;
  };
  EXPECT_EQ(blocking(), (std::set<absl::string_view>{"NO_EXIT_CRITERIA", "NO_OWNER"}));
  tuning.severities["NO_OWNER"] = Severity::kWarn;
  EXPECT_EQ(blocking(), (std::set<absl::string_view>{"NO_EXIT_CRITERIA"}));
  tuning.disabled.insert("NO_EXIT_CRITERIA");
  EXPECT_THAT(blocking(), IsEmpty());
  tuning.severities.clear();
  facts.waivers["NO_OWNER"] = "organizations/acme/waivers/w";
  EXPECT_THAT(blocking(), IsEmpty());
}

TEST(Evaluate, ThresholdsAreTuned) {
  Facts facts = ReadyFacts(P::POST_POC);
  const Rule& rule = *FindRule("LOW_INVOLVEMENT");
  Tuning tuning;
  tuning.thresholds["LOW_INVOLVEMENT"] = 31;  // 12 of 40 were involved
  for (const Judgement& one : Evaluate(facts, kIndustrialise, tuning)) {
    if (one.rule != &rule) continue;
    EXPECT_EQ(one.finding.verdict, Verdict::kUnmet);
  }
}

TEST(GateStatus, NamesEachRuleThatBlocks) {
  Facts facts = ReadyFacts(P::SCOPING);
  facts.promise.clear_exit_criteria();
  const std::vector<Judgement> judgements = Evaluate(facts, kPocStart, Tuning());
  const absl::Status status = GateStatus(facts, P::POC, judgements);
  EXPECT_EQ(status::ReasonOf(status), error::v1::GATE_NOT_MET);
  ASSERT_EQ(status::DetailOf(status).precondition_violations_size(), 1);
  EXPECT_EQ(status::DetailOf(status).precondition_violations(0).type(), "NO_EXIT_CRITERIA");
  EXPECT_EQ(GateStatus(ReadyFacts(P::SCOPING), P::POC,
                       Evaluate(ReadyFacts(P::SCOPING), kPocStart, Tuning())),
            absl::OkStatus());
}

TEST(GateOf, EveryLegalTransitionForwardHasItsGate) {
  const Stage stages[] = {P::SCOPING,           P::POC,     P::POST_POC, P::LIMITED,
                          P::INDUSTRIALISATION, P::ROLLOUT, P::RUN};
  for (size_t i = 0; i + 1 < std::size(stages); ++i) {
    for (size_t j = i + 1; j < std::size(stages); ++j) {
      if (!IsLegal(stages[i], stages[j])) continue;
      EXPECT_NE(GateOf(stages[i], stages[j]), 0u) << i << j;
    }
  }
  EXPECT_EQ(GateOf(P::POC, P::STOPPED), kStop);
  EXPECT_EQ(GateOf(P::POST_POC, P::STOPPED), kStop | kDecide);
}

TEST(Tuning, ReadsSettings) {
  v1::OrganizationSettings settings;
  settings.add_disabled_rules("NO_OWNER");
  v1::RuleTuning& one = *settings.add_rule_tunings();
  one.set_rule("NO_MANUAL_WAY");
  one.set_threshold(30);
  one.set_severity(v1::RuleResult::WARN);
  const Tuning tuning = Tuning::Of(settings);
  EXPECT_TRUE(tuning.disabled.contains("NO_OWNER"));
  EXPECT_EQ(tuning.ThresholdOf(*FindRule("NO_MANUAL_WAY")), 30);
  EXPECT_EQ(tuning.SeverityOf(*FindRule("NO_MANUAL_WAY")), Severity::kWarn);
  EXPECT_EQ(tuning.ThresholdOf(*FindRule("FALLBACK_DRILL_OLD")), 180);
}

}  // namespace
}  // namespace palier::registry
