// SPDX-License-Identifier: Apache-2.0
// The standards of the house by domain, version and date (S1-18).
#ifndef PALIER_REGISTRY_DOMAIN_GOVERNANCE_STANDARDS_H_
#define PALIER_REGISTRY_DOMAIN_GOVERNANCE_STANDARDS_H_

#include <vector>

#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "common/status/error.h"
#include "palier/registry/v1/standard.pb.h"

namespace palier::registry {

// From its effective date to the day before its end date.
bool InForce(const v1::Standard& standard, absl::CivilDay today);
// Its review was to be done by today, and it has not ended.
bool ReviewDue(const v1::Standard& standard, absl::CivilDay today);

// Of the four domains those in which no standard is in force, in the order of the enum (S1-20).
std::vector<v1::Standard::Domain> MissingDomains(absl::Span<const v1::Standard> standards,
                                                 absl::CivilDay today);

// What is wrong in a standard about to be written; `before` is null for a new one. A text or a
// document that changes needs another version: people have read the old one.
status::FieldErrors CheckStandard(const v1::Standard* before, const v1::Standard& after);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_GOVERNANCE_STANDARDS_H_
