// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/explanations.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace palier::rollout {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

struct WarningWords {
  const char* name;
  const char* en;
  const char* fr;
};

// In the order of the enum.
constexpr WarningWords kWarnings[] = {
    {"STAGE_TOO_EARLY",
     "The project is in the stage {stage}; a roll-out belongs to LIMITED or later.",
     "Le projet est à l'étape {stage} ; un déploiement suppose l'étape LIMITED ou une suivante."},
    {"POPULATION_UNKNOWN",
     "How many people the organisation employs is not known; coverage is counted against the "
     "{people} people of the "
     "teams.",
     "L'effectif de l'organisation n'est pas connu ; la couverture est comptée sur les {people} "
     "personnes des équipes."},
    {"START_IN_PAST", "The plan starts on {day}, before today ({today}).",
     "Le plan commence le {day}, avant aujourd'hui ({today})."},
    {"CHAMPION_TEAM_UNKNOWN", "The champion is left out: the team {team} does not exist.",
     "Le champion est écarté : l'équipe {team} n'existe pas."},
    {"TEAM_EMPTY",
     "{team} gets no wave: nobody is known to be in it. Say how many people to train, or set its "
     "headcount.",
     "{team} n'a pas de vague : on n'y connaît personne. Indiquez combien de personnes former, ou "
     "son effectif."},
    {"DEPENDENCY_UNDATED",
     "Nobody says when {dependency} will be there: the plan does not wait for it, its waves do. "
     "Say "
     "expected_date.",
     "Personne ne dit quand {dependency} sera là : le plan ne l'attend pas, ses vagues si. "
     "Indiquez "
     "expected_date."},
    {"BIG_BANG",
     "Beyond the big-bang guard ({people} people, {departments} departments at once), by {waiver}.",
     "Au-delà de la garde contre le big-bang ({people} personnes, {departments} départements à la "
     "fois), selon {waiver}."},
    {"BIG_BANG_PLAN", "The big-bang guard is lifted by {waiver}: {waves} waves go beyond it.",
     "La garde contre le big-bang est levée par {waiver} : {waves} vagues la dépassent."},
};

std::optional<Rule> RuleNamed(const std::string& name) {
  for (int rule = 0; rule < kRuleCount; ++rule) {
    if (RuleName(static_cast<Rule>(rule)) == name) return static_cast<Rule>(rule);
  }
  return std::nullopt;
}

std::string Fill(absl::string_view sentence, const v1::Explanation& explanation) {
  std::vector<std::pair<std::string, std::string>> holes;
  for (const auto& [key, value] : explanation.numbers())
    holes.emplace_back(absl::StrCat("{", key, "}"), value);
  return absl::StrReplaceAll(sentence, holes);
}

status::Text TextOf(const v1::Explanation& explanation) {
  if (const std::optional<Rule> rule = RuleNamed(explanation.rule())) {
    RuleFinding finding{*rule, explanation.subject(), {}};
    finding.numbers.insert(explanation.numbers().begin(), explanation.numbers().end());
    return TextOf(finding);
  }
  for (const WarningWords& words : kWarnings) {
    if (explanation.rule() == words.name)
      return {Fill(words.en, explanation), Fill(words.fr, explanation)};
  }
  return {explanation.rule(), explanation.rule()};
}

}  // namespace

v1::Explanation ExplanationOf(const RuleFinding& finding) {
  v1::Explanation explanation;
  explanation.set_rule(std::string(RuleName(finding.rule)));
  explanation.set_subject(finding.subject);
  explanation.mutable_numbers()->insert(finding.numbers.begin(), finding.numbers.end());
  return explanation;
}

v1::Explanation WarningOf(Warning warning, const std::string& subject,
                          const std::map<std::string, std::string>& numbers) {
  v1::Explanation explanation;
  explanation.set_rule(kWarnings[static_cast<int>(warning)].name);
  explanation.set_subject(subject);
  explanation.mutable_numbers()->insert(numbers.begin(), numbers.end());
  return explanation;
}

void WriteSentences(rpc::Language language, Message& message) {
  if (message.GetDescriptor() == v1::Explanation::descriptor()) {
    auto& explanation = static_cast<v1::Explanation&>(message);
    explanation.set_text(rpc::In(language, TextOf(explanation)));
    return;
  }
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || field->is_map()) continue;
    if (!field->is_repeated()) {
      WriteSentences(language, *reflection->MutableMessage(&message, field));
      continue;
    }
    for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
      WriteSentences(language, *reflection->MutableRepeatedMessage(&message, field, i));
    }
  }
}

}  // namespace palier::rollout
