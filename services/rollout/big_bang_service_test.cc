// SPDX-License-Identifier: Apache-2.0
// A wave of everybody at once is refused, unless somebody waived the guard.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/resource/type.h"
#include "palier/registry/v1/authorisation_service.pb.h"
#include "rollout/testing/several_rollouts.h"

namespace palier::rollout {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kWaiver[] = "organizations/firm/waivers/all-at-once";

class BigBangTest : public SeveralRolloutsFixture {
 protected:
  // One wave of 24, in three departments.
  void SetUp() override {
    RolloutFixture::SetUp();
    CreateChampion("alix", "innovation", true);
    CreateChampion("basile", "commerce", true);
    v1::Rollout rollout = FirmRollout();
    rollout.mutable_teams(2)->set_pilot(false);
    rollout.mutable_limits()->clear_wave_sizes();
    rollout.mutable_limits()->add_wave_sizes(24);
    rollout.mutable_limits()->set_max_wave_permille(80);
    rollout.mutable_limits()->set_max_departments(2);
    rollout.mutable_limits()->set_max_drill_age_days(0);
    CreateRollout(rollout);
  }
  void Waive() {
    registry::v1::CreateWaiverRequest request;
    request.set_parent(kFirm);
    request.set_waiver_id("all-at-once");
    registry::v1::Waiver& waiver = *request.mutable_waiver();
    waiver.set_display_name("All at once");
    waiver.set_rule("BIG_BANG");
    waiver.set_subject(kProject);
    waiver.set_reason("The old tool ends in April.");
    resource::SetStandardTime(waiver, "expire_time",
                              absl::FromCivil(absl::CivilDay(2026, 5, 1), absl::UTCTimeZone()));
    ASSERT_EQ(Registry<registry::v1::Waiver>("users/mia", "CreateWaiver", request).status(),
              absl::OkStatus());
  }
  void Approve() {
    registry::v1::ApproveWaiverRequest request;
    request.set_name(kWaiver);
    ASSERT_EQ(Registry<registry::v1::Waiver>("users/abe", "ApproveWaiver", request).status(),
              absl::OkStatus());
  }
};

TEST_F(BigBangTest, OnlyAWaiverOfSomebodyElseLiftsTheGuard) {
  RecordProperty("requirement", "S1-44");
  const absl::Status refused = Plan().status();
  EXPECT_EQ(status::ReasonOf(refused), error::v1::NO_PLAN_FOUND) << refused;
  EXPECT_THAT(std::string(refused.message()), HasSubstr("without a waiver of BIG_BANG"));
  Waive();
  EXPECT_FALSE(Plan().ok()) << "asked for is not granted";
  Approve();
  const auto plan = Plan();
  ASSERT_TRUE(plan.ok()) << plan.status();
  ASSERT_EQ(plan->waves_size(), 1);
  const v1::Wave wave = *GetWave(1, "fr");
  std::vector<std::string> rules;
  for (const v1::Explanation& one : wave.explanations()) rules.push_back(one.rule());
  ASSERT_THAT(rules, Contains("BIG_BANG"));
  const v1::Explanation& why = wave.explanations(wave.explanations_size() - 1);
  EXPECT_EQ(
      why.text(),
      absl::StrCat("Au-delà de la garde contre le big-bang (24 personnes, 3 départements à la "
                   "fois), selon ",
                   kWaiver, "."));
  EXPECT_EQ(plan->warnings(plan->warnings_size() - 1).rule(), "BIG_BANG_PLAN");
  EXPECT_EQ(Start("users/abe", 1).status(), absl::OkStatus());
}

TEST_F(BigBangTest, AWaiverThatIsOverStartsNothing) {
  RecordProperty("requirement", "S1-44");
  Waive();
  Approve();
  ASSERT_EQ(Plan().status(), absl::OkStatus());
  registry::v1::RevokeWaiverRequest revoke;
  revoke.set_name(kWaiver);
  ASSERT_EQ(Registry<registry::v1::Waiver>("users/abe", "RevokeWaiver", revoke).status(),
            absl::OkStatus());
  EXPECT_THAT(Violations(Start("users/abe", 1).status()), ElementsAre("BIG_BANG"));
}

TEST_F(BigBangTest, WavesWithinTheGuardNeedNoWaiver) {
  v1::Rollout rollout = GetRollout();
  for (const int size : {4, 12, 8}) rollout.mutable_limits()->add_wave_sizes(size);
  rollout.mutable_limits()->mutable_wave_sizes()->erase(rollout.limits().wave_sizes().begin());
  rollout.mutable_limits()->set_max_wave_permille(100);
  ASSERT_EQ(Update(rollout, "limits").status(), absl::OkStatus());
  Waive();
  Approve();
  const auto plan = Plan();
  ASSERT_TRUE(plan.ok()) << plan.status();
  for (const v1::Wave& wave : plan->waves()) {
    for (const v1::Explanation& one : wave.explanations()) EXPECT_NE(one.rule(), "BIG_BANG");
  }
}

}  // namespace
}  // namespace palier::rollout
