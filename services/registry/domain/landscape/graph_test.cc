// SPDX-License-Identifier: Apache-2.0
// The graph, and what is found in it: islands, silos, clusters, proposals.
#include "registry/domain/landscape/graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/status/error.h"
#include "registry/domain/landscape/clusters.h"
#include "registry/domain/landscape/islands.h"
#include "registry/domain/landscape/proposals.h"
#include "registry/domain/landscape/testing/house.h"

namespace palier::landscape {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Customer communication (mail, chat, quotes), accounting (scan, ledger) and three loners.
House SmallHouse() {
  House house;
  house.DataSource("crm").add_consumers(In("departments/sales"));
  house.landscape.data_sources[0].add_requesters(In("departments/support"));
  house.DataSource("erp").add_consumers(In("departments/sales"));
  house.DataSource("wiki").add_requesters(In("departments/sales"));
  v1::DataSource& shared = house.DataSource("shared");
  for (const char* id : {"sales", "legal"})
    shared.add_consumers(In(absl::StrCat("departments/", id)));
  shared.add_requesters(In("departments/support"));
  house.Application("mail", "sales", {"text-generation"});
  house.Application("chat", "support", {"text-generation"});
  house.Application("quotes", "sales").add_data_sources(In("dataSources/erp"));
  house.Application("scan", "accounting");
  house.Application("ledger", "accounting").set_ai(false);
  house.Application("poet", "marketing", {"poetry"});
  house.Application("old", "marketing").set_state(v1::Application::WITHDRAWN);
  house.Application("robot", "plant");
  house.Process("quotation", "sales", 400, {"", "quotes"});
  house.Process("invoices", "accounting", 900, {"scan", "ledger"});
  house.Project("customer", v1::Project::POC, {"mail", "quotes"});
  house.Project("solo");
  house.Synergy("applications/mail", "applications/chat", v1::Synergy::WORKFLOW, 1000);
  house.Synergy("applications/chat", "projects/customer", v1::Synergy::DATA, 500, "USD");
  house.Synergy("applications/poet", "applications/gone", v1::Synergy::DATA, 9);
  return house;
}

TEST(GraphTest, IslandsAreExact) {
  RecordProperty("requirement", "S1-01");
  const House house = SmallHouse();
  EXPECT_THAT(Islands(house.Map()), ElementsAre(In("applications/poet"), In("applications/robot")));
}

struct IslandCase {
  const char* what;
  void (*change)(House&);
  bool island;
};

TEST(GraphTest, EachKindOfLinkMakesNoIsland) {
  RecordProperty("requirement", "S1-01");
  const IslandCase cases[] = {
      {"nothing", [](House&) {}, true},
      {"data",
       [](House& house) {
         house.DataSource("erp");
         house.landscape.applications[0].add_data_sources(In("dataSources/erp"));
       },
       false},
      {"data that does not exist",
       [](House& house) {
         house.landscape.applications[0].add_data_sources(In("dataSources/gone"));
       },
       true},
      {"a synergy", [](House& house) { house.Synergy("applications/a", "applications/b"); }, false},
      {"a function that another has",
       [](House& house) { house.Application("c", "hr", {"poetry"}); }, false},
      {"a function that a withdrawn one has",
       [](House& house) {
         house.Application("c", "hr", {"poetry"}).set_state(v1::Application::WITHDRAWN);
       },
       true},
      {"a chain of its own",
       [](House& house) {
         house.Process("p", "hr", 1, {"a", "", "a"});
       },
       true},
      {"a chain with another",
       [](House& house) {
         house.Process("p", "hr", 1, {"a", "b"});
       },
       false},
      {"withdrawn",
       [](House& house) { house.landscape.applications[0].set_state(v1::Application::WITHDRAWN); },
       false},
      {"no AI", [](House& house) { house.landscape.applications[0].set_ai(false); }, false},
  };
  for (const IslandCase& each : cases) {
    House house;
    house.Application("a", "sales", {"poetry"});
    house.Application("b", "sales").set_ai(false);
    each.change(house);
    const std::vector<std::string> islands = Islands(house.Map());
    EXPECT_EQ(std::count(islands.begin(), islands.end(), In("applications/a")), each.island)
        << each.what;
  }
}

TEST(GraphTest, SilosHaveOneConsumerAndRequests) {
  RecordProperty("requirement", "S1-04");
  const House house = SmallHouse();
  std::vector<std::string> names;
  for (const v1::DataSource* silo : Silos(house.landscape)) names.push_back(silo->name());
  EXPECT_THAT(names, ElementsAre(In("dataSources/crm")));
}

TEST(GraphTest, ClustersSayWhatJoinsThem) {
  RecordProperty("requirement", "S1-28");
  const House house = SmallHouse();
  const Graph graph = house.Map();
  const std::vector<Cluster> clusters = FindClusters(graph);
  ASSERT_EQ(clusters.size(), 2u);
  EXPECT_THAT(NamesOf(graph, clusters[0].members),
              ElementsAre("applications/chat", "applications/mail", "applications/quotes",
                          "processes/quotation", "projects/customer"));
  EXPECT_THAT(NamesOf(graph, {clusters[0].hub}), ElementsAre("projects/customer"));
  EXPECT_THAT(NamesOf(graph, clusters[0].cuts),
              ElementsAre("applications/quotes", "projects/customer"));
  EXPECT_EQ(clusters[0].edges.size(), 5u);
  const auto gains = clusters[0].yearly_gains.all();
  ASSERT_EQ(gains.size(), 2u);  // two currencies, never one sum
  EXPECT_EQ(AmountText(gains[0]), "1000.00 EUR");
  EXPECT_EQ(AmountText(gains[1]), "500.00 USD");
  EXPECT_THAT(NamesOf(graph, clusters[1].members),
              ElementsAre("applications/ledger", "applications/scan", "processes/invoices"));
  EXPECT_THAT(NamesOf(graph, clusters[1].cuts), ElementsAre("processes/invoices"));
}

TEST(GraphTest, OfEqualHubsTheFirstByName) {
  House house;
  for (const char* id : {"a", "b", "c"}) house.Application(id, "hr");
  house.Synergy("applications/c", "applications/b");
  house.Synergy("applications/a", "applications/c");
  house.Synergy("applications/b", "applications/a");
  const Graph graph = house.Map();
  EXPECT_THAT(NamesOf(graph, {FindClusters(graph)[0].hub}), ElementsAre("applications/a"));
}

TEST(GraphTest, SharedDataJoinsNoCluster) {
  House house;
  house.DataSource("erp");
  house.Application("a", "hr").add_data_sources(In("dataSources/erp"));
  house.Application("b", "hr").add_data_sources(In("dataSources/erp"));
  EXPECT_THAT(FindClusters(house.Map()), IsEmpty());
}

TEST(GraphTest, TheSameFunctionInTwoDepartmentsProposesAnEdge) {
  RecordProperty("requirement", "S1-65");
  House house;
  house.Application("a", "sales", {"text-generation", "poetry"});
  house.Application("b", "support", {"text-generation", "poetry"});
  house.Application("c", "support", {"text-generation"});
  house.Application("d", "", {"text-generation"});
  house.Application("e", "hr", {"text-generation"}).set_state(v1::Application::WITHDRAWN);
  const Proposals two = ProposeHorizontal(house.Map());
  ASSERT_EQ(two.edges.size(), 2u);  // a-b once though they share two, not b-c
  EXPECT_EQ(two.edges[0].ai_function, In("aiFunctions/poetry"));
  EXPECT_THAT(NamesOf(house.Map(), {two.edges[1].source, two.edges[1].target}),
              ElementsAre("applications/a", "applications/c"));
  EXPECT_FALSE(two.more);
  house.Synergy("applications/c", "applications/a");
  EXPECT_EQ(ProposeHorizontal(house.Map()).edges.size(), 1u);
}

TEST(GraphTest, ProposalsAreBounded) {
  House house;
  for (int i = 0; i < 80; ++i)
    house.Application(absl::StrCat("a", i), absl::StrCat("d", i % 40), {"text-generation"});
  const Proposals proposals = ProposeHorizontal(house.Map());
  EXPECT_EQ(proposals.edges.size(), static_cast<size_t>(kMostProposals));
  EXPECT_TRUE(proposals.more);
}

TEST(GraphTest, RefusesWhatIsTooLarge) {
  House house;
  house.Application("a", "hr");
  house.Application("b", "hr");
  for (int i = 0; i < kMostEdges; ++i) house.Synergy("applications/a", "applications/b");
  EXPECT_EQ(Graph::Of(house.landscape).status(), absl::OkStatus());
  house.Process("p", "hr", 1, {"a"});  // one edge more
  const absl::Status edges = Graph::Of(house.landscape).status();
  EXPECT_EQ(edges.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(status::ReasonOf(edges), error::v1::LIMIT_EXCEEDED);
  EXPECT_EQ(status::DetailOf(edges).metadata().at("subject"), "edges");

  House wide;
  for (int i = 0; i <= kMostNodes; ++i) wide.Project(absl::StrCat("p", i));
  EXPECT_EQ(status::DetailOf(Graph::Of(wide.landscape).status()).metadata().at("subject"), "nodes");
}

}  // namespace
}  // namespace palier::landscape
