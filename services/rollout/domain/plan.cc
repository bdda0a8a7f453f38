// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/plan.h"

#include "absl/strings/str_cat.h"

namespace palier::rollout {
namespace {

std::string Line(const RuleFinding& finding) {
  std::string line = absl::StrCat(finding.subject, " ", RuleName(finding.rule));
  for (const auto& [key, value] : finding.numbers) absl::StrAppend(&line, " ", key, "=", value);
  return line;
}

void AppendDeployment(const PlannedDeployment& deployment, std::string* text) {
  absl::StrAppend(text, "  ", deployment.deployment, " team=", deployment.team,
                  " application=", deployment.application, " people=", deployment.people,
                  " start=", absl::FormatCivilTime(deployment.start),
                  " live=", absl::FormatCivilTime(deployment.go_live), "\n");
  for (const ChampionShare& share : deployment.champions) {
    absl::StrAppend(text, "    champion ", share.champion, " users=", share.users, "\n");
  }
  for (const TrainingSession& session : deployment.sessions) {
    absl::StrAppend(text, "    session ", absl::FormatCivilTime(session.day),
                    " people=", session.people, " champion=", session.champion, "\n");
  }
}

}  // namespace

std::string CanonicalText(const Plan& plan) {
  std::string text;
  for (const PlannedWave& wave : plan.waves) {
    absl::StrAppend(&text, "wave ", wave.number, " start=", absl::FormatCivilTime(wave.start),
                    " hypercare_end=", absl::FormatCivilTime(wave.hypercare_end),
                    " gate=", absl::FormatCivilTime(wave.gate_day), " headcount=", wave.headcount,
                    " coverage_permille=", wave.coverage_permille, "\n");
    absl::StrAppend(&text, "  because ", Line(wave.start_reason), "\n");
    for (const PlannedDeployment& deployment : wave.deployments) {
      AppendDeployment(deployment, &text);
    }
  }
  for (const RuleFinding& finding : plan.explanations) {
    absl::StrAppend(&text, "because ", Line(finding), "\n");
  }
  return text;
}

}  // namespace palier::rollout
