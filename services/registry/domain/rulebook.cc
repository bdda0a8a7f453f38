// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/rulebook.h"

#include <algorithm>

#include "registry/domain/stages.h"

namespace palier::registry {
namespace {

absl::Time ToTime(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
}

bool Blocks(const Judgement& judgement) {
  return judgement.rule->severity == Severity::kGate && judgement.finding.verdict != Verdict::kMet;
}

// Explanation and next action in one sentence each, for an error.
status::Text Sentence(const RuleFinding& finding) {
  return {finding.explanation.en + " " + finding.next_action.en,
          finding.explanation.fr + " " + finding.next_action.fr};
}

}  // namespace

bool Facts::IsFresh(const v1::Evidence& evidence) const {
  return ToTime(evidence.valid_until_time()) > now && ToTime(evidence.as_of_time()) >= min_as_of;
}

std::vector<Judgement> Evaluate(const Facts& facts, v1::Project::Stage to,
                                absl::Span<const std::string> disabled) {
  std::vector<Judgement> judgements;
  for (const Rule& rule : Rulebook()) {
    const bool off = std::find(disabled.begin(), disabled.end(), rule.id) != disabled.end();
    if (off || !rule.guards(facts.project.stage(), to)) continue;
    for (RuleFinding& finding : rule.judge(facts))
      judgements.push_back({&rule, std::move(finding)});
  }
  return judgements;
}

absl::Status GateStatus(const Facts& facts, v1::Project::Stage to,
                        absl::Span<const Judgement> judgements) {
  const auto unmet = std::count_if(judgements.begin(), judgements.end(), Blocks);
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
    if (!Blocks(judgement)) continue;
    const std::string& subject = judgement.finding.subject;
    error.Precondition(judgement.rule->id, subject.empty() ? facts.project.name() : subject,
                       Sentence(judgement.finding));
  }
  return error;
}

}  // namespace palier::registry
