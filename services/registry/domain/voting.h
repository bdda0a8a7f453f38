// SPDX-License-Identifier: Apache-2.0
// How a committee decides (S1-17).
#ifndef PALIER_REGISTRY_DOMAIN_VOTING_H_
#define PALIER_REGISTRY_DOMAIN_VOTING_H_

#include "absl/status/statusor.h"
#include "palier/registry/v1/committee.pb.h"
#include "palier/registry/v1/decision.pb.h"

namespace palier::registry {

// Counts the votes of the committee's members, all on what the decision says now (a change clears
// them): ADOPTED when more are for than against. Returns FAILED_PRECONDITION: NO_QUORUM for fewer
// votes than the committee's quorum, COMMITTEE_INCOMPLETE when one of the four functions did not
// vote.
absl::StatusOr<v1::Decision::State> CountVotes(const v1::Decision& decision,
                                               const v1::Committee& committee);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_VOTING_H_
