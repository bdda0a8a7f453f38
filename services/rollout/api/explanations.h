// SPDX-License-Identifier: Apache-2.0
// Why a plan is as it is: stored as rule and numbers, shown as a sentence in the reader's language.
#ifndef PALIER_ROLLOUT_API_EXPLANATIONS_H_
#define PALIER_ROLLOUT_API_EXPLANATIONS_H_

#include <google/protobuf/message.h>

#include <map>
#include <string>

#include "common/rpc/call.h"
#include "palier/rollout/v1/rollout.pb.h"
#include "rollout/domain/rule.h"

namespace palier::rollout {

v1::Explanation ExplanationOf(const RuleFinding& finding);

// What should be looked at, and does not keep a plan from being made.
enum class Warning {
  kStageTooEarly,
  kPopulationUnknown,
  kStartInPast,
  kChampionTeamUnknown,
  kTeamEmpty,
  kDependencyUndated,
  // Of a wave, and of the plan that holds it.
  kBigBang,
  kBigBangPlan
};

// `numbers` fill the sentence: stage; people; day, today; team; team; dependency; people,
// departments, waiver; waves, waiver.
v1::Explanation WarningOf(Warning warning, const std::string& subject,
                          const std::map<std::string, std::string>& numbers);

// Writes the sentence of every Explanation inside `message`.
void WriteSentences(rpc::Language language, google::protobuf::Message& message);
// The same as resource::Hooks::on_read.
inline void ShowSentences(const rpc::Call& call, google::protobuf::Message& message) {
  WriteSentences(call.language, message);
}

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_EXPLANATIONS_H_
