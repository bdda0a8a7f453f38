// SPDX-License-Identifier: Apache-2.0
// Who sits in a committee (S1-17).
#ifndef PALIER_REGISTRY_DOMAIN_GOVERNANCE_COMMITTEE_H_
#define PALIER_REGISTRY_DOMAIN_GOVERNANCE_COMMITTEE_H_

#include <vector>

#include "common/status/error.h"
#include "palier/registry/v1/committee.pb.h"

namespace palier::registry {

// Of information technology, legal, human resources and the business: those that no member stands
// for, in that order. Empty: the committee is complete.
std::vector<v1::CommitteeMember::Function> MissingFunctions(const v1::Committee& committee);

// A person who sits twice would vote twice.
status::FieldErrors CheckMembers(const v1::Committee& committee);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_GOVERNANCE_COMMITTEE_H_
