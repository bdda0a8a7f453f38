// SPDX-License-Identifier: Apache-2.0
#include "reporting/monitoring/monitoring.h"

#include <gtest/gtest.h>

#include "reporting/figures/peer_fixture.h"

namespace palier::reporting {
namespace {

class MonitoringTest : public PeerFigureFixture {
 protected:
  MonitoringTest() {
    Add("a", absl::StrCat("stage: RUN department: 'd/ops' applications: 'a/chat'"));
    Add("b", "stage: LIMITED department: 'd/ops' applications: 'a/chat' applications: 'a/mail'");
    Add("c", "stage: POC");
    Add("gone", "stage: RETIRED department: 'd/ops'");
    kpi_->projects[NameOf("a")].adoption = Read<kpi::v1::Adoption>(
        "periods { label: 'W1' } periods { label: 'W2' "
        "units { unit: 'organizations/acme' active_user_count: 20 active_day_count: 50 } "
        "units { unit: 'organizations/acme/teams/x' segment: REGULAR quadrant: CHAMPION } "
        "units { unit: 'organizations/acme/teams/y' segment: TRYING quadrant: PROMISING } "
        "units { unit: 'organizations/acme/teams/z' hidden: true } } "
        "benefits { kpi: 'k' display_name: 'Lead time' unit: 'd' decimal: '7.5' }");
    kpi_->projects[NameOf("b")].adoption = Read<kpi::v1::Adoption>(
        "periods { label: 'W2' "
        "units { unit: 'organizations/acme' active_user_count: 10 active_day_count: 10 } }");
  }

  Panels Of(Grouping grouping, const std::string& group) const {
    for (const Panels& panels : PanelsBy(grouping, model_))
      if (panels.group == group) return panels;
    ADD_FAILURE() << group;
    return {};
  }
};

TEST_F(MonitoringTest, HowManyHowOftenAndForWhatByApplication) {
  RecordProperty("requirement", "S4-13 S1-37");
  const auto all = PanelsBy(Grouping::kApplication, model_);
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[0].group, "a/chat") << "the most used first";
  EXPECT_EQ(all[0].users, 30);
  EXPECT_DOUBLE_EQ(all[0].user_days, 60);
  ASSERT_EQ(all[0].performance.size(), 1u);
  EXPECT_EQ(all[0].performance[0].decimal, "7.5");
  EXPECT_EQ(all[0].performance[0].period, "W2");
  EXPECT_EQ(all[1].users, 10) << "a project of two applications counts with each";
  EXPECT_FALSE(all[2].users.has_value());
  EXPECT_EQ(all[2].group, "");
}

TEST_F(MonitoringTest, TheFourPanelsOfADepartment) {
  RecordProperty("requirement", "S1-37");
  AddRollout("r", absl::StrCat("project: '", NameOf("a"), "'")).learning =
      Read<rollout::v1::QueryLearningResponse>("key_user_count: 10 trained_key_user_count: 7");
  AddRollout("few", absl::StrCat("project: '", NameOf("a"), "'")).learning =
      Read<rollout::v1::QueryLearningResponse>("key_user_count: 3 withheld: true");
  kpi_->returns = Read<kpi::v1::QueryReturnsResponse>(
      "domains { group: 'd/ops' figures { realised_return: 0.5 } } "
      "domains { group: 'd/other' figures { realised_return: 9 } }");
  const Panels ops = Of(Grouping::kDepartment, "d/ops");
  EXPECT_EQ(ops.projects, (std::vector<std::string>{NameOf("a"), NameOf("b")}));
  EXPECT_EQ(ops.regular_teams, 1);
  EXPECT_EQ(ops.told_teams, 2);
  EXPECT_EQ(ops.hidden_teams, 1);
  EXPECT_EQ(ops.hardly_using, 1);
  EXPECT_EQ(ops.champions, 1);
  EXPECT_EQ(ops.promising, 1);
  EXPECT_EQ(ops.captives + ops.distant, 0);
  EXPECT_EQ(ops.key_users, 10) << "what is withheld does not count";
  EXPECT_EQ(ops.trained_key_users, 7);
  ASSERT_TRUE(ops.returns.has_value());
  EXPECT_DOUBLE_EQ(ops.returns->realised_return(), 0.5);
  EXPECT_FALSE(Of(Grouping::kDepartment, "").key_users.has_value());
}

TEST_F(MonitoringTest, WithoutTheOthersOnlyTheProjectsAreKnown) {
  model_.kpi = {};
  model_.rollout = {};
  const Panels ops = Of(Grouping::kDepartment, "d/ops");
  EXPECT_EQ(ops.projects.size(), 2u);
  EXPECT_FALSE(ops.users.has_value());
  EXPECT_TRUE(ops.performance.empty());
  EXPECT_FALSE(ops.returns.has_value());
}

}  // namespace
}  // namespace palier::reporting
