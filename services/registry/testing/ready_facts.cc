// SPDX-License-Identifier: Apache-2.0
#include "registry/testing/ready_facts.h"

#include <google/protobuf/text_format.h>

#include <algorithm>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "registry/domain/promise.h"

namespace palier::registry {
namespace {

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  if (!google::protobuf::TextFormat::ParseFromString(text, &message)) std::abort();
  return message;
}

constexpr char kProject[] = R"pb(
  name: "organizations/acme/projects/p"
  display_name: "Quotes"
  kind: AGENT
  owner: "organizations/acme/people/lea"
  sponsor: "organizations/acme/people/marc"
  technical_sponsor: "organizations/acme/people/ines"
  team_members { function: DATA }
  team_members { function: ENGINEERING }
  team_members { function: PRODUCT }
  team_members { function: BUSINESS }
  exit_criteria {
    id: "accuracy"
    metric: "accuracy"
    dataset: "quotes-2026"
    operator: AT_LEAST
    value: 92
    unit: "%"
  }
  poc_budget { currency_code: "EUR" units: 30000 }
  production_budget { currency_code: "EUR" units: 200000 }
  population { headcount: 40 systems: "erp" data_classes: "sensitive" }
  fallback_promise: "the old form"
  objectives: "organizations/acme/objectives/o"
  frictions: "organizations/acme/frictions/f"
  applications: "organizations/acme/applications/a"
  hosting { model: ON_PREMISE target_load: 2 availability_percent: 99.5 security_class: "C2" }
  run_pack {
    owner: "organizations/acme/people/lea"
    accountable: "organizations/acme/people/marc"
    evolution_decider: "organizations/acme/people/ines"
    supervision_rule: "daily sample"
    escalation_path: "lea, then marc"
    incident_contact: "4242"
    cost_cap { currency_code: "EUR" units: 900 }
    retraining_plan: "quarterly"
    staffing_fte_hundredths: 50
    staffed_until_date { year: 2027 month: 12 day: 31 }
  }
  agent_controls { allowed_actions: "draft" autonomy: SUGGESTS human_stop: "button" }
  staffed_hours {
    weekly_hundredths: 700
    loaded_rate { currency_code: "EUR" units: 60 }
  }
  poc_start_time { seconds: 1767600000 }
  poc_end_time { seconds: 1772400000 }
  stage_time { seconds: 1772400000 }
  update_time { seconds: 1772900000 }
)pb";

constexpr const char* kEntries[] = {
    R"(integration { system: "erp" interface: "REST" status: CONNECTED required: true contract_uri: "doc"
       user_experience: "in the form" latency_ms: 300 fallback: "by hand" versioning: "v1"
       start_date { year: 2026 month: 1 day: 5 } end_date { year: 2026 month: 2 day: 20 }
       estimated_days: 20 actual_days: 25 })",
    R"(event_date { year: 2025 month: 12 day: 1 }
       involvement { type: WORKSHOP participants: 12 minutes: 90 topic: INTERFACE })",
    R"(concern { category: JOB answer: "nobody leaves" resolved: true })",
    R"(expectation { need: "faster quotes" state: ACCEPTED })",
    R"(department_agreement { department: "organizations/acme/departments/sales" state: AGREED need: "prices" })",
    R"(process_map { phase: BEFORE steps { id: "s1" actor: "sales" } })",
    R"(process_map { phase: AFTER steps { id: "s1" actor: "sales" } })",
    R"(role_change { team: "organizations/acme/teams/sales" created_tasks: "check" job_description_updated: true
       hr_signer: "organizations/acme/people/rh" hr_sign_date { year: 2026 month: 2 day: 1 } })",
    R"(failure_mode { impact: USERS output: "quote" detection: "sample" response: "by hand" })",
    R"(fallback_scenario { scenario: DOWN trigger: "no answer" behaviour: "form" })",
    R"(fallback_scenario { scenario: DEGRADED trigger: "slow" behaviour: "form" })",
    R"(fallback_scenario { scenario: INPUTS_CHANGED trigger: "new form" behaviour: "check" })",
    R"(fallback_scenario { scenario: MANUAL trigger: "any" behaviour: "form" })",
    R"(event_date { year: 2026 month: 2 day: 20 } fallback_drill { scenario: DOWN passed: true })",
    R"(event_date { year: 2026 month: 2 day: 20 } fallback_drill { scenario: DEGRADED passed: true })",
    R"(event_date { year: 2026 month: 2 day: 20 } fallback_drill { scenario: INPUTS_CHANGED passed: true })",
    R"(event_date { year: 2026 month: 2 day: 20 } fallback_drill { scenario: MANUAL passed: true })",
    R"(poc_record { data_kind: LIVE code_kind: SERVICE })",
    R"(event_date { year: 2026 month: 2 day: 27 }
       criterion_result { criterion: "accuracy" value: 93 grade: CONTROLLED })",
    R"(data_readiness { source: "erp" located: true accessible: true structured: true owned: true
       quality: GOOD centralised: true })",
    R"(owner: "organizations/acme/people/marc" event_date { year: 2026 month: 3 day: 1 }
       attestation { statement: "I carry it." })",
    R"(accountability { output_type: "quote" accountable: "organizations/acme/people/marc" })",
    R"(governance_check { item: COMPLIANCE passed: true legal_signer: "organizations/acme/people/law" })",
    R"(governance_check { item: EXPLAINABILITY passed: true legal_signer: "organizations/acme/people/law" })",
    R"(governance_check { item: BIAS passed: true legal_signer: "organizations/acme/people/law" })",
    R"(gap_statement { validated: "accuracy" not_ready: "load" signer: "organizations/acme/people/ines" })",
    R"(event_date { year: 2026 month: 3 day: 1 }
       run_review { conclusion: "good" next_review_date { year: 2026 month: 9 day: 1 } })",
    R"(quality_document { type: DATA_GUIDELINES uri: "doc" })",
    R"(quality_document { type: QUALITY_PROCEDURE uri: "doc" })",
    R"(maintenance { type: DRIFT_CHECK next_due_date { year: 2026 month: 6 day: 1 } })",
    R"(maintenance { type: RETRAINING next_due_date { year: 2026 month: 6 day: 1 } })",
    R"(debt { type: SHORTCUT cost { currency_code: "EUR" units: 2000 } removed: true })",
    R"(cost_line { category: SERVING amount { currency_code: "EUR" units: 260 } monthly: true })",
    R"(cost_line { category: MONITORING amount { currency_code: "EUR" units: 0 } monthly: true })",
    R"(cost_line { category: RETRAINING amount { currency_code: "EUR" units: 0 } monthly: true })",
    R"(cost_line { category: MAINTENANCE amount { currency_code: "EUR" units: 0 } monthly: true })",
    R"(diagnostic { technical: YES financial: YES human: YES political: YES })",
    R"(quick_win { expected: "first quotes" expected_date { year: 2026 month: 3 day: 20 } })",
    R"(lesson { text: "ask first" })",
    R"(healthy_stop { people_freed: 2 })",
};

constexpr char kPlan[] = R"pb(
  name: "organizations/acme/projects/p/productionPlan"
  budget { currency_code: "EUR" units: 180000 }
  success_criteria { id: "response-time" }
  steps { description: "pipeline" effort_days: 80 data_pipeline: true }
  steps { description: "screens" effort_days: 20 }
)pb";

constexpr char kCase[] = R"pb(
  name: "organizations/acme/projects/p/businessCases/c"
  horizon_years: 3
  start_date { year: 2026 month: 1 day: 1 }
  costs {
    category: SERVING
    year: 1
    amount { currency_code: "EUR" units: 3120 }
  }
  gains {
    kpi: "organizations/acme/projects/p/kpis/delay"
    year: 1
    amount { currency_code: "EUR" units: 60000 }
  }
  approval { approver: "users/marc" }
)pb";

constexpr char kDecision[] = R"pb(
  name: "organizations/acme/projects/p/decisions/d"
  state: ADOPTED
  close_time { seconds: 1772500000 }
  committee: "organizations/acme/committees/c"
  direction {
    real_value: "two days"
    risks: "prices"
    reliability: "93 %"
    operability: "one person"
    expected_uses: "quotes"
    acceptable_risks: "typos"
    value_indicators: "delay"
    operating_rules: "sample"
    prototype: REARCHITECT
    frame {
      population { headcount: 8 }
      volume_cap: 500
      data_classes: "sensitive"
      end_date { year: 2026 month: 9 day: 30 }
    }
  }
)pb";

void AddEvidence(Facts& facts) {
  for (const auto nature : {v1::KpiFact::BUSINESS, v1::KpiFact::TECHNICAL}) {
    v1::Evidence& evidence = facts.evidence.emplace_back();
    evidence.set_name(absl::StrCat("organizations/acme/projects/p/evidence/e", nature));
    evidence.set_subject(absl::StrCat("organizations/acme/projects/p/kpis/k", nature));
    evidence.set_source("kpi");
    evidence.set_grade(v1::Evidence::REAL);
    const int64_t now = absl::ToUnixSeconds(facts.now);
    evidence.mutable_as_of_time()->set_seconds(now - 3600);
    evidence.mutable_valid_until_time()->set_seconds(now + 3600);
    v1::KpiFact& kpi = *evidence.mutable_kpi();
    kpi.set_definition_version(1);
    kpi.set_quantified(true);
    kpi.set_status(v1::KpiFact::ON_TRACK);
    kpi.set_measurement_count(30);
    kpi.set_nature(nature);
    kpi.mutable_latest_time()->set_seconds(now - 7200);
  }
}

}  // namespace

absl::Time ReadyNow() {
  return absl::FromUnixSeconds(1773043200);
}

Facts ReadyFacts(Stage stage) {
  Facts facts;
  facts.now = ReadyNow();
  facts.project = Parse<v1::Project>(kProject);
  facts.project.set_stage(stage);
  facts.sponsor.emplace().set_executive_committee(true);
  for (const char* text : kEntries) facts.entries.push_back(EntryOf(text));
  for (size_t i = 0; i < facts.entries.size(); ++i)
    facts.entries[i].set_name(absl::StrCat("organizations/acme/projects/p/entries/e", i));
  AddEvidence(facts);
  facts.plan = Parse<v1::ProductionPlan>(kPlan);
  facts.business_case = Parse<v1::BusinessCase>(kCase);
  facts.direction = Parse<v1::Decision>(kDecision);
  facts.direction->mutable_direction()->set_outcome(
      stage == v1::Project::LIMITED ? v1::Direction::LIMIT : v1::Direction::INDUSTRIALISE);
  if (stage == v1::Project::LIMITED) facts.limit = facts.direction;
  for (const auto domain : {v1::Standard::DATA_PROTECTION, v1::Standard::QUALITY,
                            v1::Standard::SELECTION, v1::Standard::TRAINING})
    facts.standards.emplace_back().set_domain(domain);
  facts.applications.push_back(Parse<v1::Application>(
      R"(name: "organizations/acme/applications/a" display_name: "Quotes" last_check_date { year: 2026 month: 1 day: 5 })"));
  facts.sensitive_classes = {"sensitive"};
  Reseal(facts);
  return facts;
}

v1::Entry EntryOf(const std::string& text) {
  v1::Entry entry = Parse<v1::Entry>(text);
  if (entry.display_name().empty()) entry.set_display_name("entry");
  entry.mutable_create_time()->set_seconds(1767600000);
  return entry;
}

void Record(Facts& facts, const std::string& text) {
  facts.entries.push_back(EntryOf(text));
}

void Drop(Facts& facts, v1::Entry::DetailCase kind) {
  facts.entries.erase(
      std::remove_if(facts.entries.begin(), facts.entries.end(),
                     [&](const v1::Entry& entry) { return entry.detail_case() == kind; }),
      facts.entries.end());
}

v1::Entry& First(Facts& facts, v1::Entry::DetailCase kind) {
  return *std::find_if(facts.entries.begin(), facts.entries.end(),
                       [&](const v1::Entry& entry) { return entry.detail_case() == kind; });
}

void Reseal(Facts& facts) {
  facts.promise = PromiseOf(facts.project, facts.evidence);
  facts.sealed_hash = PromiseHash(facts.promise);
  if (facts.direction.has_value())
    facts.direction->set_content_hash(DecisionHash(*facts.direction, facts.sealed_hash));
  if (facts.business_case.has_value() && facts.business_case->has_approval())
    facts.business_case->mutable_approval()->set_content_hash(CaseHash(*facts.business_case));
}

}  // namespace palier::registry
