// SPDX-License-Identifier: Apache-2.0
// Groups of nodes that belong together, with what joins them.
#ifndef PALIER_REGISTRY_DOMAIN_LANDSCAPE_CLUSTERS_H_
#define PALIER_REGISTRY_DOMAIN_LANDSCAPE_CLUSTERS_H_

#include <vector>

#include "registry/domain/landscape/amounts.h"
#include "registry/domain/landscape/graph.h"

namespace palier::landscape {

struct Cluster {
  std::vector<int> members;  // nodes, ascending: by name
  std::vector<Edge> edges;   // among them, by source, target, kind, synergy
  Amounts yearly_gains;      // of its synergies
  int hub = -1;              // the member with the most edges, the first of several
  std::vector<int> cuts;     // members without which the others fall apart
};

// Components of at least two nodes over synergies, projects' applications and chain steps (S1-28).
// Reading the same data joins nothing: one ERP would make one cluster of everything. The largest
// first, then by first member.
std::vector<Cluster> FindClusters(const Graph& graph);

}  // namespace palier::landscape

#endif  // PALIER_REGISTRY_DOMAIN_LANDSCAPE_CLUSTERS_H_
