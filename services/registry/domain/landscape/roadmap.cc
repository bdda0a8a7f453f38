// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/landscape/roadmap.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_join.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "registry/domain/landscape/links.h"

namespace palier::landscape {
namespace {

absl::Status Cycle(std::vector<std::string> names) {
  names.push_back(names.front());
  return status::Error(absl::StatusCode::kFailedPrecondition, error::v1::DEPENDENCY_CYCLE,
                       {"These need each other, so that none can come first: {cycle}",
                        "Ceux-ci ont besoin les uns des autres, aucun ne peut venir en premier : "
                        "{cycle}"})
      .With("cycle", absl::StrJoin(names, " -> "));
}

// What is known of each node, and the dependencies between them.
class Plan {
 public:
  explicit Plan(const Graph& graph) : graph_(graph), makers_(graph.size()) {
    for (const Edge& edge : graph.edges()) {
      if (edge.kind == EdgeKind::kProjectApplication && IsOpen(edge.source))
        makers_[edge.target].push_back(edge.source);
    }
  }

  absl::StatusOr<std::vector<RoadmapStep>> Steps() {
    RETURN_IF_ERROR(Expand());
    const std::vector<int> cycle = FindCycle(graph_.size(), links_);
    if (!cycle.empty()) {
      std::vector<std::string> names;
      for (const int node : cycle) names.emplace_back(graph_.nodes()[node].name);
      return Cycle(std::move(names));
    }
    return InOrder();
  }

 private:
  bool IsProject(int node) const { return graph_.nodes()[node].kind == NodeKind::kProject; }
  bool IsOpen(int node) const {
    return IsProject(node) && graph_.project(node).alive() &&
           graph_.project(node).stage != v1::Project::RUN;
  }

  // An application stands for the open projects that make it.
  std::vector<int> StandingFor(int node) const {
    return makers_[node].empty() ? std::vector<int>{node} : makers_[node];
  }

  absl::Status Expand() {
    std::set<std::pair<int, int>> links;
    for (const Edge& edge : graph_.edges()) {
      if (edge.synergy == nullptr || !edge.synergy->dependency()) continue;
      const std::vector<int> first = StandingFor(edge.source);
      const std::vector<int> then = StandingFor(edge.target);
      for (const int a : first) {
        // Who makes both ends settles it within the project.
        if (std::find(then.begin(), then.end(), a) != then.end()) continue;
        for (const int b : then) {
          const bool done = IsProject(b) && !IsOpen(b);
          if (done || std::find(first.begin(), first.end(), b) != first.end()) continue;
          links.emplace(a, b);
          if (links.size() > kMostEdges) return TooManyEdges();
        }
      }
    }
    links_.assign(links.begin(), links.end());
    return absl::OkStatus();
  }

  absl::StatusOr<std::vector<RoadmapStep>> InOrder() const {
    std::vector<std::vector<int>> before(graph_.size());
    for (const auto& [from, to] : links_) before[to].push_back(from);
    std::vector<int> depth(graph_.size(), 0);  // open projects on the longest way to the node
    std::vector<std::set<int>> needs(graph_.size());  // projects right before it
    size_t held = 0;
    std::vector<RoadmapStep> steps;
    for (const int node : TopologicalOrder(graph_.size(), links_)) {
      for (const int earlier : before[node]) {
        depth[node] = std::max(depth[node], depth[earlier] + (IsOpen(earlier) ? 1 : 0));
        if (IsProject(earlier)) {
          needs[node].insert(earlier);
        } else {
          needs[node].insert(needs[earlier].begin(), needs[earlier].end());
        }
      }
      held += needs[node].size();
      if (held > 2 * kMostEdges) return TooManyEdges();
      if (IsOpen(node)) steps.push_back(StepOf(node, depth[node] + 1, needs[node]));
    }
    std::sort(steps.begin(), steps.end(), [](const RoadmapStep& a, const RoadmapStep& b) {
      return std::make_pair(a.level, a.project) < std::make_pair(b.level, b.project);
    });
    return steps;
  }

  RoadmapStep StepOf(int project, int level, const std::set<int>& needs) const {
    RoadmapStep step{project, level, {}, {}};
    for (const int need : needs) {
      if (IsOpen(need)) {
        step.needs.push_back(need);
      } else if (!graph_.project(need).alive()) {
        step.lost_needs.push_back(need);
      }
    }
    return step;
  }

  const Graph& graph_;
  std::vector<std::vector<int>> makers_;  // open projects that make an application
  Links links_;
};

}  // namespace

absl::StatusOr<std::vector<RoadmapStep>> PlanRoadmap(const Graph& graph) {
  return Plan(graph).Steps();
}

absl::Status CheckNoCycle(const std::vector<v1::Synergy>& synergies,
                          const v1::Synergy& dependency) {
  std::vector<absl::string_view> names;
  absl::flat_hash_map<absl::string_view, int> places;
  const auto place = [&](absl::string_view name) {
    const auto [found, fresh] = places.try_emplace(name, static_cast<int>(names.size()));
    if (fresh) names.push_back(name);
    return found->second;
  };
  Links links;
  const int from = place(dependency.source());
  const int to = place(dependency.target());
  for (const v1::Synergy& other : synergies) {
    if (other.dependency() && other.name() != dependency.name()) {
      const int source = place(other.source());
      links.emplace_back(source, place(other.target()));
    }
  }
  const std::vector<int> back = ShortestPath(static_cast<int>(names.size()), links, to, from);
  if (back.empty()) return absl::OkStatus();
  std::vector<std::string> cycle;
  for (const int node : back) cycle.emplace_back(names[node]);
  std::rotate(cycle.begin(), cycle.end() - 1, cycle.end());  // begins with the new edge
  return Cycle(std::move(cycle));
}

}  // namespace palier::landscape
