// SPDX-License-Identifier: Apache-2.0
#include "reporting/staff/staff_page.h"

#include <gtest/gtest.h>

#include "reporting/figures/peer_fixture.h"

namespace palier::reporting {
namespace {

class StaffPageTest : public PeerFigureFixture {
 protected:
  StaffTool ToolOf(const std::string& id) const {
    for (const StaffTool& tool : MakeStaffPage(model_).tools)
      if (tool.project == NameOf(id)) return tool;
    ADD_FAILURE() << id;
    return {};
  }
};

TEST_F(StaffPageTest, ShowsWhatPeopleUseOrAreAboutTo) {
  for (const char* stage : {"IDEA", "SCOPING", "POC", "POST_POC", "LIMITED", "INDUSTRIALISATION",
                            "ROLLOUT", "RUN", "RETIRED", "STOPPED", "STAGE_UNKNOWN"})
    Add(stage, absl::StrCat("stage: ", stage));
  std::string shown;
  for (const StaffTool& tool : MakeStaffPage(model_).tools)
    absl::StrAppend(&shown, tool.display_name, " ");
  EXPECT_EQ(shown, "INDUSTRIALISATION LIMITED POC POST_POC ROLLOUT RUN ");
}

TEST_F(StaffPageTest, WhatWouldTellOfFewIsHiddenWithAllThatStandsBesideIt) {
  RecordProperty("requirement", "S0-32");
  Add("p", "stage: RUN");
  ProjectMeasures& measures = kpi_->projects[NameOf("p")];
  measures.saved_time = Read<kpi::v1::QuerySavedTimeResponse>("months { measured_hours: '70.60' }");
  EXPECT_FALSE(ToolOf("p").users.has_value());
  EXPECT_FALSE(ToolOf("p").hours.has_value()) << "nobody knows of how many people they are";
  measures.adoption = Read<kpi::v1::Adoption>(
      "periods { label: 'W1' units { unit: 'organizations/acme' hidden: true } "
      "units { unit: 'organizations/acme/departments/ops' active_user_count: 9 } }");
  EXPECT_FALSE(ToolOf("p").users.has_value());
  EXPECT_TRUE(ToolOf("p").departments.empty());
  EXPECT_FALSE(ToolOf("p").hours.has_value());
  EXPECT_EQ(ToolOf("p").period, "");
  measures.adoption = Read<kpi::v1::Adoption>(
      "periods { label: 'W1' units { unit: 'organizations/acme' active_user_count: 5 } } "
      "periods { label: 'W2' units { unit: 'organizations/acme' active_user_count: 14 } "
      "units { unit: 'organizations/acme/departments/ops' active_user_count: 9 } "
      "units { unit: 'organizations/acme/departments/lab' hidden: true } "
      "units { unit: 'organizations/acme/teams/desk' active_user_count: 9 } }");
  EXPECT_EQ(ToolOf("p").users, 14);
  EXPECT_EQ(ToolOf("p").period, "W2");
  EXPECT_EQ(ToolOf("p").departments.size(), 1u) << "no teams, no hidden ones";
  EXPECT_EQ(ToolOf("p").hours, 71);
  measures.adoption->mutable_periods(1)->mutable_units(0)->set_active_user_count(0);
  EXPECT_FALSE(ToolOf("p").hours.has_value()) << "hours without users would be somebody's";
}

TEST_F(StaffPageTest, NamesOnlyWhoAskedToBeNamed) {
  RecordProperty("requirement", "S0-30");
  Add("p", "stage: ROLLOUT");
  RolloutDossier& rollout = AddRollout("r", absl::StrCat("project: '", NameOf("p"), "'"));
  for (const char* id : {"open", "shy"}) {
    auto& each = *rollout.successes.add_recognised();
    each.set_champion(id);
    each.set_held_session_count(2);
    each.set_trained_count(10);
    rollout_->champions.push_back(Read<rollout::v1::Champion>(
        absl::StrCat("name: '", id, "' person: 'people/", id,
                     "' recognition_opt_in: ", std::string(id) == "open" ? "true" : "false")));
  }
  const StaffPage page = MakeStaffPage(model_);
  ASSERT_EQ(page.champions.size(), 1u);
  EXPECT_EQ(page.champions[0].person, "people/open");
  EXPECT_EQ(page.champions[0].people, 10);
  EXPECT_EQ(ToolOf("p").contacts, std::set<std::string>{"people/open"});
}

TEST_F(StaffPageTest, WhatWasDoneComesFirstAndOpenRemarksAreNobodysBusiness) {
  RecordProperty("requirement", "S4-17");
  AddRollout("r").feedback = Read<rollout::v1::QueryFeedbackAnswersResponse>(
      "replies { said: 'c' state: REFUSED answer: 'no' } replies { said: 'o' state: OPEN } "
      "replies { said: 'b' state: ACCEPTED } replies { said: 'a' state: DONE answer: 'yes' }");
  std::string said;
  for (const StaffAnswer& answer : MakeStaffPage(model_).answers) said += answer.said;
  EXPECT_EQ(said, "abc");
}

TEST_F(StaffPageTest, QuickWinsAreThoseThatWerePublished) {
  RecordProperty("requirement", "S0-30");
  Dossier& stopped = Add("p", "stage: STOPPED");
  AddEntry(
      stopped, "a",
      "quick_win { expected: 'x' achieved: 'old' published: true } update_time { seconds: 1 }");
  AddEntry(
      stopped, "b",
      "quick_win { expected: 'x' achieved: 'new' published: true } update_time { seconds: 2 }");
  AddEntry(stopped, "c", "quick_win { expected: 'x' achieved: 'hidden' }");
  const StaffPage page = MakeStaffPage(model_);
  ASSERT_EQ(page.wins.size(), 2u);
  EXPECT_EQ(page.wins[0].achieved, "new");
}

TEST_F(StaffPageTest, SilentServicesAreNamed) {
  model_.kpi = {};
  model_.rollout = {};
  EXPECT_EQ(MakeStaffPage(model_).silent_peers, (std::vector<std::string>{"kpi", "rollout"}));
}

}  // namespace
}  // namespace palier::reporting
