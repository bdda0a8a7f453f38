// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/landscape/graph.h"

#include <algorithm>
#include <set>

namespace palier::landscape {
namespace {

template <typename Records>
void Collect(const Records& records, NodeKind kind, std::vector<Node>& nodes) {
  for (size_t i = 0; i < records.size(); ++i) {
    Node node{kind, records[i].name(), records[i].display_name(), "", static_cast<int>(i)};
    if constexpr (!std::is_same_v<typename Records::value_type, v1::DataSource>)
      node.department = records[i].department();
    nodes.push_back(node);
  }
}

std::set<absl::string_view> ChainApplications(const v1::Process& process) {
  std::set<absl::string_view> applications;
  for (const v1::ChainStep& step : process.chain()) applications.insert(step.application());
  return applications;
}

}  // namespace

absl::StatusOr<Graph> Graph::Of(const Landscape& landscape) {
  Graph graph(landscape);
  graph.AddNodes();
  if (graph.nodes_.size() > kMostNodes) return TooManyNodes();
  if (landscape.synergies.size() > kMostEdges) return TooManyEdges();
  graph.AddEdges();
  if (graph.edges_.size() > kMostEdges) return TooManyEdges();
  return graph;
}

void Graph::AddNodes() {
  Collect(landscape_->applications, NodeKind::kApplication, nodes_);
  Collect(landscape_->data_sources, NodeKind::kDataSource, nodes_);
  Collect(landscape_->processes, NodeKind::kProcess, nodes_);
  const auto& projects = landscape_->projects;
  for (size_t i = 0; i < projects.size(); ++i) {
    nodes_.push_back({NodeKind::kProject, projects[i].name, projects[i].display_name,
                      projects[i].department, static_cast<int>(i)});
  }
  std::sort(nodes_.begin(), nodes_.end(),
            [](const Node& a, const Node& b) { return a.name < b.name; });
  for (int i = 0; i < size(); ++i) places_.emplace(nodes_[i].name, i);
}

void Graph::AddEdges() {
  std::vector<const v1::Synergy*> synergies;
  for (const v1::Synergy& synergy : landscape_->synergies) synergies.push_back(&synergy);
  std::sort(synergies.begin(), synergies.end(),
            [](const auto* a, const auto* b) { return a->name() < b->name(); });
  for (const v1::Synergy* synergy : synergies)
    Join(synergy->source(), synergy->target(), EdgeKind::kSynergy, synergy);
  for (const Node& node : nodes_) {
    // One more than allowed is enough to refuse, however long the lists are.
    if (edges_.size() > kMostEdges) return;
    if (node.kind == NodeKind::kProject) {
      const auto& made = landscape_->projects[node.record].applications;
      for (const absl::string_view application :
           std::set<absl::string_view>(made.begin(), made.end()))
        Join(node.name, application, EdgeKind::kProjectApplication);
    } else if (node.kind == NodeKind::kProcess) {
      for (const absl::string_view application :
           ChainApplications(landscape_->processes[node.record]))
        Join(application, node.name, EdgeKind::kChainStep);
    } else if (node.kind == NodeKind::kApplication) {
      const auto& read = landscape_->applications[node.record].data_sources();
      for (const absl::string_view source : std::set<absl::string_view>(read.begin(), read.end()))
        Join(source, node.name, EdgeKind::kDataRead);
    }
  }
}

void Graph::Join(absl::string_view source, absl::string_view target, EdgeKind kind,
                 const v1::Synergy* synergy) {
  const int from = Find(source);
  const int to = Find(target);
  if (from >= 0 && to >= 0) edges_.push_back({from, to, kind, synergy});
}

int Graph::Find(absl::string_view name) const {
  const auto found = places_.find(name);
  return found == places_.end() ? -1 : found->second;
}

const v1::Application& Graph::application(int node) const {
  return landscape_->applications[nodes_[node].record];
}

const v1::Process& Graph::process(int node) const {
  return landscape_->processes[nodes_[node].record];
}

const Initiative& Graph::project(int node) const {
  return landscape_->projects[nodes_[node].record];
}

}  // namespace palier::landscape
