// SPDX-License-Identifier: Apache-2.0
// The parts of GovernanceService and AuthorisationService, and what they share.
#ifndef PALIER_REGISTRY_API_GOVERNANCE_H_
#define PALIER_REGISTRY_API_GOVERNANCE_H_

#include <string>

#include "absl/time/civil_time.h"
#include "common/rpc/service.h"
#include "registry/api/context.h"

namespace palier::registry {

// Each registers the handlers of one part of them. The context must outlive the table.
void AddCommittees(rpc::ServiceTable& table, Context& context);
void AddStandards(rpc::ServiceTable& table, Context& context);
void AddAudits(rpc::ServiceTable& table, Context& context);
void AddWaivers(rpc::ServiceTable& table, Context& context);
void AddAuthorisations(rpc::ServiceTable& table, Context& context);

// The day it is in the organisation's time zone; in the preset one while its record cannot be read.
// `name` is the organisation's or of something below it. May block until the deadline.
absl::CivilDay TodayIn(Context& context, const rpc::Call& call, const std::string& name);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_API_GOVERNANCE_H_
