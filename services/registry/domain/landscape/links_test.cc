// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/landscape/links.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

namespace palier::landscape {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct RandomGraph {
  int nodes;
  Links links;
};

// Of `most` nodes at most, sparse and dense, with self-links and parallel ones.
RandomGraph Draw(std::mt19937& random, int most) {
  RandomGraph graph;
  graph.nodes = std::uniform_int_distribution<int>(1, most)(random);
  const int links = std::uniform_int_distribution<int>(0, graph.nodes * 2)(random);
  std::uniform_int_distribution<int> node(0, graph.nodes - 1);
  for (int i = 0; i < links; ++i) graph.links.emplace_back(node(random), node(random));
  return graph;
}

// Warshall: what reaches what, by at least one link.
std::vector<std::vector<bool>> Reach(const RandomGraph& graph, bool both_ways) {
  std::vector<std::vector<bool>> reach(graph.nodes, std::vector<bool>(graph.nodes, false));
  for (const auto& [from, to] : graph.links) {
    reach[from][to] = true;
    if (both_ways) reach[to][from] = true;
  }
  for (int k = 0; k < graph.nodes; ++k) {
    for (int i = 0; i < graph.nodes; ++i) {
      for (int j = 0; j < graph.nodes; ++j)
        reach[i][j] = reach[i][j] || (reach[i][k] && reach[k][j]);
    }
  }
  return reach;
}

int PiecesWithout(const RandomGraph& graph, int without) {
  RandomGraph rest{graph.nodes, {}};
  for (const auto& link : graph.links) {
    if (link.first != without && link.second != without) rest.links.push_back(link);
  }
  const auto reach = Reach(rest, true);
  int pieces = 0;
  for (int node = 0; node < rest.nodes; ++node) {
    bool first = node != without;
    for (int other = 0; other < node; ++other) first = first && !reach[node][other];
    pieces += first;
  }
  return pieces;
}

bool IsLink(const Links& links, int from, int to) {
  return std::find(links.begin(), links.end(), std::make_pair(from, to)) != links.end();
}

TEST(LinksTest, ComponentsAgreeWithTheNaiveWay) {
  std::mt19937 random(1);
  for (int round = 0; round < 300; ++round) {
    const RandomGraph graph = Draw(random, 30);
    const auto reach = Reach(graph, true);
    const std::vector<int> components = Components(graph.nodes, graph.links);
    for (int a = 0; a < graph.nodes; ++a) {
      EXPECT_LE(components[a], a);
      for (int b = 0; b < graph.nodes; ++b)
        EXPECT_EQ(components[a] == components[b], a == b || reach[a][b]) << a << " " << b;
    }
  }
}

TEST(LinksTest, CutNodesAgreeWithTheNaiveWay) {
  std::mt19937 random(2);
  int cuts_seen = 0;
  for (int round = 0; round < 300; ++round) {
    const RandomGraph graph = Draw(random, 14);
    const std::vector<int> cuts = CutNodes(graph.nodes, graph.links);
    const std::vector<int> components = Components(graph.nodes, graph.links);
    const int whole = static_cast<int>(std::set(components.begin(), components.end()).size());
    for (int node = 0; node < graph.nodes; ++node) {
      const bool alone = std::count(components.begin(), components.end(), components[node]) == 1;
      const int without = PiecesWithout(graph, node) + (alone ? 1 : 0);
      EXPECT_EQ(std::binary_search(cuts.begin(), cuts.end(), node), without > whole) << node;
    }
    cuts_seen += static_cast<int>(cuts.size());
  }
  EXPECT_GT(cuts_seen, 100);
}

TEST(LinksTest, OrderRespectsEveryLinkOrThereIsACycle) {
  std::mt19937 random(3);
  int orders = 0;
  int cycles = 0;
  for (int round = 0; round < 500; ++round) {
    RandomGraph graph = Draw(random, 12);
    if (round % 2 == 0) {
      for (auto& [from, to] : graph.links) {
        if (from > to) std::swap(from, to);
      }
      graph.links.erase(std::remove_if(graph.links.begin(), graph.links.end(),
                                       [](const auto& link) { return link.first == link.second; }),
                        graph.links.end());
    }
    const auto reach = Reach(graph, false);
    bool cyclic = false;
    for (int node = 0; node < graph.nodes; ++node) cyclic = cyclic || reach[node][node];
    const std::vector<int> order = TopologicalOrder(graph.nodes, graph.links);
    const std::vector<int> cycle = FindCycle(graph.nodes, graph.links);
    EXPECT_EQ(order.empty(), cyclic);
    EXPECT_EQ(!cycle.empty(), cyclic);
    for (size_t i = 0; i < cycle.size(); ++i)
      EXPECT_TRUE(IsLink(graph.links, cycle[i], cycle[(i + 1) % cycle.size()]));
    EXPECT_EQ(std::set(cycle.begin(), cycle.end()).size(), cycle.size());
    cycles += cyclic;
    if (cyclic) continue;
    ++orders;
    ASSERT_EQ(static_cast<int>(order.size()), graph.nodes);
    std::vector<int> at(graph.nodes);
    for (int i = 0; i < graph.nodes; ++i) at[order[i]] = i;
    for (const auto& [from, to] : graph.links) EXPECT_LT(at[from], at[to]);
  }
  EXPECT_GT(orders, 100);
  EXPECT_GT(cycles, 50);
}

TEST(LinksTest, ShortestPathsExistWhereSomethingIsReached) {
  std::mt19937 random(4);
  for (int round = 0; round < 300; ++round) {
    const RandomGraph graph = Draw(random, 12);
    const auto reach = Reach(graph, false);
    for (int to = 1; to < graph.nodes; ++to) {
      const std::vector<int> path = ShortestPath(graph.nodes, graph.links, 0, to);
      ASSERT_EQ(!path.empty(), reach[0][to]);
      if (path.empty()) continue;
      EXPECT_EQ(path.front(), 0);
      EXPECT_EQ(path.back(), to);
      for (size_t i = 1; i < path.size(); ++i)
        EXPECT_TRUE(IsLink(graph.links, path[i - 1], path[i]));
    }
  }
}

TEST(LinksTest, KnownAnswers) {
  EXPECT_THAT(TopologicalOrder(4, {{3, 0}, {2, 1}}), ElementsAre(2, 1, 3, 0));
  EXPECT_THAT(FindCycle(5, {{0, 1}, {3, 4}, {4, 2}, {2, 3}}), ElementsAre(2, 3, 4));
  EXPECT_THAT(FindCycle(2, {{1, 1}}), ElementsAre(1));
  EXPECT_THAT(CutNodes(4, {{0, 1}, {1, 2}, {1, 3}}), ElementsAre(1));
  EXPECT_THAT(ShortestPath(4, {{0, 1}, {1, 2}, {2, 3}, {0, 2}}, 0, 3), ElementsAre(0, 2, 3));
  EXPECT_THAT(ShortestPath(2, {}, 1, 1), ElementsAre(1));
  EXPECT_THAT(ShortestPath(2, {{0, 1}}, 1, 0), IsEmpty());
}

// A chain as long as an evaluation may be: nothing recurses.
TEST(LinksTest, LongChainsTakeNoStack) {
  constexpr int kNodes = 100'000;
  Links links;
  for (int node = 1; node < kNodes; ++node) links.emplace_back(node - 1, node);
  EXPECT_EQ(CutNodes(kNodes, links).size(), kNodes - 2u);
  EXPECT_EQ(Components(kNodes, links).back(), 0);
  EXPECT_EQ(TopologicalOrder(kNodes, links).back(), kNodes - 1);
}

}  // namespace
}  // namespace palier::landscape
