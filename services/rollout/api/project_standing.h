// SPDX-License-Identifier: Apache-2.0
// What the registry says of a project, as far as access to its application hangs on it.
#ifndef PALIER_ROLLOUT_API_PROJECT_STANDING_H_
#define PALIER_ROLLOUT_API_PROJECT_STANDING_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/rpc/client.h"
#include "palier/rollout/v1/access.pb.h"

namespace palier::rollout {

// Blocking. Returns the registry's errors. A project that does not exist any more has ended.
absl::StatusOr<v1::ProjectStanding> ReadStanding(const rpc::Client& registry,
                                                 const std::string& project,
                                                 const rpc::CallOptions& options);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_PROJECT_STANDING_H_
