// SPDX-License-Identifier: Apache-2.0
// Templates of roll-outs over gRPC: kept, installed, and taken by a roll-out.
#include <gmock/gmock.h>
#include <google/protobuf/empty.pb.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "palier/rollout/v1/communication_service.pb.h"
#include "palier/rollout/v1/gate_service.pb.h"
#include "palier/rollout/v1/preparation_service.pb.h"
#include "palier/rollout/v1/template_service.pb.h"
#include "rollout/storage/dates.h"
#include "rollout/testing/rollout_fixture.h"

namespace palier::rollout {
namespace {

using status::ReasonOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr char kOnce[] = "33333333-3333-4333-8333-333333333333";

std::string TemplateName(const std::string& id) {
  return absl::StrCat(kFirm, "/rolloutTemplates/", id);
}

class TemplateServiceTest : public RolloutFixture {
 protected:
  absl::StatusOr<v1::InstallRolloutTemplatesResponse> Install(
      const std::string& language = "en", const std::string& principal = "users/mia") {
    v1::InstallRolloutTemplatesRequest request;
    request.set_parent(kFirm);
    return Call<v1::InstallRolloutTemplatesResponse>(principal, "InstallRolloutTemplates", request,
                                                     language);
  }
  absl::StatusOr<v1::Rollout> Apply(const std::string& id, const std::string& request_id = "") {
    v1::ApplyRolloutTemplateRequest request;
    request.set_name(kRollout);
    request.set_rollout_template(TemplateName(id));
    request.set_request_id(request_id);
    return Call<v1::Rollout>("users/mia", "ApplyRolloutTemplate", request);
  }
  absl::StatusOr<v1::RolloutTemplate> Create(const v1::RolloutTemplate& one,
                                             const std::string& id) {
    v1::CreateRolloutTemplateRequest request;
    request.set_parent(kFirm);
    request.set_rollout_template_id(id);
    *request.mutable_rollout_template() = one;
    return Call<v1::RolloutTemplate>("users/mia", "CreateRolloutTemplate", request);
  }
  std::vector<v1::Communication> Communications() {
    v1::ListCommunicationsRequest request;
    request.set_parent(kRollout);
    const auto listed =
        Call<v1::ListCommunicationsResponse>("users/vic", "ListCommunications", request);
    EXPECT_TRUE(listed.ok()) << listed.status();
    if (!listed.ok()) return {};
    return {listed->communications().begin(), listed->communications().end()};
  }
  std::vector<v1::CriteriaVersion> Criteria() {
    v1::ListCriteriaVersionsRequest request;
    request.set_parent(kRollout);
    const auto listed =
        Call<v1::ListCriteriaVersionsResponse>("users/vic", "ListCriteriaVersions", request);
    EXPECT_TRUE(listed.ok()) << listed.status();
    if (!listed.ok()) return {};
    return {listed->criteria_versions().begin(), listed->criteria_versions().end()};
  }
  static v1::Rollout Bare() {
    v1::Rollout rollout = FirmRollout();
    rollout.clear_limits();
    *rollout.mutable_start_date() = ToDate(absl::CivilDay(2026, 4, 6));
    return rollout;
  }
};

TEST_F(TemplateServiceTest, ThoseThatComeWithPalierAreInstalledOnce) {
  EXPECT_EQ(ReasonOf(Install("en", "users/carl").status()), error::v1::PERMISSION_DENIED);
  const auto french = Install("fr");
  ASSERT_TRUE(french.ok()) << french.status();
  std::vector<std::string> names;
  for (const v1::RolloutTemplate& one : french->rollout_templates()) names.push_back(one.name());
  EXPECT_THAT(names, ElementsAre(TemplateName("small-firm"), TemplateName("careful"),
                                 TemplateName("broad")));
  EXPECT_EQ(french->rollout_templates(1).display_name(), "Prudent : là où une erreur coûte cher");
  v1::UpdateRolloutTemplateRequest update;
  update.mutable_rollout_template()->set_name(TemplateName("broad"));
  update.mutable_rollout_template()->set_display_name("Pour nos outils de bureau");
  update.mutable_update_mask()->add_paths("display_name");
  ASSERT_TRUE(Call<v1::RolloutTemplate>("users/mia", "UpdateRolloutTemplate", update).ok());
  v1::DeleteRolloutTemplateRequest remove;
  remove.set_name(TemplateName("careful"));
  ASSERT_TRUE(Call<google::protobuf::Empty>("users/mia", "DeleteRolloutTemplate", remove).ok());
  const auto again = Install("en");
  ASSERT_TRUE(again.ok()) << again.status();
  ASSERT_EQ(again->rollout_templates_size(), 1) << "what is there stays as it is";
  EXPECT_EQ(again->rollout_templates(0).display_name(), "Careful: where an error costs much");
}

TEST_F(TemplateServiceTest, ARollOutBeginsWithWhatItTakes) {
  CreateChampion("alix", "innovation", true);
  CreateChampion("basile", "commerce", false);
  CreateRollout(Bare(), false);
  ASSERT_TRUE(Install().ok());
  const auto applied = Apply("small-firm", kOnce);
  ASSERT_TRUE(applied.ok()) << applied.status();
  EXPECT_THAT(applied->limits().wave_sizes(), ElementsAre(4, 12, 8));
  ASSERT_TRUE(Apply("small-firm", kOnce).ok());
  ASSERT_TRUE(Apply("small-firm").ok());
  const std::vector<v1::CriteriaVersion> criteria = Criteria();
  ASSERT_EQ(criteria.size(), 1u) << "once, however often it is applied";
  EXPECT_FALSE(criteria[0].preset()) << "somebody chose it";
  EXPECT_EQ(criteria[0].author(), "users/mia");
  EXPECT_EQ(criteria[0].criteria(0).target_rule(), v1::GateCriterion::ESTIMATED);
  const std::vector<v1::Communication> told = Communications();
  ASSERT_EQ(told.size(), 3u);
  for (const v1::Communication& one : told) {
    EXPECT_EQ(one.state(), v1::Communication::PLANNED);
    if (!absl::EndsWith(one.name(), "/announcement")) continue;
    EXPECT_EQ(ToDay(one.planned_date()), absl::CivilDay(2026, 3, 16));
    EXPECT_EQ(one.audiences(0).label(), "Everybody concerned");
  }
  const auto plan = Plan();
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(plan->waves_size(), 3);
  // What is for somebody to write is still to be written.
  RecordDrill(absl::CivilDay(2026, 3, 1));
  EXPECT_THAT(Violations(Start("users/abe", 1).status()),
              UnorderedElementsAre("TOOL_CARD_MISSING", "COMMUNICATION_PLAN_MISSING",
                                   "UPSKILLING_PLAN_MISSING"));
  EXPECT_EQ(ReasonOf(Apply("broad").status()), error::v1::ILLEGAL_TRANSITION) << "it has a plan";
}

TEST_F(TemplateServiceTest, WhatSomebodyHasWrittenStays) {
  v1::Rollout rollout = Bare();
  rollout.mutable_limits()->set_session_size(6);
  rollout.mutable_limits()->add_wave_sizes(24);
  CreateRollout(rollout);
  v1::CreateCriteriaVersionRequest own;
  own.set_parent(kRollout);
  own.mutable_criteria_version();
  ASSERT_TRUE(Call<v1::CriteriaVersion>("users/mia", "CreateCriteriaVersion", own).ok());
  v1::RolloutTemplate house;
  house.set_display_name("Our way");
  house.mutable_limits()->set_session_size(10);
  house.mutable_limits()->set_hypercare_days(14);
  house.mutable_limits()->add_wave_sizes(5);
  v1::GateCriterion& use = *house.add_criteria();
  use.set_criterion_id("use");
  use.set_english_label("Use");
  use.set_french_label("Usage");
  use.set_kind(v1::GateCriterion::CRITERION);
  use.mutable_adoption();
  v1::TemplateCommunication& told = *house.add_communications();
  told.set_communication_id("launch");
  told.set_display_name("Another launch");
  told.set_channel(v1::Communication::EMAIL);
  told.set_audience_label("Everybody");
  house.mutable_english_card()->set_does("Writes.");
  house.mutable_english_card()->set_does_not("Decides.");
  house.mutable_english_card()->set_limits("Long texts.");
  house.mutable_english_card()->set_contact("IT.");
  ASSERT_TRUE(Create(house, "house").ok());
  const auto applied = Apply("house");
  ASSERT_TRUE(applied.ok()) << applied.status();
  EXPECT_EQ(applied->limits().session_size(), 6);
  EXPECT_EQ(applied->limits().hypercare_days(), 14);
  EXPECT_THAT(applied->limits().wave_sizes(), ElementsAre(24));
  EXPECT_EQ(Criteria().size(), 1u);
  ASSERT_EQ(Communications().size(), 1u);
  EXPECT_EQ(Communications()[0].display_name(), "Launch");
  v1::ListToolCardsRequest cards;
  cards.set_parent(kRollout);
  const auto listed = Call<v1::ListToolCardsResponse>("users/vic", "ListToolCards", cards);
  ASSERT_TRUE(listed.ok()) << listed.status();
  ASSERT_EQ(listed->tool_cards_size(), 1);
  EXPECT_TRUE(listed->tool_cards(0).has_french()) << "that of the roll-out";
}

TEST_F(TemplateServiceTest, WhatNoRollOutCouldTakeIsRefused) {
  v1::RolloutTemplate one;
  one.set_display_name("Wrong");
  v1::GateCriterion& criterion = *one.add_criteria();
  criterion.set_criterion_id("promoters");
  criterion.set_english_label("Promoters");
  criterion.set_french_label("Promoteurs");
  criterion.set_kind(v1::GateCriterion::CRITERION);
  criterion.mutable_survey()->set_survey(absl::StrCat(kProject, "/surveys/spring"));
  criterion.mutable_survey()->set_question_id("recommend");
  criterion.mutable_survey()->set_answers(v1::SurveyFigure::FAVOURABLE);
  const auto refused = Create(one, "wrong");
  EXPECT_EQ(ReasonOf(refused.status()), error::v1::INVALID_FIELDS);
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr("a survey belongs to a project"));
  one.clear_criteria();
  for (int i = 0; i < 2; ++i) {
    v1::TemplateCommunication& told = *one.add_communications();
    told.set_communication_id("launch");
    told.set_display_name("Launch");
    told.set_channel(v1::Communication::EMAIL);
    told.set_audience_label("Everybody");
  }
  EXPECT_EQ(ReasonOf(Create(one, "wrong").status()), error::v1::INVALID_FIELDS);
  CreateRollout(Bare(), false);
  EXPECT_EQ(ReasonOf(Apply("none").status()), error::v1::RESOURCE_NOT_FOUND);
  EXPECT_THAT(Communications(), IsEmpty());
}

}  // namespace
}  // namespace palier::rollout
