// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_ROLLOUT_DOMAIN_PROGRAMME_CHECK_H_
#define PALIER_ROLLOUT_DOMAIN_PROGRAMME_CHECK_H_

#include "absl/status/status.h"
#include "rollout/domain/programme.h"

namespace palier::rollout {

inline constexpr int kMaxProgrammeTools = 20;
inline constexpr int kMaxProgrammeWeeks = 260;
inline constexpr int kMaxProgrammeActivities = 5000;

// INVALID_ARGUMENT (INVALID_FIELDS) for what is out of range, doubled or unknown, with its path
// (tools[1].after).
absl::Status CheckProgramme(const Programme& programme);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_PROGRAMME_CHECK_H_
