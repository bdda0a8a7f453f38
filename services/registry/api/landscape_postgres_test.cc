// SPDX-License-Identifier: Apache-2.0
// What the map asks of its store, on PostgreSQL: filters, forced deletes, and two writers at once.
#include <gmock/gmock.h>
#include <google/protobuf/empty.pb.h>
#include <gtest/gtest.h>

#include <thread>

#include "common/testing/private_postgres.h"
#include "palier/registry/v1/synergy_map_service.pb.h"
#include "registry/api/testing/landscape_fixture.h"

namespace palier::registry {
namespace {

using google::protobuf::Empty;

class LandscapeOnPostgresTest : public LandscapeFixture {
 protected:
  void SetUp() override {
    if (const auto reason = testing::PrivatePostgres::WhyNot()) GTEST_SKIP() << *reason;
    LandscapeFixture::SetUp();
  }
  // The suite goes before its store.
  void TearDown() override { suite_.reset(); }
  std::string StoreUrl() override {
    auto server = testing::PrivatePostgres::Start({});
    EXPECT_TRUE(server.ok()) << server.status();
    if (!server.ok()) return "";
    server_ = *std::move(server);
    return server_->url();
  }

  std::unique_ptr<testing::PrivatePostgres> server_;
};

TEST_F(LandscapeOnPostgresTest, EdgesAreOneAndGoWithTheirNodes) {
  for (const char* id : {"a", "b", "c"}) ASSERT_EQ(Add(id, Tool()).status(), absl::OkStatus());
  ASSERT_EQ(Add("ab", Edge("applications/a", "applications/b")).status(), absl::OkStatus());
  ASSERT_EQ(Add("ca", Edge("applications/c", "applications/a")).status(), absl::OkStatus());
  ASSERT_EQ(Add("bc", Edge("applications/b", "applications/c")).status(), absl::OkStatus());
  EXPECT_EQ(FirstField(Add("again", Edge("applications/a", "applications/b")).status()),
            "synergy.target");
  v1::DeleteApplicationRequest deletion;
  deletion.set_name(Firm("applications/a"));
  EXPECT_EQ(status::ReasonOf(Call<Empty>(deletion).status()), error::v1::RESOURCE_HAS_CHILDREN);
  deletion.set_force(true);
  ASSERT_EQ(Call<Empty>(deletion).status(), absl::OkStatus());
  v1::ListSynergiesRequest list;
  list.set_parent(kFirm);
  const auto left = Call<v1::ListSynergiesResponse>(list);
  ASSERT_EQ(left.status(), absl::OkStatus());
  ASSERT_EQ(left->synergies_size(), 1);
  EXPECT_EQ(left->synergies(0).name(), Firm("synergies/bc"));
}

TEST_F(LandscapeOnPostgresTest, CostsOfShowcasesAreFound) {
  RecordProperty("requirement", "S4-02");
  ASSERT_EQ(Add("p", v1::Project()).status(), absl::OkStatus());
  v1::Entry cost;
  cost.mutable_cost_line()->set_category(v1::CostLine::LICENCES);
  *cost.mutable_cost_line()->mutable_amount() = Euros(12);
  ASSERT_TRUE(Create<v1::CreateEntryRequest>("one", cost, "dev", Firm("projects/p")).ok());
  v1::ReportShowcasesRequest request;
  request.set_parent(kFirm);
  const auto report = Call<v1::ReportShowcasesResponse>(request);
  ASSERT_EQ(report.status(), absl::OkStatus());
  ASSERT_EQ(report->showcases_size(), 1);
  ASSERT_EQ(report->showcases(0).single_costs_size(), 1);
  EXPECT_EQ(report->showcases(0).single_costs(0).units(), 12);
}

// Each of two edges is harmless alone; together they are a cycle.
TEST_F(LandscapeOnPostgresTest, OfTwoThatCloseACycleOneIsRefused) {
  constexpr int kPairs = 6;
  for (int pair = 0; pair < kPairs; ++pair) {
    for (const char* side : {"a", "b"})
      ASSERT_EQ(Add(absl::StrCat(side, pair), v1::Project()).status(), absl::OkStatus());
  }
  for (int pair = 0; pair < kPairs; ++pair) {
    const std::string a = absl::StrCat("projects/a", pair);
    const std::string b = absl::StrCat("projects/b", pair);
    absl::Status there, back;
    const auto add = [&](const std::string& from, const std::string& to, const char* way,
                         absl::Status* status) {
      v1::Synergy edge = Edge(from, to);
      edge.set_dependency(true);
      *status = Add(absl::StrCat(way, pair), edge).status();
    };
    std::thread other(add, b, a, "back", &back);
    add(a, b, "there", &there);
    other.join();
    EXPECT_NE(there.ok(), back.ok()) << there << " / " << back;
    const absl::Status& refused = there.ok() ? back : there;
    EXPECT_EQ(status::ReasonOf(refused), error::v1::DEPENDENCY_CYCLE) << refused;
  }
  v1::PlanRoadmapRequest request;
  request.set_parent(kFirm);
  const auto plan = Call<v1::PlanRoadmapResponse>(request);
  ASSERT_EQ(plan.status(), absl::OkStatus());
  EXPECT_EQ(plan->total(), 2 * kPairs);
}

}  // namespace
}  // namespace palier::registry
