// SPDX-License-Identifier: Apache-2.0
// The map as nodes and edges.
#ifndef PALIER_REGISTRY_DOMAIN_LANDSCAPE_GRAPH_H_
#define PALIER_REGISTRY_DOMAIN_LANDSCAPE_GRAPH_H_

#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "registry/domain/landscape/landscape.h"

namespace palier::landscape {

enum class NodeKind { kApplication, kDataSource, kProcess, kProject };

struct Node {
  NodeKind kind;
  absl::string_view name;          // resource name
  absl::string_view display_name;  // for people
  absl::string_view department;    // resource name; empty: none
  int record;                      // place in the landscape's list of its kind
};

enum class EdgeKind {
  kSynergy,
  kProjectApplication,  // the project makes or changes the application
  kChainStep,           // the application does a step of the process
  kDataRead,            // the application reads the data source
};

// Between two nodes, by their places in Graph::nodes.
struct Edge {
  int source;
  int target;
  EdgeKind kind;
  const v1::Synergy* synergy = nullptr;  // for kSynergy
};

// Immutable. Looks into the landscape it was made of, which must outlive it.
class Graph {
 public:
  // Nodes in the order of their names; edges synergies first, by name, then what follows from the
  // records, each once. Edges to what does not exist are left out. RESOURCE_EXHAUSTED
  // (LIMIT_EXCEEDED) beyond kMostNodes or kMostEdges.
  static absl::StatusOr<Graph> Of(const Landscape& landscape);

  const Landscape& landscape() const { return *landscape_; }
  const std::vector<Node>& nodes() const { return nodes_; }
  const std::vector<Edge>& edges() const { return edges_; }
  int size() const { return static_cast<int>(nodes_.size()); }
  // Place of a node; -1 when there is none of that name.
  int Find(absl::string_view name) const;

  const v1::Application& application(int node) const;
  const v1::Process& process(int node) const;
  const Initiative& project(int node) const;

 private:
  explicit Graph(const Landscape& landscape) : landscape_(&landscape) {}
  void AddNodes();
  void AddEdges();
  void Join(absl::string_view source, absl::string_view target, EdgeKind kind,
            const v1::Synergy* synergy = nullptr);

  const Landscape* landscape_;
  std::vector<Node> nodes_;
  std::vector<Edge> edges_;
  absl::flat_hash_map<absl::string_view, int> places_;
};

}  // namespace palier::landscape

#endif  // PALIER_REGISTRY_DOMAIN_LANDSCAPE_GRAPH_H_
