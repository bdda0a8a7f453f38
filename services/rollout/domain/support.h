// SPDX-License-Identifier: Apache-2.0
// The support that a pilot asked for and got (S1-10).
#ifndef PALIER_ROLLOUT_DOMAIN_SUPPORT_H_
#define PALIER_ROLLOUT_DOMAIN_SUPPORT_H_

#include <cstdint>
#include <map>
#include <vector>

#include "absl/time/civil_time.h"
#include "rollout/domain/condition.h"

namespace palier::rollout {

struct SupportMinutes {
  int64_t needed = 0;
  int64_t given = 0;
};

// The Monday of the week of a day.
absl::CivilDay MondayOf(absl::CivilDay day);

struct SupportStanding {
  SupportMinutes total;
  // Of weeks in which less was given than needed: what is spent in another week does not help.
  int64_t missing = 0;
  // Mondays of weeks that are over and of which nothing is known; a missing week is not zero.
  std::vector<absl::CivilDay> unrecorded;
};

// From the week of `start` to that of `today`; `weeks` by Monday.
SupportStanding StandingOf(const std::map<absl::CivilDay, SupportMinutes>& weeks,
                           absl::CivilDay start, absl::CivilDay today);

// SUPPORT_SHORTAGE and SUPPORT_UNKNOWN of that roll-out.
Conditions WarningsOf(const SupportStanding& standing, const std::string& rollout);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_SUPPORT_H_
