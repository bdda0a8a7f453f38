// SPDX-License-Identifier: Apache-2.0
#include "registry/testing/rule_cases.h"

namespace palier::registry {
namespace {

using D = v1::Direction;
using P = v1::Project;

}  // namespace

std::vector<RuleCase> DecisionCases() {
  return {
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
  };
}

}  // namespace palier::registry
