// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_ROLLOUT_DOMAIN_DAY_TEXT_H_
#define PALIER_ROLLOUT_DOMAIN_DAY_TEXT_H_

#include "absl/time/civil_time.h"
#include "common/status/error.h"

namespace palier::rollout {

// A day as people say it: `Tuesday 24 March 2026`, `mardi 24 mars 2026` (`1er` of the first).
status::Text DayText(absl::CivilDay day);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_DAY_TEXT_H_
