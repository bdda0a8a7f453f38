// SPDX-License-Identifier: Apache-2.0
// A limited production's frame obeyed, and fallbacks told to kpi: what access learns from others.
#include <gtest/gtest.h>

#include <thread>

#include "absl/strings/str_cat.h"
#include "common/resource/type.h"
#include "palier/kpi/v1/kpi_service.pb.h"
#include "palier/registry/v1/governance_service.pb.h"
#include "palier/registry/v1/organization_service.pb.h"
#include "palier/registry/v1/promise_service.pb.h"
#include "palier/rollout/v1/access_service.pb.h"
#include "rollout/testing/rollout_fixture.h"

namespace palier::rollout {
namespace {

using Answer = v1::AccessAnswer;
using Member = registry::v1::CommitteeMember;

constexpr char kPolicy[] = "organizations/firm/rollouts/quotation/accessPolicy";
constexpr char kInnovation[] = "organizations/firm/teams/innovation";

class AccessFrameTest : public RolloutFixture {
 protected:
  absl::StatusOr<Answer> Ask(const std::string& data_class = "") {
    v1::EvaluateAccessRequest request;
    request.set_parent(kFirm);
    request.mutable_question()->set_application(kRollout);
    request.mutable_question()->set_team(kInnovation);
    request.mutable_question()->set_data_class(data_class);
    return Call<Answer>("users/vic", "EvaluateAccess", request);
  }
  Answer::Reason Why(const std::string& data_class = "") {
    const auto answer = Ask(data_class);
    EXPECT_EQ(answer.status(), absl::OkStatus());
    return answer.ok() ? answer->reason() : Answer::REASON_UNSPECIFIED;
  }
  // Background work has come round; asked without being counted.
  template <typename Met>
  static bool Eventually(const Met& met) {
    const absl::Time give_up = absl::Now() + absl::Seconds(30);
    while (absl::Now() < give_up) {
      if (met()) return true;
      std::this_thread::yield();
    }
    return false;
  }

  // A project that a register says is a pilot.
  std::string ImportPilot() {
    registry::v1::ImportProjectsRequest file;
    file.set_parent(kFirm);
    file.set_profile("us-ai-inventory-2023");
    file.set_data(
        "Use_Case_ID,Title,Department,Development_Stage\n"
        "q-1,Quotation,Sales,This is a pilot initiative\n");
    auto stream = As("users/mia").Stream("palier.registry.v1.RegistryService/ImportProjects");
    EXPECT_TRUE(stream->Write(file));
    stream->WritesDone();
    registry::v1::ImportProjectsResponse response;
    std::string project;
    while (stream->Read(&response)) {
      for (const auto& record : response.records()) {
        if (!record.project().empty()) project = record.project();
      }
    }
    EXPECT_EQ(stream->Finish(), absl::OkStatus());
    return project;
  }
  void MakeCommittee() {
    registry::v1::CreateCommitteeRequest request;
    request.set_parent(kFirm);
    request.set_committee_id("ai");
    request.mutable_committee()->set_display_name("AI committee");
    request.mutable_committee()->set_quorum(4);
    for (const auto& [id, function] :
         {std::pair("it", Member::IT), std::pair("law", Member::LEGAL),
          std::pair("hr", Member::HUMAN_RESOURCES), std::pair("biz", Member::BUSINESS)}) {
      registry::v1::CreatePersonRequest person;
      person.set_parent(kFirm);
      person.set_person_id(id);
      person.mutable_person()->set_display_name(id);
      person.mutable_person()->set_principal(absl::StrCat("users/", id));
      const auto made = Registry<registry::v1::Person>("users/dev", "CreatePerson", person);
      ASSERT_EQ(made.status(), absl::OkStatus());
      registry::v1::CreateRoleBindingRequest bind;
      bind.set_parent(kFirm);
      bind.mutable_role_binding()->set_principal(absl::StrCat("users/", id));
      bind.mutable_role_binding()->set_role(api::v1::VIEWER);
      ASSERT_EQ(
          Registry<registry::v1::RoleBinding>("users/dev", "CreateRoleBinding", bind).status(),
          absl::OkStatus());
      Member& member = *request.mutable_committee()->add_members();
      member.set_person(made->name());
      member.set_function(function);
    }
    ASSERT_EQ(Registry<registry::v1::Committee>("users/dev", "CreateCommittee", request).status(),
              absl::OkStatus());
  }
  void Limit(const std::string& project, const std::string& id,
             const registry::v1::LimitedFrame& frame) {
    registry::v1::CreateDecisionRequest request;
    request.set_parent(project);
    request.set_decision_id(id);
    registry::v1::Decision& decision = *request.mutable_decision();
    decision.set_display_name("Limit it");
    decision.set_committee(absl::StrCat(kFirm, "/committees/ai"));
    registry::v1::Direction& direction = *decision.mutable_direction();
    direction.set_outcome(registry::v1::Direction::LIMIT);
    direction.set_real_value("half a day a week");
    direction.set_risks("a wrong price");
    direction.set_reliability("87 %");
    direction.set_operability("one person looks every day");
    direction.set_expected_uses("drafts");
    direction.set_acceptable_risks("a draft to mend");
    direction.set_value_indicators("time");
    direction.set_operating_rules("twenty looked at each week");
    direction.set_prototype(registry::v1::Direction::DISCARD);
    direction.set_deviation_reason("decided so");
    *direction.mutable_frame() = frame;
    const auto proposed = Call<registry::v1::Decision>("users/mia", "CreateDecision", request);
    ASSERT_EQ(proposed.status(), absl::OkStatus());
    for (const char* who : {"users/it", "users/law", "users/hr", "users/biz"}) {
      registry::v1::VoteOnDecisionRequest vote;
      vote.set_name(proposed->name());
      vote.set_choice(registry::v1::Vote::FOR);
      vote.set_content_hash(proposed->content_hash());
      ASSERT_EQ(Call<registry::v1::Decision>(who, "VoteOnDecision", vote).status(),
                absl::OkStatus());
    }
    registry::v1::CloseDecisionRequest close;
    close.set_name(proposed->name());
    const auto closed = Call<registry::v1::Decision>("users/abe", "CloseDecision", close);
    ASSERT_EQ(closed.status(), absl::OkStatus());
    ASSERT_EQ(closed->state(), registry::v1::Decision::ADOPTED);
  }
  // The first wave of the roll-out has started, and its teams are live; the day after.
  absl::CivilDay GoLive(const std::string& project) {
    v1::Rollout rollout = FirmRollout();
    rollout.set_project(project);
    rollout.mutable_limits()->set_users_per_champion(0);
    rollout.mutable_limits()->set_max_drill_age_days(0);
    CreateRollout(rollout);
    EXPECT_EQ(Plan().status(), absl::OkStatus());
    const auto started = Start("users/abe", 1);
    EXPECT_EQ(started.status(), absl::OkStatus());
    if (!started.ok()) return {};
    const google::type::Date live = started->teams(0).go_live_date();
    const absl::CivilDay day = absl::CivilDay(live.year(), live.month(), live.day()) + 1;
    SetTime(absl::FromCivil(day, absl::UTCTimeZone()) + absl::Hours(12));
    return day;
  }
};

TEST_F(AccessFrameTest, ALimitedProductionHasItsTeamsDataVolumeAndEnd) {
  RecordProperty("requirement", "S3-06");
  const std::string project = ImportPilot();
  MakeCommittee();
  registry::v1::LimitedFrame frame;
  frame.mutable_population()->set_headcount(4);
  frame.mutable_population()->add_teams(kInnovation);
  frame.set_volume_cap(3);
  frame.add_data_classes("Public");
  frame.mutable_end_date()->set_year(2026);
  frame.mutable_end_date()->set_month(5);
  frame.mutable_end_date()->set_day(31);
  Limit(project, "limit", frame);
  GoLive(project);
  EXPECT_EQ(Why("Health"), Answer::DATA_CLASS_OUTSIDE_FRAME);
  for (int use = 0; use < 3; ++use) EXPECT_EQ(Why(), Answer::LIVE) << use;
  const auto full = Ask();
  ASSERT_EQ(full.status(), absl::OkStatus());
  EXPECT_EQ(full->reason(), Answer::VOLUME_USED_UP);
  absl::TimeZone paris;
  ASSERT_TRUE(absl::LoadTimeZone("Europe/Paris", &paris));
  EXPECT_EQ(resource::StandardTime(*full, "expire_time"),
            absl::FromCivil(absl::CivilMonth(2026, 4), paris));
  SetTime(absl::FromCivil(absl::CivilMonth(2026, 4), paris));
  EXPECT_EQ(Why(), Answer::LIVE) << "another month";
  SetTime(absl::FromCivil(absl::CivilMonth(2026, 6), paris) - absl::Seconds(1));
  EXPECT_EQ(Why(), Answer::LIVE) << "the last day counts whole";
  SetTime(absl::FromCivil(absl::CivilMonth(2026, 6), paris));
  EXPECT_EQ(Why(), Answer::FRAME_ENDED);

  // Decided again: heard of without anybody starting a wave.
  frame.mutable_end_date()->set_month(8);
  Limit(project, "limit-again", frame);
  SetTime(absl::FromCivil(absl::CivilDay(2026, 6, 2), paris));
  EXPECT_TRUE(Eventually([this] { return Why() == Answer::LIVE; }));
}

TEST_F(AccessFrameTest, KpiIsToldOfFallbacksOfEachDay) {
  RecordProperty("requirement", "S1-32");
  const absl::CivilDay sunday = absl::NextWeekday(GoLive(kProject), absl::Weekday::sunday);
  SetTime(absl::FromCivil(sunday, absl::UTCTimeZone()) + absl::Hours(12));
  kpi::v1::CreateKpiRequest create;
  create.set_parent(kProject);
  create.set_kpi_id("fallbacks");
  kpi::v1::Kpi& fallbacks = *create.mutable_kpi();
  fallbacks.set_display_name("Manual work");
  fallbacks.set_unit("cases");
  fallbacks.set_direction(kpi::v1::Kpi::DECREASE);
  fallbacks.set_category(kpi::v1::Kpi::EFFICIENCY);
  fallbacks.set_aggregation(kpi::v1::Kpi::SUM);
  fallbacks.set_cadence(kpi::v1::Kpi::WEEKLY);
  fallbacks.set_close_days(0);
  fallbacks.mutable_baseline()->set_value(10);
  fallbacks.mutable_baseline()->mutable_date()->set_year(2026);
  fallbacks.mutable_baseline()->mutable_date()->set_month(1);
  fallbacks.mutable_baseline()->mutable_date()->set_day(1);
  fallbacks.mutable_target()->set_relative_percent(50);
  fallbacks.mutable_horizon_date()->set_year(2026);
  fallbacks.mutable_horizon_date()->set_month(12);
  fallbacks.mutable_horizon_date()->set_day(31);
  fallbacks.set_owner("organizations/firm/people/mia");
  const auto made = Call<kpi::v1::Kpi>("users/mia", "CreateKpi", create);
  ASSERT_EQ(made.status(), absl::OkStatus());
  v1::UpdateAccessPolicyRequest update;
  update.mutable_access_policy()->set_name(kPolicy);
  update.mutable_access_policy()->set_fallback_kpi(made->name());
  ASSERT_EQ(Call<v1::AccessPolicy>("users/mia", "UpdateAccessPolicy", update).status(),
            absl::OkStatus());
  EXPECT_EQ(Why(), Answer::LIVE);
  v1::SwitchAccessOffRequest off;
  off.set_name(kPolicy);
  off.set_reason("wrong prices");
  ASSERT_EQ(Call<v1::AccessPolicy>("users/mia", "SwitchAccessOff", off).status(), absl::OkStatus());
  for (int i = 0; i < 4; ++i) EXPECT_EQ(Why(), Answer::SWITCHED_OFF);
  kpi::v1::GetKpiStatusRequest ask;
  ask.set_name(made->name());
  // The week is over, and the counts of its last day come as they are written.
  absl::Time now = absl::FromCivil(sunday + 1, absl::UTCTimeZone()) + absl::Hours(12);
  kpi::v1::KpiStatus status;
  EXPECT_TRUE(Eventually([&] {
    now += absl::Minutes(1);
    SetTime(now);
    const auto told = Call<kpi::v1::KpiStatus>("users/mia", "GetKpiStatus", ask);
    EXPECT_EQ(told.status(), absl::OkStatus());
    status = *told;
    return status.actual_value() == 4;
  })) << status.ShortDebugString();
}

}  // namespace
}  // namespace palier::rollout
