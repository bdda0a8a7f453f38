// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/landscape/islands.h"

#include <algorithm>

namespace palier::landscape {
namespace {

// Nodes with a synergy, with data, or beside another application in a chain.
std::vector<bool> LinkedNodes(const Graph& graph) {
  std::vector<int> in_chain(graph.size(), 0);
  for (const Edge& edge : graph.edges()) in_chain[edge.target] += edge.kind == EdgeKind::kChainStep;
  std::vector<bool> linked(graph.size(), false);
  for (const Edge& edge : graph.edges()) {
    if (edge.kind == EdgeKind::kSynergy || edge.kind == EdgeKind::kDataRead)
      linked[edge.source] = linked[edge.target] = true;
    if (edge.kind == EdgeKind::kChainStep && in_chain[edge.target] > 1) linked[edge.source] = true;
  }
  return linked;
}

absl::flat_hash_map<absl::string_view, int> HoldersOfFunctions(const Landscape& landscape) {
  absl::flat_hash_map<absl::string_view, int> holders;
  for (const v1::Application& application : landscape.applications) {
    if (application.state() == v1::Application::WITHDRAWN) continue;
    for (const std::string& function : application.ai_functions()) ++holders[function];
  }
  return holders;
}

}  // namespace

bool IsAiInUse(const v1::Application& application) {
  return application.ai() && application.state() != v1::Application::WITHDRAWN;
}

std::vector<std::string> Islands(const Graph& graph) {
  const std::vector<bool> linked = LinkedNodes(graph);
  const auto holders = HoldersOfFunctions(graph.landscape());
  std::vector<std::string> islands;
  for (int node = 0; node < graph.size(); ++node) {
    if (graph.nodes()[node].kind != NodeKind::kApplication || linked[node]) continue;
    const v1::Application& application = graph.application(node);
    if (!IsAiInUse(application)) continue;
    const auto& functions = application.ai_functions();
    const bool shares = std::any_of(functions.begin(), functions.end(),
                                    [&](const auto& function) { return holders.at(function) > 1; });
    if (!shares) islands.push_back(application.name());
  }
  return islands;
}

std::vector<const v1::DataSource*> Silos(const Landscape& landscape) {
  std::vector<const v1::DataSource*> silos;
  for (const v1::DataSource& source : landscape.data_sources) {
    if (source.consumers_size() == 1 && source.requesters_size() > 0) silos.push_back(&source);
  }
  std::sort(silos.begin(), silos.end(),
            [](const auto* a, const auto* b) { return a->name() < b->name(); });
  return silos;
}

}  // namespace palier::landscape
