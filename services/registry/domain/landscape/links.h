// SPDX-License-Identifier: Apache-2.0
// Algorithms over nodes 0 .. n-1 and pairs of them. Pure functions; no recursion, so that the depth
// of a graph is no limit; the same answer for the same input.
#ifndef PALIER_REGISTRY_DOMAIN_LANDSCAPE_LINKS_H_
#define PALIER_REGISTRY_DOMAIN_LANDSCAPE_LINKS_H_

#include <utility>
#include <vector>

namespace palier::landscape {

// Pairs of nodes, from and to where the direction counts.
using Links = std::vector<std::pair<int, int>>;

// For each node the smallest node it is connected with, whatever the directions.
std::vector<int> Components(int nodes, const Links& links);

// Nodes without which a component falls apart, whatever the directions; ascending.
std::vector<int> CutNodes(int nodes, const Links& links);

// A shortest way from one node to another, both included; {from} when they are the same, empty when
// there is none.
std::vector<int> ShortestPath(int nodes, const Links& links, int from, int to);

// Nodes of one cycle, each once, in the order of the links; empty when there is none.
std::vector<int> FindCycle(int nodes, const Links& links);

// All nodes, each after those that have a link to it, the smallest first where there is a choice.
// Empty when there is a cycle.
std::vector<int> TopologicalOrder(int nodes, const Links& links);

// Where the links of each node lead.
std::vector<std::vector<int>> Neighbours(int nodes, const Links& links);

}  // namespace palier::landscape

#endif  // PALIER_REGISTRY_DOMAIN_LANDSCAPE_LINKS_H_
