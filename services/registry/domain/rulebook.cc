// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/rulebook.h"

#include <algorithm>
#include <utility>

#include "registry/domain/rules/rules.h"

namespace palier::registry {
namespace {

using P = v1::Project;

// Explanation and next action in one sentence each, for an error.
status::Text Sentence(const RuleFinding& finding) {
  return {finding.explanation.en + " " + finding.next_action.en,
          finding.explanation.fr + " " + finding.next_action.fr};
}

std::vector<Rule> AllRules() {
  std::vector<Rule> rules;
  for (const auto part : {PromiseRules, PocEndRules, PeopleRules, ChangeRules, DecisionRules,
                          ReliabilityRules, ValueRules, ProductionRules, WatchRules, MoneyRules,
                          GovernanceRules, RunRules, StandingRules, StopRules}) {
    const absl::Span<const Rule> some = part();
    rules.insert(rules.end(), some.begin(), some.end());
  }
  return rules;
}

// Nothing that is not recorded is held against a project that came from a register.
void LeaveOpen(RuleFinding& finding) {
  if (finding.verdict == Verdict::kUnmet && finding.absent) finding.verdict = Verdict::kUnknown;
}

}  // namespace

absl::Span<const Rule> Rulebook() {
  static const auto* rules = new std::vector<Rule>(AllRules());
  return *rules;
}

const Rule* FindRule(absl::string_view id) {
  for (const Rule& rule : Rulebook()) {
    if (rule.id == id) return &rule;
  }
  return nullptr;
}

Gates GateOf(Stage from, Stage to) {
  const bool undecided = from == P::POST_POC || from == P::LIMITED;
  switch (to) {
    case P::POC:
      return kPocStart;
    case P::POST_POC:
      return kPocEnd;
    case P::LIMITED:
      return kDecide | kLimit | kLimitItself;
    case P::INDUSTRIALISATION:
      return kDecide | kIndustrialise | kIndustrialiseItself;
    case P::ROLLOUT:
      return kRollOut;
    case P::RUN:
      return kRun;
    case P::STOPPED:
      return undecided ? kStop | kDecide : kStop;
    default:
      return 0;
  }
}

Gates ConcernOf(Stage stage) {
  switch (stage) {
    case P::IDEA:
    case P::SCOPING:
      return kAlways | kPocStart;
    case P::POC:
      return kAlways | kPocStart | kPocEnd;
    case P::POST_POC:
    case P::STAGE_UNKNOWN:
      return kAlways | kWhileUndecided | kPocStart | kPocEnd | kDecide | kLimit | kIndustrialise;
    case P::LIMITED:
      return kAlways | kWhileUndecided | kInProduction | kPocStart | kPocEnd | kDecide | kLimit |
             kIndustrialise;
    case P::INDUSTRIALISATION:
      return kAlways | kPocStart | kPocEnd | kIndustrialise | kRollOut;
    case P::ROLLOUT:
    case P::RUN:
      return kAlways | kInProduction | kPocStart | kPocEnd | kIndustrialise | kRollOut | kRun;
    default:
      return 0;
  }
}

Tuning Tuning::Of(const v1::OrganizationSettings& settings) {
  Tuning tuning;
  tuning.disabled.insert(settings.disabled_rules().begin(), settings.disabled_rules().end());
  for (const v1::RuleTuning& one : settings.rule_tunings()) {
    if (one.disabled()) tuning.disabled.insert(one.rule());
    if (one.has_threshold()) tuning.thresholds[one.rule()] = one.threshold();
    if (one.severity() != v1::RuleResult::SEVERITY_UNSPECIFIED) {
      tuning.severities[one.rule()] =
          one.severity() == v1::RuleResult::GATE ? Severity::kGate : Severity::kWarn;
    }
  }
  return tuning;
}

Severity Tuning::SeverityOf(const Rule& rule) const {
  const auto found = severities.find(std::string(rule.id));
  return found == severities.end() ? rule.severity : found->second;
}

double Tuning::ThresholdOf(const Rule& rule) const {
  const auto found = thresholds.find(std::string(rule.id));
  if (found != thresholds.end()) return found->second;
  return rule.threshold.has_value() ? rule.threshold->preset : 0;
}

bool Judgement::Blocks() const {
  return severity == Severity::kGate && finding.verdict != Verdict::kMet && waiver.empty();
}

std::vector<Judgement> Evaluate(const Facts& facts, Gates gates, const Tuning& tuning) {
  std::vector<Judgement> judgements;
  for (const Rule& rule : Rulebook()) {
    if ((rule.gates & gates) == 0 || tuning.disabled.contains(std::string(rule.id))) continue;
    if (rule.spares_sandbox && facts.project.sandbox()) continue;
    const auto waiver = facts.waivers.find(std::string(rule.id));
    for (RuleFinding& finding : rule.judge(facts, tuning.ThresholdOf(rule))) {
      if (facts.IsImported()) LeaveOpen(finding);
      judgements.push_back({&rule, std::move(finding), tuning.SeverityOf(rule),
                            waiver == facts.waivers.end() ? "" : waiver->second});
    }
  }
  return judgements;
}

absl::Status GateStatus(const Facts& facts, Stage to, absl::Span<const Judgement> judgements) {
  const auto unmet = std::count_if(judgements.begin(), judgements.end(),
                                   [](const Judgement& one) { return one.Blocks(); });
  if (unmet == 0) return absl::OkStatus();
  status::Error error(absl::StatusCode::kFailedPrecondition, error::v1::GATE_NOT_MET,
                      {"{project} cannot go from {from} to {to}: {unmet} rule(s) are not met. "
                       "EvaluateGate lists them "
                       "all with the next action for each.",
                       "{project} ne peut passer de {from} à {to} : {unmet} règle(s) non "
                       "satisfaite(s). EvaluateGate "
                       "les liste toutes, avec la prochaine action pour chacune."});
  error.With("project", facts.project.name())
      .With("from", StageName(facts.project.stage()))
      .With("to", StageName(to))
      .With("unmet", static_cast<int64_t>(unmet));
  for (const Judgement& judgement : judgements) {
    if (!judgement.Blocks()) continue;
    const std::string& subject = judgement.finding.subject;
    error.Precondition(judgement.rule->id, subject.empty() ? facts.project.name() : subject,
                       Sentence(judgement.finding));
  }
  return error;
}

}  // namespace palier::registry
