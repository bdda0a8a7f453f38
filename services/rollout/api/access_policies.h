// SPDX-License-Identifier: Apache-2.0
// Stored policies of access: there for every roll-out, kept once something was set.
#ifndef PALIER_ROLLOUT_API_ACCESS_POLICIES_H_
#define PALIER_ROLLOUT_API_ACCESS_POLICIES_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/resource/store.h"
#include "palier/rollout/v1/access.pb.h"
#include "rollout/storage/types.h"

namespace palier::rollout {

// What is kept of it, else its name alone. NOT_FOUND when there is no such roll-out.
absl::StatusOr<v1::AccessPolicy> ReadPolicy(resource::Session& session, const Types& types,
                                            const std::string& name);
// Writes `after` in the place of `before`, as it was read.
absl::Status WritePolicy(resource::Session& session, const Types& types,
                         const v1::AccessPolicy& before, v1::AccessPolicy& after);
// Puts what the registry said of the projects of a roll-out, its own first, into its policy;
// returns whether that changes it.
bool KeepStandings(const std::vector<v1::ProjectStanding>& standings, v1::AccessPolicy& policy);
// Writes what the registry said of the projects of a roll-out, its own first.
absl::Status WriteStandings(resource::Session& session, const Types& types,
                            const std::string& rollout,
                            const std::vector<v1::ProjectStanding>& standings);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_ACCESS_POLICIES_H_
