// SPDX-License-Identifier: Apache-2.0
// The clock of the decision after a PoC (S3-04), and the other days that somebody should be told
// of. Which notices are due is computed from the facts alone: how often or how late one asks
// changes nothing.
#ifndef PALIER_REGISTRY_DOMAIN_CLOCK_H_
#define PALIER_REGISTRY_DOMAIN_CLOCK_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "palier/registry/v1/notice.pb.h"
#include "palier/registry/v1/organization.pb.h"
#include "registry/domain/facts.h"

namespace palier::registry {

// Since when a decision is waited for; none when none is.
struct DecisionAge {
  std::optional<absl::Time> since;
  // Days of the organisation from then to now.
  int days = 0;
};
DecisionAge AgeOf(const v1::Project& project, absl::Time now, absl::TimeZone zone);

// 08:00 in the organisation's time zone, `days` days after the day of `since`.
absl::Time DueTime(absl::Time since, int days, absl::TimeZone zone);

// The clock with its presets filled in.
v1::DecisionClock EffectiveClock(const v1::DecisionClock& clock);

struct DueNotice {
  // The same for the same event, whatever settings and time zone say of when it is due: a notice is
  // sent once. Lower-case letters, digits and hyphens.
  std::string id;
  v1::Notice::Kind kind;
  std::string subject;
  std::string recipient;
  absl::Time due;
  std::string en;
  std::string fr;
};

// Notices about the project that have fallen due at `facts.now`, oldest first.
std::vector<DueNotice> DueNotices(const Facts& facts, const v1::OrganizationSettings& settings);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_CLOCK_H_
