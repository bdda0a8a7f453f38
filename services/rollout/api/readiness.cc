// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/readiness.h"

#include <map>

#include "common/resource/type.h"
#include "common/status/macros.h"
#include "palier/registry/v1/registry_service.pb.h"

namespace palier::rollout {
namespace {

using registry::v1::Evidence;
using registry::v1::KpiFact;
using registry::v1::RuleResult;

constexpr char kStandards[] = "NO_STANDARD";

bool ProvesValue(const Evidence& evidence, absl::Time now) {
  const bool counts = evidence.grade() == Evidence::REAL && evidence.has_kpi() &&
                      resource::StandardTime(evidence, "valid_until_time") > now;
  return counts && (evidence.kpi().status() == KpiFact::AHEAD ||
                    evidence.kpi().status() == KpiFact::ON_TRACK);
}

// What is missing of the rules of the house, by subject, in the language of the call.
std::map<std::string, std::string> MissingStandards(const std::vector<RuleResult>& results) {
  std::map<std::string, std::string> missing;
  for (const RuleResult& result : results) {
    const bool holds = result.rule() == kStandards && result.verdict() != RuleResult::MET &&
                       result.waiver().empty();
    if (holds) missing[result.subject()] = result.explanation() + " " + result.next_action();
  }
  return missing;
}

}  // namespace

absl::Status AddUnready(Context& context, const rpc::Call& call, const WaveRecord& record,
                        Conditions& unmet) {
  if (record.wave.number() == 1) return absl::OkStatus();
  const std::string& project = record.rollout.project();
  ASSIGN_OR_RETURN(const std::vector<Evidence> evidence,
                   context.registry.KpiEvidence(call, project));
  bool proven = false;
  for (const Evidence& one : evidence) proven = proven || ProvesValue(one, context.store.Now());
  if (!proven) {
    unmet.push_back({"NO_REAL_EVIDENCE",
                     project,
                     {"No KPI of the project is on its way to its target with data of real work: "
                      "prove the value in the pilot first.",
                      "Aucun KPI du projet n'avance vers sa cible avec des données de travail "
                      "réel : prouvez d'abord la valeur dans le pilote."}});
  }
  rpc::Call english = call, french = call;
  english.language = rpc::Language::kEnglish;
  french.language = rpc::Language::kFrench;
  ASSIGN_OR_RETURN(const auto in_english, context.registry.RollOutRules(english, project));
  std::map<std::string, std::string> missing = MissingStandards(in_english);
  if (missing.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto in_french, context.registry.RollOutRules(french, project));
  const std::map<std::string, std::string> translated = MissingStandards(in_french);
  for (const auto& [subject, text] : missing) {
    const auto found = translated.find(subject);
    unmet.push_back({kStandards,
                     subject.empty() ? project : subject,
                     {text, found == translated.end() ? text : found->second}});
  }
  return absl::OkStatus();
}

}  // namespace palier::rollout
