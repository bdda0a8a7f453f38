// SPDX-License-Identifier: Apache-2.0
// Edges that nobody has drawn yet.
#ifndef PALIER_REGISTRY_DOMAIN_LANDSCAPE_PROPOSALS_H_
#define PALIER_REGISTRY_DOMAIN_LANDSCAPE_PROPOSALS_H_

#include <string>
#include <vector>

#include "registry/domain/landscape/graph.h"

namespace palier::landscape {

inline constexpr int kMostProposals = 1000;

// Two applications in use, of different departments, that have the same AI function.
struct Proposal {
  int source;  // the smaller node
  int target;
  std::string ai_function;  // resource name; the first of several
};

struct Proposals {
  std::vector<Proposal> edges;  // by function, source, target; each pair once
  bool more = false;            // there are more than kMostProposals
};

// HORIZONTAL edges that the AI functions propose (S1-65), between applications that no synergy
// joins yet.
Proposals ProposeHorizontal(const Graph& graph);

}  // namespace palier::landscape

#endif  // PALIER_REGISTRY_DOMAIN_LANDSCAPE_PROPOSALS_H_
