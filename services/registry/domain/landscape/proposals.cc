// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/landscape/proposals.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/container/flat_hash_set.h"

namespace palier::landscape {
namespace {

using Pairs = absl::flat_hash_set<std::pair<int, int>>;

Pairs JoinedPairs(const Graph& graph) {
  Pairs joined;
  for (const Edge& edge : graph.edges()) {
    if (edge.kind == EdgeKind::kSynergy) joined.insert(std::minmax(edge.source, edge.target));
  }
  return joined;
}

// Function -> department -> its applications with that function.
using Holders = std::map<absl::string_view, std::map<absl::string_view, std::vector<int>>>;

Holders HoldersOfFunctions(const Graph& graph) {
  Holders holders;
  for (int node = 0; node < graph.size(); ++node) {
    if (graph.nodes()[node].kind != NodeKind::kApplication) continue;
    const v1::Application& application = graph.application(node);
    if (application.state() == v1::Application::WITHDRAWN || application.department().empty())
      continue;
    for (const std::string& function : application.ai_functions())
      holders[function][application.department()].push_back(node);
  }
  return holders;
}

// Adds the pairs between two departments; false when there is no room for one more.
bool AddPairs(absl::string_view function, const std::vector<int>& here,
              const std::vector<int>& there, Pairs& joined, Proposals& proposals) {
  for (const int a : here) {
    for (const int b : there) {
      const std::pair<int, int> pair = std::minmax(a, b);
      if (!joined.insert(pair).second) continue;
      if (proposals.edges.size() == kMostProposals) return false;
      proposals.edges.push_back({pair.first, pair.second, std::string(function)});
    }
  }
  return true;
}

}  // namespace

Proposals ProposeHorizontal(const Graph& graph) {
  Proposals proposals;
  Pairs joined = JoinedPairs(graph);
  for (const auto& [function, departments] : HoldersOfFunctions(graph)) {
    const size_t before = proposals.edges.size();
    for (auto here = departments.begin(); here != departments.end(); ++here) {
      for (auto there = std::next(here); there != departments.end(); ++there) {
        if (AddPairs(function, here->second, there->second, joined, proposals)) continue;
        proposals.more = true;
        return proposals;
      }
    }
    std::sort(proposals.edges.begin() + before, proposals.edges.end(),
              [](const Proposal& a, const Proposal& b) {
                return std::make_pair(a.source, a.target) < std::make_pair(b.source, b.target);
              });
  }
  return proposals;
}

}  // namespace palier::landscape
