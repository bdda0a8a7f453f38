// SPDX-License-Identifier: Apache-2.0
#include "registry/testing/rule_cases.h"

namespace palier::registry {
namespace {

using E = v1::Entry;

}  // namespace

std::vector<RuleCase> PromiseCases() {
  return {
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
      {"NO_QUANTIFIED_KPI", "of another definition than sealed", kNo,
       [](Facts& f) {
         for (v1::Evidence& one : f.evidence) one.mutable_kpi()->set_definition_version(2);
       }},
      {"NO_QUANTIFIED_KPI", "made after the seal", kNo, [](Facts& f) { f.promise.clear_kpis(); }},
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
       [](Facts& f) { First(f, E::kCriterionResult).mutable_criterion_result()->set_value(91.9); }},
      {"CRITERION_NOT_MET", "exactly", kYes,
       [](Facts& f) { First(f, E::kCriterionResult).mutable_criterion_result()->set_value(92); }},
      {"CRITERION_NOT_MET", "not measured", kOpen, [](Facts& f) { Drop(f, E::kCriterionResult); }},
      {"NO_PRODUCTION_PLAN", "none", kNo, [](Facts& f) { f.plan.reset(); }},
      {"NO_PIPELINE_LINE", "no line", kNo,
       [](Facts& f) { f.plan->mutable_steps(0)->set_data_pipeline(false); }},
      {"PIPELINE_SHARE_LOW", "half", kNo,
       [](Facts& f) { f.plan->mutable_steps(1)->set_effort_days(80); }},
      {"PIPELINE_SHARE_LOW", "no effort", kOpen, [](Facts& f) { f.plan->clear_steps(); }},
  };
}

}  // namespace palier::registry
