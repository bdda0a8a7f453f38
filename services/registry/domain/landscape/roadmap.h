// SPDX-License-Identifier: Apache-2.0
// In which order projects can be done.
#ifndef PALIER_REGISTRY_DOMAIN_LANDSCAPE_ROADMAP_H_
#define PALIER_REGISTRY_DOMAIN_LANDSCAPE_ROADMAP_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "registry/domain/landscape/graph.h"

namespace palier::landscape {

struct RoadmapStep {
  int project;                  // node
  int level;                    // from 1; above that of all it needs
  std::vector<int> needs;       // open projects, ascending
  std::vector<int> lost_needs;  // stopped and retired ones, ascending
};

// One step for each open project - neither in RUN, stopped nor retired - by level, then by node.
// Dependencies count through processes, data sources and applications that no open project makes;
// an application that open projects make stands for those projects. FAILED_PRECONDITION
// (DEPENDENCY_CYCLE) with the cycle; RESOURCE_EXHAUSTED (LIMIT_EXCEEDED) when that makes more than
// kMostEdges dependencies.
absl::StatusOr<std::vector<RoadmapStep>> PlanRoadmap(const Graph& graph);

// OK when `dependency`, an edge that is about to be written, closes no cycle with the other
// dependencies of `synergies` (its own earlier version is no other). FAILED_PRECONDITION
// (DEPENDENCY_CYCLE) with the cycle otherwise.
absl::Status CheckNoCycle(const std::vector<v1::Synergy>& synergies, const v1::Synergy& dependency);

}  // namespace palier::landscape

#endif  // PALIER_REGISTRY_DOMAIN_LANDSCAPE_ROADMAP_H_
