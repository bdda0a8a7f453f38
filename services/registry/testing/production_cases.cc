// SPDX-License-Identifier: Apache-2.0
#include "registry/testing/rule_cases.h"

namespace palier::registry {
namespace {

using E = v1::Entry;

void MoveToCloud(Facts& f, const std::string& data_class) {
  f.project.mutable_hosting()->set_model(v1::Hosting::CLOUD);
  *f.promise.mutable_population()->mutable_data_classes(0) = data_class;
}

}  // namespace

std::vector<RuleCase> ProductionCases() {
  return {
      {"DATA_READINESS_UNKNOWN", "nothing", kNo, [](Facts& f) { Drop(f, E::kDataReadiness); }},
      {"DATA_NOT_READY", "nothing", kNo, [](Facts& f) { Drop(f, E::kDataReadiness); }},
      {"DATA_NOT_READY", "poor", kNo,
       [](Facts& f) {
         First(f, E::kDataReadiness).mutable_data_readiness()->set_quality(v1::DataReadiness::POOR);
       }},
      {"NO_FAILURE_MODE", "none", kNo, [](Facts& f) { Drop(f, E::kFailureMode); }},
      {"NO_MANUAL_WAY", "never", kNo, [](Facts& f) { Drop(f, E::kFallbackDrill); }},
      {"NO_MANUAL_WAY", "91 days ago", kNo, [](Facts& f) { f.now += absl::Hours(24 * (91 - 17)); }},
      {"NO_MANUAL_WAY", "90 days ago", kYes,
       [](Facts& f) { f.now += absl::Hours(24 * (90 - 17)); }},
      {"NO_MANUAL_WAY", "failed since", kNo,
       [](Facts& f) {
         Record(f, "event_date { year: 2026 month: 3 day: 2 } fallback_drill { scenario: MANUAL }");
       }},
      {"NO_MANUAL_WAY", "another drill failed since", kYes,
       [](Facts& f) {
         Record(f, "event_date { year: 2026 month: 3 day: 2 } fallback_drill { scenario: DOWN }");
       }},
      {"NO_MANUAL_WAY", "passed after it had failed", kYes,
       [](Facts& f) {
         Record(f, "event_date { year: 2026 month: 2 day: 2 } fallback_drill { scenario: MANUAL }");
       }},
      {"FALLBACK_MISSING", "none", kNo, [](Facts& f) { Drop(f, E::kFallbackScenario); }},
      {"FALLBACK_DRILL_OLD", "never", kNo, [](Facts& f) { Drop(f, E::kFallbackDrill); }},
      {"FALLBACK_DRILL_OLD", "failed since", kNo,
       [](Facts& f) {
         Record(f, "event_date { year: 2026 month: 3 day: 2 } fallback_drill { scenario: DOWN }");
       }},
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
      {"VALUE_NOT_PROVEN", "by a KPI made after the seal only", kNo,
       [](Facts& f) {
         v1::Evidence later = f.evidence[0];
         later.set_subject("organizations/acme/projects/p/kpis/later");
         for (v1::Evidence& one : f.evidence) one.mutable_kpi()->set_status(v1::KpiFact::BEHIND);
         f.evidence.push_back(later);
       }},
      {"VALUE_NOT_PROVEN", "nothing of what was sealed is measured", kNo,
       [](Facts& f) { f.promise.clear_kpis(); }},
      {"VALUE_NOT_PROVEN", "by a redefined KPI", kNo,
       [](Facts& f) {
         for (v1::Evidence& one : f.evidence) one.mutable_kpi()->set_definition_version(2);
       }},
      {"VALUE_NOT_PROVEN", "nothing is sealed", kYes,
       [](Facts& f) {
         f.promise.clear_kpis();
         f.sealed_hash.clear();
       }},
      {"HOSTING_INCOMPLETE", "nothing", kNo, [](Facts& f) { f.project.clear_hosting(); }},
      {"SENSITIVE_IN_CLOUD", "cloud", kNo,
       [](Facts& f) { f.project.mutable_hosting()->set_model(v1::Hosting::CLOUD); }},
      {"SENSITIVE_IN_CLOUD", "unknown", kOpen, [](Facts& f) { f.project.clear_hosting(); }},
      {"SENSITIVE_IN_CLOUD", "written in another way", kNo,
       [](Facts& f) {
         MoveToCloud(f, "  donnees de SANTE");
         f.sensitive_classes = {"Données  de santé"};
       }},
      {"SENSITIVE_IN_CLOUD", "another class", kYes, [](Facts& f) { MoveToCloud(f, "public"); }},
      {"SENSITIVE_IN_CLOUD", "in the frame put forward", kNo,
       [](Facts& f) {
         MoveToCloud(f, "public");
         f.direction->mutable_direction()->set_outcome(v1::Direction::LIMIT);
       }},
      {"SENSITIVE_IN_CLOUD", "in the frame in force", kNo,
       [](Facts& f) {
         MoveToCloud(f, "public");
         f.limit = f.direction;
         f.limit->mutable_direction()->set_outcome(v1::Direction::LIMIT);
       }},
      {"SENSITIVE_IN_CLOUD", "of no known class", kOpen,
       [](Facts& f) {
         MoveToCloud(f, "");
         f.promise.mutable_population()->clear_data_classes();
       }},
      {"SENSITIVE_IN_CLOUD", "of no known class, on the premises", kYes,
       [](Facts& f) { f.promise.mutable_population()->clear_data_classes(); }},
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
      {"NO_LIVE_DASHBOARD", "series made after the seal", kYes,
       [](Facts& f) { f.promise.clear_kpis(); }},
  };
}

}  // namespace palier::registry
