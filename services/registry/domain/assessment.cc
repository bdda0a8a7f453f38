// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/assessment.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "common/time/proto_time.h"
#include "registry/domain/clock.h"
#include "registry/domain/past_overruns.h"
#include "registry/domain/price.h"

namespace palier::registry {
namespace {

using P = v1::Project;

const std::string& In(bool french, const status::Text& text) {
  return french ? text.fr : text.en;
}

v1::RuleResult::Verdict ToProto(Verdict verdict) {
  switch (verdict) {
    case Verdict::kMet:
      return v1::RuleResult::MET;
    case Verdict::kUnmet:
      return v1::RuleResult::UNMET;
    default:
      return v1::RuleResult::UNKNOWN;
  }
}

// A rule with several findings is as good as its worst.
std::map<const Rule*, Verdict> WorstByRule(const std::vector<Judgement>& judgements) {
  const auto badness = [](Verdict verdict) {
    return verdict == Verdict::kUnmet ? 2 : verdict == Verdict::kUnknown ? 1 : 0;
  };
  std::map<const Rule*, Verdict> worst;
  for (const Judgement& judgement : judgements) {
    const auto [place, first] = worst.emplace(judgement.rule, judgement.finding.verdict);
    if (!first && badness(judgement.finding.verdict) > badness(place->second))
      place->second = judgement.finding.verdict;
  }
  return worst;
}

using Verdicts = std::vector<std::pair<const Rule*, Verdict>>;

// The rules of one group, in the order of the rulebook.
template <typename Member, typename Value>
v1::RuleGroup GroupOf(const Verdicts& verdicts, Member Rule::*member, Value value) {
  v1::RuleGroup group;
  group.set_group(std::string(NameOf(value)));
  int met = 0;
  for (const auto& [rule, verdict] : verdicts) {
    if (rule->*member != value) continue;
    group.set_rule_count(group.rule_count() + 1);
    met += verdict == Verdict::kMet;
    if (verdict == Verdict::kUnmet) group.add_unmet(std::string(rule->id));
    if (verdict == Verdict::kUnknown) group.add_unknown(std::string(rule->id));
  }
  group.set_score_percent(group.rule_count() == 0 ? 100 : 100.0 * met / group.rule_count());
  group.set_verdict(group.unmet_size() > 0     ? v1::RuleResult::UNMET
                    : group.unknown_size() > 0 ? v1::RuleResult::UNKNOWN
                                               : v1::RuleResult::MET);
  return group;
}

Verdicts InOrder(const std::vector<Judgement>& judgements) {
  const std::map<const Rule*, Verdict> worst = WorstByRule(judgements);
  // The rulebook is one array: addresses are in its order.
  return Verdicts(worst.begin(), worst.end());
}

// The lowest, and People first among equals (S0-21, S0-40): pillars come in that order.
const v1::RuleGroup& Lowest(const google::protobuf::RepeatedPtrField<v1::RuleGroup>& pillars) {
  return *std::min_element(pillars.begin(), pillars.end(),
                           [](const v1::RuleGroup& a, const v1::RuleGroup& b) {
                             return a.score_percent() < b.score_percent();
                           });
}

void FillGroups(const Verdicts& verdicts, v1::Assessment& to) {
  for (const auto pillar :
       {Pillar::kPeople, Pillar::kPlatform, Pillar::kProcess, Pillar::kPerformance})
    *to.add_pillars() = GroupOf(verdicts, &Rule::pillar, pillar);
  *to.mutable_overall() = Lowest(to.pillars());
  for (const auto cause : {Cause::kTechnical, Cause::kFinancial, Cause::kHuman, Cause::kPolitical})
    *to.add_causes() = GroupOf(verdicts, &Rule::cause, cause);
  for (const auto axis :
       {Axis::kData, Axis::kReliability, Axis::kCost, Axis::kIntegration, Axis::kGovernance})
    *to.add_axes() = GroupOf(verdicts, &Rule::axis, axis);
}

// What a PoC lacks and what is claimed of it is asked of every project, wherever it stands.
void FillLacksAndOutcomes(const Verdicts& verdicts, v1::Assessment& to) {
  for (const auto lack : {Lack::kOwner, Lack::kValue, Lack::kRules, Lack::kIntegration})
    *to.add_lacks() = GroupOf(verdicts, &Rule::lack, lack);
  for (const auto outcome :
       {Outcome::kHypothesisValidated, Outcome::kValueProven, Outcome::kOperable})
    *to.add_outcomes() = GroupOf(verdicts, &Rule::outcome, outcome);
}

std::vector<Judgement> Concerning(Gates gates, std::vector<Judgement> judgements) {
  judgements.erase(
      std::remove_if(judgements.begin(), judgements.end(),
                     [&](const Judgement& one) { return (one.rule->gates & gates) == 0; }),
      judgements.end());
  return judgements;
}

// Whose move it is.
const std::string& OwnerOf(const Facts& facts, const Rule& rule) {
  const P& project = facts.project;
  if (rule.cause == Cause::kTechnical && !project.technical_sponsor().empty())
    return project.technical_sponsor();
  if (rule.cause == Cause::kPolitical && !project.sponsor().empty()) return project.sponsor();
  return project.owner();
}

void FillBlocking(const Facts& facts, const std::vector<Judgement>& judgements, bool french,
                  v1::Assessment& to) {
  const Judgement* first = Foremost(judgements);
  if (first == nullptr) return;
  v1::Blocking& blocking = *to.mutable_blocking();
  blocking.set_rule(std::string(first->rule->id));
  blocking.set_pillar(std::string(NameOf(first->rule->pillar)));
  blocking.set_cause(std::string(NameOf(first->rule->cause)));
  blocking.set_explanation(In(french, first->finding.explanation));
  blocking.set_next_action(In(french, first->finding.next_action));
  blocking.set_owner(OwnerOf(facts, *first->rule));
  blocking.set_verdict(ToProto(first->finding.verdict));
}

// Used, and nobody owns it, decided on it or looked at it: a flag, not a verdict.
bool IsZombie(const Facts& facts, const std::vector<Judgement>& judgements) {
  const bool used =
      std::any_of(facts.evidence.begin(), facts.evidence.end(), [&](const v1::Evidence& one) {
        return one.has_kpi() && one.grade() == v1::Evidence::REAL &&
               one.kpi().measurement_count() > 0 && facts.IsFresh(one);
      });
  if (!used) return false;
  static const std::set<absl::string_view> kNeglect = {"NO_OWNER", "LEFT_ALONE",
                                                       "RUN_REVIEW_OVERDUE", "DECISION_OVERDUE"};
  return std::any_of(judgements.begin(), judgements.end(), [](const Judgement& judgement) {
    return judgement.finding.verdict != Verdict::kMet && kNeglect.contains(judgement.rule->id);
  });
}

void FillPurgatory(const Facts& facts, const v1::OrganizationSettings& settings,
                   v1::Assessment& to) {
  v1::Purgatory& purgatory = *to.mutable_purgatory();
  const DecisionAge age = AgeOf(facts.project, facts.now, facts.zone);
  purgatory.set_state(v1::Purgatory::NOT_CONCERNED);
  const WeeklyPrice price = WeeklyPriceOf(facts);
  if (price.amount.has_value()) *purgatory.mutable_weekly_price() = *price.amount;
  for (const v1::PriceInput& input : price.inputs) *purgatory.add_price_inputs() = input;
  if (!age.since.has_value()) return;
  time::SetTime(*age.since, purgatory.mutable_since_time());
  purgatory.set_age_days(age.days);
  time::SetTime(DueTime(*age.since, settings.effective_decision_clock().sponsor_day(), facts.zone),
                purgatory.mutable_decide_by_time());
  purgatory.set_state(age.days > settings.effective_purgatory_days() ? v1::Purgatory::IN_PURGATORY
                      : age.days > settings.effective_purgatory_warning_days()
                          ? v1::Purgatory::WARNING
                          : v1::Purgatory::RUNNING);
}

}  // namespace

v1::RuleResult ToResult(const Judgement& judgement, bool french) {
  v1::RuleResult result;
  const Rule& rule = *judgement.rule;
  const RuleFinding& finding = judgement.finding;
  result.set_rule(std::string(rule.id));
  result.set_requirement(std::string(rule.requirement));
  result.set_verdict(ToProto(finding.verdict));
  result.set_severity(judgement.severity == Severity::kGate ? v1::RuleResult::GATE
                                                            : v1::RuleResult::WARN);
  result.set_subject(finding.subject);
  result.set_explanation(In(french, finding.explanation));
  result.set_next_action(In(french, finding.next_action));
  result.set_pillar(std::string(NameOf(rule.pillar)));
  result.set_axis(std::string(NameOf(rule.axis)));
  result.set_cause(std::string(NameOf(rule.cause)));
  result.set_waiver(judgement.waiver);
  for (const std::string& name : finding.evidence) result.add_evidence(name);
  if (finding.as_of != absl::InfiniteFuture())
    time::SetTime(finding.as_of, result.mutable_as_of_time());
  return result;
}

const Judgement* Foremost(const std::vector<Judgement>& judgements) {
  const Judgement* first = nullptr;
  const auto rank = [](const Judgement& one) {
    return std::make_tuple(one.finding.verdict != Verdict::kUnmet, one.severity != Severity::kGate,
                           one.rule->pillar != Pillar::kPeople);
  };
  for (const Judgement& judgement : judgements) {
    if (judgement.finding.verdict == Verdict::kMet || !judgement.waiver.empty()) continue;
    if (first == nullptr || rank(judgement) < rank(*first)) first = &judgement;
  }
  return first;
}

v1::Assessment Assess(const Facts& facts, const v1::OrganizationSettings& settings, bool french,
                      bool with_results) {
  const Stage stage = facts.project.stage();
  std::vector<Judgement> all = Evaluate(facts, ~Gates{0}, Tuning::Of(settings));
  v1::Assessment assessment;
  FillLacksAndOutcomes(InOrder(all), assessment);
  const std::vector<Judgement> judgements = Concerning(ConcernOf(stage), std::move(all));
  assessment.set_project(facts.project.name());
  assessment.set_stage(stage);
  if (facts.project.has_stage_time()) {
    assessment.set_stage_age_days(static_cast<int>(
        facts.Today() - absl::ToCivilDay(TimeOf(facts.project.stage_time()), facts.zone)));
  }
  assessment.set_rulebook_version(kRulebookVersion);
  assessment.set_settings_etag(settings.etag());
  time::SetTime(facts.now, assessment.mutable_assess_time());
  if (with_results) {
    for (const Judgement& judgement : judgements)
      *assessment.add_results() = ToResult(judgement, french);
    for (const v1::PastOverrun& overrun : facts.past_overruns) {
      v1::PastOverrun& shown = *assessment.add_past_overruns();
      shown = overrun;
      shown.set_text(In(french, TextOf(overrun)));
    }
  }
  FillGroups(InOrder(judgements), assessment);
  FillBlocking(facts, judgements, french, assessment);
  assessment.set_zombie(IsZombie(facts, judgements));
  FillPurgatory(facts, settings, assessment);
  return assessment;
}

}  // namespace palier::registry
