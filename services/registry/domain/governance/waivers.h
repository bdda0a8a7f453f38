// SPDX-License-Identifier: Apache-2.0
// Exceptions for a time: asked for by one, granted by another, ended at any moment (S1-19).
#ifndef PALIER_REGISTRY_DOMAIN_GOVERNANCE_WAIVERS_H_
#define PALIER_REGISTRY_DOMAIN_GOVERNANCE_WAIVERS_H_

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/status/error.h"
#include "palier/registry/v1/authorisation.pb.h"

namespace palier::registry {

// What a waiver excepts an application or a project from: sensitive data in a cloud. Every other
// waiver is about a project, and a rule of the rulebook or kBigBang.
inline constexpr char kSensitiveInCloud[] = "SENSITIVE_IN_CLOUD";
// The guard of roll-outs against waves that reach too many people or departments at once (S1-44),
// which the roll-out service keeps.
inline constexpr char kBigBang[] = "BIG_BANG";
inline constexpr absl::Duration kLongestWaiver = absl::Hours(366 * 24);

// Approved, not revoked, not over.
bool InForce(const v1::Waiver& waiver, absl::Time now);

// Makes a request of what a caller sent. INVALID_ARGUMENT (INVALID_FIELDS) when it would end in
// the past or after more than kLongestWaiver.
absl::Status RequestWaiver(v1::Waiver& waiver, absl::string_view requester, absl::Time now);
// PERMISSION_DENIED (SELF_APPROVAL) for the requester; FAILED_PRECONDITION (ILLEGAL_TRANSITION)
// when it is not asked for any more, or over before it began.
absl::Status ApproveWaiver(v1::Waiver& waiver, absl::string_view approver, absl::Time now);
// FAILED_PRECONDITION (ILLEGAL_TRANSITION) when it is revoked already.
absl::Status RevokeWaiver(v1::Waiver& waiver);
// Who granted what must stay known: only a request can be deleted. ILLEGAL_TRANSITION otherwise.
absl::Status CheckDeletion(const v1::Waiver& waiver);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_GOVERNANCE_WAIVERS_H_
