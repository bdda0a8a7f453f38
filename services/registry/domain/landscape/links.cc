// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/landscape/links.h"

#include <algorithm>
#include <deque>
#include <functional>
#include <numeric>
#include <queue>

namespace palier::landscape {
namespace {

int Root(std::vector<int>& parent, int node) {
  while (parent[node] != node) {
    parent[node] = parent[parent[node]];
    node = parent[node];
  }
  return node;
}

Links BothWays(const Links& links) {
  Links both = links;
  for (const auto& [from, to] : links) both.emplace_back(to, from);
  return both;
}

std::vector<int> IncomingCounts(int nodes, const Links& links) {
  std::vector<int> counts(nodes, 0);
  for (const auto& link : links) ++counts[link.second];
  return counts;
}

// Depth-first search of Hopcroft and Tarjan: a node is a cut when what was found below one of its
// children reaches nothing above the node, or when it is a root with two children.
class CutSearch {
 public:
  CutSearch(int nodes, const Links& links)
      : next_(Neighbours(nodes, BothWays(links))),
        found_(nodes, 0),
        lowest_(nodes, 0),
        cut_(nodes, false) {}

  std::vector<int> Run() {
    std::vector<int> cuts;
    const int nodes = static_cast<int>(next_.size());
    for (int node = 0; node < nodes; ++node) {
      if (found_[node] == 0) SearchFrom(node);
    }
    for (int node = 0; node < nodes; ++node) {
      if (cut_[node]) cuts.push_back(node);
    }
    return cuts;
  }

 private:
  struct Frame {
    int node;
    int parent;
    size_t at = 0;  // next neighbour to look at
  };

  void Enter(int node, int parent) {
    found_[node] = lowest_[node] = ++clock_;
    stack_.push_back({node, parent});
  }

  void SearchFrom(int root) {
    int children = 0;
    Enter(root, -1);
    while (!stack_.empty()) {
      Frame& top = stack_.back();
      if (top.at < next_[top.node].size()) {
        const int neighbour = next_[top.node][top.at++];
        if (found_[neighbour] == 0) {
          children += top.node == root;
          Enter(neighbour, top.node);
        } else if (neighbour != top.parent) {
          lowest_[top.node] = std::min(lowest_[top.node], found_[neighbour]);
        }
        continue;
      }
      const Frame done = top;
      stack_.pop_back();
      if (done.parent < 0) continue;
      lowest_[done.parent] = std::min(lowest_[done.parent], lowest_[done.node]);
      if (done.parent != root && lowest_[done.node] >= found_[done.parent])
        cut_[done.parent] = true;
    }
    if (children > 1) cut_[root] = true;
  }

  const std::vector<std::vector<int>> next_;
  std::vector<int> found_;   // when it was found, from 1; 0: not yet
  std::vector<int> lowest_;  // earliest found node that can be reached from below
  std::vector<bool> cut_;
  std::vector<Frame> stack_;
  int clock_ = 0;
};

}  // namespace

std::vector<std::vector<int>> Neighbours(int nodes, const Links& links) {
  std::vector<std::vector<int>> next(nodes);
  for (const auto& [from, to] : links) next[from].push_back(to);
  return next;
}

std::vector<int> Components(int nodes, const Links& links) {
  std::vector<int> parent(nodes);
  std::iota(parent.begin(), parent.end(), 0);
  for (const auto& [from, to] : links) {
    const int a = Root(parent, from);
    const int b = Root(parent, to);
    parent[std::max(a, b)] = std::min(a, b);  // the smallest stays the root
  }
  for (int node = 0; node < nodes; ++node) parent[node] = Root(parent, node);
  return parent;
}

std::vector<int> CutNodes(int nodes, const Links& links) {
  return CutSearch(nodes, links).Run();
}

std::vector<int> ShortestPath(int nodes, const Links& links, int from, int to) {
  const std::vector<std::vector<int>> next = Neighbours(nodes, links);
  std::vector<int> before(nodes, -1);
  before[from] = from;
  std::deque<int> queue = {from};
  while (!queue.empty() && before[to] < 0) {
    const int node = queue.front();
    queue.pop_front();
    for (const int neighbour : next[node]) {
      if (before[neighbour] >= 0) continue;
      before[neighbour] = node;
      queue.push_back(neighbour);
    }
  }
  if (before[to] < 0) return {};
  std::vector<int> path = {to};
  while (path.back() != from) path.push_back(before[path.back()]);
  std::reverse(path.begin(), path.end());
  return path;
}

std::vector<int> TopologicalOrder(int nodes, const Links& links) {
  const std::vector<std::vector<int>> next = Neighbours(nodes, links);
  std::vector<int> waiting = IncomingCounts(nodes, links);
  std::priority_queue<int, std::vector<int>, std::greater<int>> ready;
  for (int node = 0; node < nodes; ++node) {
    if (waiting[node] == 0) ready.push(node);
  }
  std::vector<int> order;
  while (!ready.empty()) {
    const int node = ready.top();
    ready.pop();
    order.push_back(node);
    for (const int neighbour : next[node]) {
      if (--waiting[neighbour] == 0) ready.push(neighbour);
    }
  }
  if (static_cast<int>(order.size()) < nodes) order.clear();
  return order;
}

std::vector<int> FindCycle(int nodes, const Links& links) {
  // What is left when all that waits for nothing is taken away has a link from within at each node.
  const std::vector<std::vector<int>> next = Neighbours(nodes, links);
  std::vector<int> waiting = IncomingCounts(nodes, links);
  std::vector<int> ready;
  for (int node = 0; node < nodes; ++node) {
    if (waiting[node] == 0) ready.push_back(node);
  }
  while (!ready.empty()) {
    const int node = ready.back();
    ready.pop_back();
    for (const int neighbour : next[node]) {
      if (--waiting[neighbour] == 0) ready.push_back(neighbour);
    }
  }
  std::vector<int> before(nodes, -1);
  for (const auto& [from, to] : links) {
    if (waiting[from] > 0 && waiting[to] > 0 && before[to] < 0) before[to] = from;
  }
  const auto left =
      std::find_if(waiting.begin(), waiting.end(), [](int count) { return count > 0; });
  if (left == waiting.end()) return {};
  int node = static_cast<int>(left - waiting.begin());
  std::vector<bool> passed(nodes, false);
  for (; !passed[node]; node = before[node]) passed[node] = true;
  std::vector<int> cycle = {node};
  for (int at = before[node]; at != node; at = before[at]) cycle.push_back(at);
  std::reverse(cycle.begin(), cycle.end());
  std::rotate(cycle.begin(), std::min_element(cycle.begin(), cycle.end()), cycle.end());
  return cycle;
}

}  // namespace palier::landscape
