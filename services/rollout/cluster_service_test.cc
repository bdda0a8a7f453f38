// SPDX-License-Identifier: Apache-2.0
// Applications that are brought to people together.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "palier/registry/v1/catalogue_service.pb.h"
#include "palier/rollout/v1/access_service.pb.h"
#include "palier/rollout/v1/cluster_service.pb.h"
#include "rollout/testing/several_rollouts.h"

namespace palier::rollout {
namespace {

using Answer = v1::AccessAnswer;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kMail[] = "organizations/firm/projects/mail";
constexpr char kCluster[] = "organizations/firm/clusters/customers";

class ClusterTest : public SeveralRolloutsFixture {
 protected:
  void SetUp() override {
    RolloutFixture::SetUp();
    CreateProject("mail");
    ASSERT_EQ(CreateCluster("customers", {kProject, kMail}), absl::OkStatus());
  }
  absl::Status CreateCluster(const std::string& id, const std::vector<std::string>& projects) {
    v1::CreateDeploymentClusterRequest request;
    request.set_parent(kFirm);
    request.set_deployment_cluster_id(id);
    request.mutable_deployment_cluster()->set_display_name(id);
    for (const std::string& project : projects) {
      request.mutable_deployment_cluster()->add_projects(project);
    }
    return Call<v1::DeploymentCluster>("users/mia", "CreateDeploymentCluster", request).status();
  }
  absl::Status UpdateCluster(const std::vector<std::string>& projects) {
    v1::UpdateDeploymentClusterRequest request;
    request.mutable_deployment_cluster()->set_name(kCluster);
    for (const std::string& project : projects) {
      request.mutable_deployment_cluster()->add_projects(project);
    }
    request.mutable_update_mask()->add_paths("projects");
    return Call<v1::DeploymentCluster>("users/mia", "UpdateDeploymentCluster", request).status();
  }
  // Of the whole cluster, planned; the quotation's manual way was tried out.
  void MakeClusterReady() {
    CreateChampion("alix", "innovation", true);
    CreateChampion("basile", "commerce", false);
    v1::Rollout rollout = FirmRollout();
    rollout.set_cluster(kCluster);
    CreateRollout(rollout);
    const auto plan = Plan();
    ASSERT_TRUE(plan.ok()) << plan.status();
    RecordDrill(absl::CivilDay(2026, 3, 1));
  }
  void DrillMail() {
    registry::v1::CreateEntryRequest request;
    request.set_parent(kMail);
    request.mutable_entry()->set_display_name("Drill");
    *request.mutable_entry()->mutable_event_date() = ToDate(absl::CivilDay(2026, 3, 2));
    registry::v1::FallbackDrill& drill = *request.mutable_entry()->mutable_fallback_drill();
    drill.set_scenario(registry::v1::FallbackDrill::MANUAL);
    drill.set_passed(true);
    ASSERT_EQ(Registry<registry::v1::Entry>("users/carl", "CreateEntry", request).status(),
              absl::OkStatus());
  }
  // An application of the registry that the project brings.
  std::string NameApplication(const std::string& project, const std::string& id) {
    registry::v1::CreateApplicationRequest application;
    application.set_parent(kFirm);
    application.set_application_id(id);
    application.mutable_application()->set_display_name(id);
    application.mutable_application()->set_state(registry::v1::Application::DEPLOYED);
    application.mutable_application()->set_hosting(registry::v1::Application::ON_PREMISE);
    const auto made =
        Registry<registry::v1::Application>("users/mia", "CreateApplication", application);
    EXPECT_EQ(made.status(), absl::OkStatus());
    if (!made.ok()) return "";
    registry::v1::UpdateProjectRequest update;
    update.mutable_project()->set_name(project);
    update.mutable_project()->add_applications(made->name());
    update.mutable_update_mask()->add_paths("applications");
    EXPECT_EQ(Registry<registry::v1::Project>("users/mia", "UpdateProject", update).status(),
              absl::OkStatus());
    return made->name();
  }
  // Whether the registry knows of the project what became of the subject; waits for it.
  bool IsTold(const std::string& project, const std::string& subject) {
    registry::v1::ListEvidenceRequest request;
    request.set_parent(project);
    request.set_filter(absl::StrCat("source = \"rollout\" AND subject = \"", subject, "\""));
    for (const absl::Time end = absl::Now() + absl::Seconds(30); absl::Now() < end;) {
      const auto told =
          Registry<registry::v1::ListEvidenceResponse>("users/vic", "ListEvidence", request);
      EXPECT_EQ(told.status(), absl::OkStatus());
      if (!told.ok()) return false;
      if (told->evidence_size() > 0) return true;
      absl::SleepFor(absl::Milliseconds(20));
    }
    return false;
  }
  Answer::Reason Why(const std::string& application) {
    v1::EvaluateAccessRequest request;
    request.set_parent(kFirm);
    request.mutable_question()->set_application(application);
    request.mutable_question()->set_team(TeamName("innovation"));
    const auto answer = Call<Answer>("users/vic", "EvaluateAccess", request);
    EXPECT_EQ(answer.status(), absl::OkStatus());
    return answer.ok() ? answer->reason() : Answer::REASON_UNSPECIFIED;
  }
};

TEST_F(ClusterTest, AWaveStartsWhenEveryMemberMay) {
  RecordProperty("requirement", "S1-28");
  MakeClusterReady();
  const absl::Status refused = Start("users/abe", 1).status();
  EXPECT_THAT(Violations(refused), ElementsAre("FALLBACK_DRILL_MISSING"));
  EXPECT_THAT(FirstViolation(refused), HasSubstr(kMail)) << "the member that fails is named";
  DrillMail();
  ASSERT_EQ(Start("users/abe", 1).status(), absl::OkStatus());
  SetTime(absl::FromCivil(absl::CivilHour(2026, 4, 6, 8), absl::UTCTimeZone()));
  ASSERT_EQ(Complete(1, true, "nobody was there").status(), absl::OkStatus());
  const absl::Status unproven = Start("users/abe", 2).status();
  EXPECT_THAT(Violations(unproven), ElementsAre("NO_REAL_EVIDENCE")) << unproven;
  EXPECT_THAT(FirstViolation(unproven),
              HasSubstr(absl::StrCat("NO_REAL_EVIDENCE ", kMail, ": mail: No KPI of the project")));
}

TEST_F(ClusterTest, TheRegistryHearsOfEveryMember) {
  RecordProperty("requirement", "S1-28");
  MakeClusterReady();
  DrillMail();
  ASSERT_EQ(Start("users/abe", 1).status(), absl::OkStatus());
  for (const char* project : {kProject, kMail}) {
    EXPECT_TRUE(IsTold(project, WaveName(1))) << project;
    EXPECT_TRUE(IsTold(project, kRollout)) << project;
  }
}

TEST_F(ClusterTest, EachMemberIsAWarningOfItsOwn) {
  CreateChampion("alix", "innovation", true);
  v1::Rollout rollout = FirmRollout();
  rollout.set_cluster(kCluster);
  rollout.mutable_limits()->set_users_per_champion(0);
  CreateRollout(rollout);
  const auto plan = Plan();
  ASSERT_TRUE(plan.ok()) << plan.status();
  std::vector<std::string> early;
  for (const v1::Explanation& warning : plan->warnings()) {
    if (warning.rule() == "STAGE_TOO_EARLY") early.push_back(warning.subject());
  }
  EXPECT_THAT(early, ElementsAre(kProject, kMail));
}

TEST_F(ClusterTest, EachApplicationOfTheClusterIsOpenToWhoIsLive) {
  RecordProperty("requirement", "S1-28");
  const std::string quotes = NameApplication(kProject, "quotes");
  const std::string mailer = NameApplication(kMail, "mailer");
  MakeClusterReady();
  DrillMail();
  EXPECT_EQ(Why(mailer), Answer::UNKNOWN_APPLICATION) << "nothing has started";
  const auto started = Start("users/abe", 1);
  ASSERT_TRUE(started.ok()) << started.status();
  EXPECT_EQ(Why(mailer), Answer::NOT_YET_LIVE);
  SetTime(absl::FromCivil(ToDay(started->teams(0).go_live_date()) + 1, absl::UTCTimeZone()));
  EXPECT_EQ(Why(quotes), Answer::LIVE);
  EXPECT_EQ(Why(mailer), Answer::LIVE);
  EXPECT_EQ(Why(kRollout), Answer::LIVE);
  v1::SwitchAccessOffRequest off;
  off.set_name(absl::StrCat(kRollout, "/accessPolicy"));
  off.set_reason("wrong prices");
  ASSERT_EQ(Call<v1::AccessPolicy>("users/mia", "SwitchAccessOff", off).status(), absl::OkStatus());
  EXPECT_EQ(Why(mailer), Answer::SWITCHED_OFF);
}

TEST_F(ClusterTest, WhatAClusterNamesIsChecked) {
  RecordProperty("requirement", "S1-28");
  EXPECT_TRUE(absl::IsInvalidArgument(CreateCluster("one", {kProject})));
  EXPECT_TRUE(absl::IsInvalidArgument(CreateCluster("twice", {kProject, kProject})));
  EXPECT_TRUE(
      absl::IsNotFound(CreateCluster("nobody", {kProject, "organizations/firm/projects/nothing"})));
  CreateProject("chat");
  v1::Rollout rollout = FirmRollout();
  rollout.set_cluster(kCluster);
  rollout.set_project("organizations/firm/projects/chat");
  EXPECT_EQ(status::DetailOf(CreateOther("other", rollout)).field_violations(0).subject(),
            "rollout.project");
  rollout.set_cluster("organizations/firm/clusters/nothing");
  EXPECT_TRUE(absl::IsNotFound(CreateOther("other", rollout)));
  rollout.set_cluster(kCluster);
  rollout.set_project(kProject);
  ASSERT_EQ(CreateOther("other", rollout), absl::OkStatus());
  EXPECT_EQ(UpdateCluster({kProject, kMail, "organizations/firm/projects/chat"}), absl::OkStatus());
  EXPECT_TRUE(absl::IsInvalidArgument(UpdateCluster({kMail, "organizations/firm/projects/chat"})))
      << "a roll-out is judged by the quotation's figures";
  v1::DeleteDeploymentClusterRequest remove;
  remove.set_name(kCluster);
  EXPECT_EQ(
      status::ReasonOf(
          Call<google::protobuf::Empty>("users/mia", "DeleteDeploymentCluster", remove).status()),
      error::v1::RESOURCE_HAS_CHILDREN);
}

}  // namespace
}  // namespace palier::rollout
