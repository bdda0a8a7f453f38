// SPDX-License-Identifier: Apache-2.0
#include "registry/testing/rule_cases.h"

namespace palier::registry {
namespace {

using P = v1::Project;

}  // namespace

std::vector<RuleCase> RunCases() {
  return {
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
       [](Facts& f) {
         f.project.mutable_run_pack()->mutable_staffed_until_date()->set_year(2025);
       }},
      {"MAINTENANCE_OVERDUE", "overdue", kNo, [](Facts& f) { f.now += absl::Hours(24 * 100); }},
      {"RUN_REVIEW_OVERDUE", "overdue", kNo, [](Facts& f) { f.now += absl::Hours(24 * 200); }},
  };
}

}  // namespace palier::registry
