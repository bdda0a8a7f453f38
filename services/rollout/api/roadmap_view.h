// SPDX-License-Identifier: Apache-2.0
// What the registry says of all projects together.
#ifndef PALIER_ROLLOUT_API_ROADMAP_VIEW_H_
#define PALIER_ROLLOUT_API_ROADMAP_VIEW_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "common/rpc/client.h"
#include "palier/registry/v1/synergy_map_service.pb.h"

namespace palier::rollout {

// Asked on behalf of the caller, with the caller's rights. Thread-safe. Blocking. Returns the
// registry's errors, UNAVAILABLE when it cannot be asked.
class RoadmapView {
 public:
  // `client` must outlive it.
  explicit RoadmapView(const rpc::Client& client) : client_(client) {}

  // The first steps, at most `limit`.
  absl::StatusOr<registry::v1::PlanRoadmapResponse> Steps(const rpc::Call& call, int limit) const;
  // The first 1,000 projects by rank, by name.
  absl::StatusOr<std::map<std::string, registry::v1::RankedProject>> Ranks(
      const rpc::Call& call) const;
  // RESOURCE_EXHAUSTED (LIMIT_EXCEEDED) past 20,000.
  absl::StatusOr<int> DepartmentCount(const rpc::Call& call) const;

 private:
  const rpc::Client& client_;
};

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_ROADMAP_VIEW_H_
