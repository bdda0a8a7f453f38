// SPDX-License-Identifier: Apache-2.0
// What somebody should be told of the organisation's governance: the calendar of audits and
// reviews, waivers that end, requests that nobody answers (S1-13, S1-18, S1-62).
#ifndef PALIER_REGISTRY_DOMAIN_GOVERNANCE_NOTICES_H_
#define PALIER_REGISTRY_DOMAIN_GOVERNANCE_NOTICES_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "palier/registry/v1/authorisation.pb.h"
#include "palier/registry/v1/notice.pb.h"
#include "palier/registry/v1/standard.pb.h"
#include "palier/registry/v1/tool_audit.pb.h"

namespace palier::registry {

struct GovernanceFacts {
  std::vector<v1::Waiver> waivers;
  std::vector<v1::AuthorisationRule> rules;
  std::vector<v1::Standard> standards;
  std::vector<v1::ToolAudit> audits;
  absl::Time now;
  // In which the organisation counts its days.
  absl::TimeZone zone = absl::UTCTimeZone();
  // A request that waits that many days is escalated (S1-13); positive.
  int waiting_days = 1;
};

// One event has one kind, subject and name, however often and however late one asks, and whatever
// settings and time zone say of when it is due.
struct GovernanceNotice {
  v1::Notice::Kind kind;
  std::string subject;
  // Tells the events of one kind and subject apart.
  std::string event;
  // Resource name of a person; empty: whoever manages the subject.
  std::string recipient;
  absl::Time due;
  std::string en, fr;
};

// Those that have fallen due, oldest first. Days begin at 08:00 in the organisation's time zone.
std::vector<GovernanceNotice> GovernanceNotices(const GovernanceFacts& facts);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_GOVERNANCE_NOTICES_H_
