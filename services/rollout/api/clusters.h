// SPDX-License-Identifier: Apache-2.0
// Clusters, and what a roll-out of one brings (S1-28).
#ifndef PALIER_ROLLOUT_API_CLUSTERS_H_
#define PALIER_ROLLOUT_API_CLUSTERS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/resource/store.h"
#include "palier/rollout/v1/rollout.pb.h"
#include "rollout/storage/types.h"

namespace palier::rollout {

// The projects that come with each wave: that of the roll-out, and the other members of its cluster
// in their order. NOT_FOUND without the cluster.
absl::StatusOr<std::vector<std::string>> ProjectsOf(resource::Session& session, const Types& types,
                                                    const v1::Rollout& rollout);

// The cluster of a roll-out that is about to be created is there, and holds its project.
absl::Status CheckCluster(resource::Session& session, const Types& types,
                          const v1::Rollout& rollout);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_CLUSTERS_H_
