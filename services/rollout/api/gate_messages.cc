// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/gate_messages.h"

#include "absl/strings/str_cat.h"
#include "rollout/api/gate_evidence.h"
#include "rollout/storage/dates.h"

namespace palier::rollout {
namespace {

// The enums of the domain are those of the API without the unspecified one.
template <typename To, typename From>
To Next(From value) {
  return static_cast<To>(static_cast<int>(value) + 1);
}

std::string SourceOf(const v1::GateCriterion& criterion) {
  if (criterion.has_survey()) {
    return absl::StrCat(criterion.survey().survey(), " ", criterion.survey().question_id(), " ",
                        v1::SurveyFigure::Answers_Name(criterion.survey().answers()));
  }
  const v1::AdoptionFigure& adoption = criterion.adoption();
  return absl::StrCat("adoption ",
                      adoption.has_after_days() ? adoption.after_days() : kDefaultAfterDays);
}

Criterion CriterionOf(const v1::GateCriterion& from) {
  Criterion criterion;
  criterion.id = from.criterion_id();
  criterion.label = {from.english_label(), from.french_label()};
  if (from.kind() == v1::GateCriterion::GUARDRAIL) criterion.kind = CriterionKind::kGuardrail;
  if (from.kind() == v1::GateCriterion::SIGNAL) criterion.kind = CriterionKind::kSignal;
  if (from.survey().answers() == v1::SurveyFigure::UNFAVOURABLE) criterion.better = Better::kLower;
  criterion.minimum = from.minimum_permille() / 1000.0;
  criterion.target =
      from.has_target_permille() ? from.target_permille() / 1000.0 : criterion.minimum;
  if (from.target_rule() == v1::GateCriterion::ESTIMATED) {
    criterion.target_rule = TargetRule::kEstimated;
  }
  if (from.has_minimum_sample()) criterion.minimum_sample = from.minimum_sample();
  if (from.has_minimum_coverage_permille()) {
    criterion.minimum_coverage_permille = from.minimum_coverage_permille();
  }
  if (from.has_hold_days()) criterion.hold_days = from.hold_days();
  if (from.has_correlation_permille()) {
    criterion.intraclass_correlation = from.correlation_permille() / 1000.0;
  }
  if (from.has_tuned_sample()) criterion.tuned_sample = from.tuned_sample();
  criterion.source = SourceOf(from);
  return criterion;
}

void FillFigures(const CriterionFigures& figures, v1::CriterionResult& result) {
  result.set_estimate(figures.estimate);
  result.set_lower(figures.interval.lower);
  result.set_upper(figures.interval.upper);
  result.set_strict_lower(figures.strict_interval.lower);
  result.set_strict_upper(figures.strict_interval.upper);
  result.set_design_effect(figures.design_effect);
  result.set_effective_count(figures.effective_units);
}

v1::CriterionResult ResultOf(const Criterion& criterion, const CriterionEvidence& evidence,
                             const CriterionFinding& finding, rpc::Language language) {
  v1::CriterionResult result;
  result.set_criterion_id(criterion.id);
  result.set_label(rpc::In(language, criterion.label));
  result.set_kind(Next<v1::GateCriterion::Kind>(criterion.kind));
  result.set_standing(Next<v1::CriterionResult::Standing>(finding.standing));
  result.set_lack(static_cast<v1::CriterionResult::Lack>(finding.lack));
  result.set_explanation(rpc::In(language, finding.text));
  result.set_would_change(rpc::In(language, finding.would_change));
  result.set_expected_count(evidence.expected);
  result.set_counted_count(finding.units);
  result.set_missing_count(finding.missing);
  result.set_hidden(evidence.hidden);
  if (finding.figures) FillFigures(*finding.figures, result);
  result.set_by_estimate(finding.by_estimate);
  if (finding.units_needed) result.set_needed_count(*finding.units_needed);
  if (finding.day_needed) *result.mutable_needed_date() = ToDate(*finding.day_needed);
  if (finding.drift_day) *result.mutable_drift_date() = ToDate(*finding.drift_day);
  return result;
}

v1::GateHold HoldOf(const Hold& hold, rpc::Language language) {
  v1::GateHold to;
  to.set_kind(Next<v1::GateHold::Kind>(hold.kind));
  to.set_criterion_id(hold.criterion);
  if (hold.until) *to.mutable_until_date() = ToDate(*hold.until);
  to.set_explanation(rpc::In(language, hold.text));
  return to;
}

}  // namespace

std::vector<Criterion> CriteriaOf(const v1::CriteriaVersion& version) {
  std::vector<Criterion> criteria;
  for (const v1::GateCriterion& criterion : version.criteria()) {
    criteria.push_back(CriterionOf(criterion));
  }
  return criteria;
}

v1::WaveGateEvaluation::Verdict VerdictOf(GateVerdict verdict) {
  return Next<v1::WaveGateEvaluation::Verdict>(verdict);
}

v1::WaveGateEvaluation EvaluationOf(const GateInput& input, const GateFinding& finding,
                                    rpc::Language language) {
  v1::WaveGateEvaluation evaluation;
  evaluation.set_verdict(VerdictOf(finding.verdict));
  evaluation.set_explanation(rpc::In(language, finding.text));
  for (size_t i = 0; i < finding.criteria.size(); ++i) {
    *evaluation.add_results() =
        ResultOf(input.criteria[i], input.evidence[i], finding.criteria[i], language);
  }
  for (const Hold& hold : finding.holds) *evaluation.add_holds() = HoldOf(hold, language);
  evaluation.set_pause_wave(finding.pause_wave);
  if (finding.proposal) evaluation.set_proposal(VerdictOf(*finding.proposal));
  return evaluation;
}

v1::GateHold HoldOf(const Condition& condition, rpc::Language language) {
  v1::GateHold hold;
  hold.set_kind(v1::GateHold::START_CONDITION);
  hold.set_condition(condition.type);
  hold.set_subject(condition.subject);
  hold.set_explanation(rpc::In(language, condition.text));
  return hold;
}

v1::LateCriteria LateCriteriaOf(const v1::CriteriaVersion& version, rpc::Language language) {
  v1::LateCriteria late;
  late.set_criteria_version(version.name());
  late.set_author(version.author());
  late.set_reason(version.reason());
  for (const v1::CriterionChange& change : version.changes()) {
    late.add_changes(rpc::In(language, status::Text{change.english_text(), change.french_text()}));
  }
  *late.mutable_create_time() = version.create_time();
  return late;
}

}  // namespace palier::rollout
