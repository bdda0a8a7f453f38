// SPDX-License-Identifier: Apache-2.0
// What must be so before a wave moves on, and is not.
#ifndef PALIER_ROLLOUT_DOMAIN_CONDITION_H_
#define PALIER_ROLLOUT_DOMAIN_CONDITION_H_

#include <string>
#include <vector>

#include "common/status/error.h"

namespace palier::rollout {

struct Condition {
  // UPPER_SNAKE, for example "CHECK_IN_MISSING".
  std::string type;
  // What it is about: a resource name, or words.
  std::string subject;
  status::Text text;
};

using Conditions = std::vector<Condition>;

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_CONDITION_H_
