// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/landscape/clusters.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "registry/domain/landscape/links.h"

namespace palier::landscape {
namespace {

Links JoiningLinks(const Graph& graph) {
  Links links;
  for (const Edge& edge : graph.edges()) {
    if (edge.kind != EdgeKind::kDataRead) links.emplace_back(edge.source, edge.target);
  }
  return links;
}

bool Before(const Edge& a, const Edge& b) {
  const auto key = [](const Edge& edge) {
    return std::make_tuple(edge.source, edge.target, edge.kind,
                           edge.synergy == nullptr ? "" : edge.synergy->name());
  };
  return key(a) < key(b);
}

void FindHub(Cluster& cluster) {
  std::map<int, int> degrees;
  for (const Edge& edge : cluster.edges) {
    ++degrees[edge.source];
    ++degrees[edge.target];
  }
  for (const auto& [node, degree] : degrees) {
    if (cluster.hub < 0 || degree > degrees[cluster.hub]) cluster.hub = node;
  }
}

}  // namespace

std::vector<Cluster> FindClusters(const Graph& graph) {
  const Links links = JoiningLinks(graph);
  const std::vector<int> component = Components(graph.size(), links);
  std::map<int, Cluster> found;
  for (int node = 0; node < graph.size(); ++node) found[component[node]].members.push_back(node);
  for (const Edge& edge : graph.edges()) {
    if (edge.kind == EdgeKind::kDataRead) continue;
    Cluster& cluster = found[component[edge.source]];
    cluster.edges.push_back(edge);
    if (edge.synergy != nullptr) cluster.yearly_gains.Add(edge.synergy->yearly_gain());
  }
  for (const int cut : CutNodes(graph.size(), links)) found[component[cut]].cuts.push_back(cut);

  std::vector<Cluster> clusters;
  for (auto& [smallest, cluster] : found) {
    if (cluster.members.size() < 2) continue;
    std::sort(cluster.edges.begin(), cluster.edges.end(), Before);
    FindHub(cluster);
    clusters.push_back(std::move(cluster));
  }
  std::stable_sort(clusters.begin(), clusters.end(), [](const Cluster& a, const Cluster& b) {
    return a.members.size() > b.members.size();
  });
  return clusters;
}

}  // namespace palier::landscape
