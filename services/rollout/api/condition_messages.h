// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_ROLLOUT_API_CONDITION_MESSAGES_H_
#define PALIER_ROLLOUT_API_CONDITION_MESSAGES_H_

#include "common/rpc/call.h"
#include "palier/rollout/v1/rollout.pb.h"
#include "rollout/domain/condition.h"

namespace palier::rollout {

// The condition as it is told in an answer that is not stored.
inline v1::Explanation ExplanationOf(const Condition& condition, rpc::Language language) {
  v1::Explanation explanation;
  explanation.set_rule(condition.type);
  explanation.set_subject(condition.subject);
  explanation.set_text(rpc::In(language, condition.text));
  return explanation;
}

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_CONDITION_MESSAGES_H_
