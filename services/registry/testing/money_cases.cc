// SPDX-License-Identifier: Apache-2.0
#include "registry/testing/rule_cases.h"

namespace palier::registry {
namespace {

using E = v1::Entry;

}  // namespace

std::vector<RuleCase> MoneyCases() {
  return {
      {"NO_PRODUCTION_BUDGET", "none", kNo, [](Facts& f) { f.project.clear_production_budget(); }},
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
  };
}

}  // namespace palier::registry
