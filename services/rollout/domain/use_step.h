// SPDX-License-Identifier: Apache-2.0
// The steps of a team on the ladder of use (S4-16): level by level, or for a reason.
#ifndef PALIER_ROLLOUT_DOMAIN_USE_STEP_H_
#define PALIER_ROLLOUT_DOMAIN_USE_STEP_H_

#include <optional>

#include "absl/time/civil_time.h"
#include "common/status/error.h"

namespace palier::rollout {

// From 1, help with single tasks, to 3, tasks of the team's own.
inline constexpr int kUseLevels = 3;

struct UseStep {
  int level = 0;
  absl::CivilDay since;
};

// Adds what is wrong with a step after the last one (none: the first): `since_date` before that of
// the last, and `reason` missing for anything but one level up.
void CheckUseStep(const std::optional<UseStep>& last, const UseStep& step, bool has_reason,
                  status::FieldErrors& errors);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_USE_STEP_H_
