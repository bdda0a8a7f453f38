// SPDX-License-Identifier: Apache-2.0
// Three roll-out services on one store are asked without a pause whether a team may use a tool,
// while it is switched off and on, Redis is gone and the store hangs.
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/testing/private_postgres.h"
#include "palier/registry/v1/organization_service.pb.h"
#include "palier/rollout/v1/access_service.pb.h"
#include "tests/scenarios/askers.h"
#include "tests/scenarios/registry_calls.h"
#include "tests/scenarios/service_calls.h"
#include "tests/scenarios/world.h"

namespace palier::scenarios {
namespace {

using rollout::v1::AccessAnswer;
using rollout::v1::AccessPolicy;

constexpr char kAcme[] = "organizations/acme";
constexpr char kPolicy[] = "organizations/acme/rollouts/chatbot/accessPolicy";
// From the end of the call that switches off to the start of the last one that is answered as if
// it were on.
constexpr absl::Duration kPromise = absl::Seconds(2);
constexpr int kRounds = 2;

Reply AskAboutDesk(const rpc::Client& client) {
  rollout::v1::EvaluateAccessRequest request;
  request.set_parent(kAcme);
  request.mutable_question()->set_application("organizations/acme/rollouts/chatbot");
  request.mutable_question()->set_team("organizations/acme/teams/desk");
  const auto answer = Rollout<AccessAnswer>(client, "EvaluateAccess", request);
  if (!answer.ok()) return {answer.status()};
  return {absl::OkStatus(), AccessAnswer::Reason_Name(answer->reason()), answer->explanation()};
}

class AccessScenario : public ScenarioTest {
 protected:
  void SetUp() override {
    if (const auto why = testing::PrivateRedis::WhyNot()) GTEST_SKIP() << *why;
    auto redis = testing::PrivateRedis::Start();
    ASSERT_TRUE(redis.ok()) << redis.status();
    redis_ = *std::move(redis);
    ScenarioTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    MakeOrganization(As("registry", "users/dev"), "acme",
                     {{"users/lea", api::v1::MANAGER}, {"users/marc", api::v1::APPROVER}});
    MakePlan();
    askers_.Add(world().AddressOf("rollout"));
    for (int i = 0; i < 2; ++i) {
      const auto replica = world().StartReplica("rollout");
      ASSERT_TRUE(replica.ok()) << replica.status();
      askers_.Add(*replica);
    }
    ASSERT_TRUE(askers_.AllSay(kOn));
  }
  void TearDown() override { askers_.Clear(); }
  void Configure(WorldOptions& options) override { options.redis = redis_->address(); }

  // One team in one wave that has not started: a place in the plan is what a switch is about.
  void MakePlan() {
    registry::v1::CreateDepartmentRequest department;
    department.set_parent(kAcme);
    department.set_department_id("support");
    department.mutable_department()->set_display_name("Support");
    const rpc::Client& admin = As("registry", "users/dev");
    ASSERT_TRUE(Registry<registry::v1::Department>(admin, "CreateDepartment", department).ok());
    registry::v1::CreateTeamRequest team;
    team.set_parent(kAcme);
    team.set_team_id("desk");
    team.mutable_team()->set_display_name("Desk");
    team.mutable_team()->set_department("organizations/acme/departments/support");
    team.mutable_team()->set_headcount(20);
    ASSERT_TRUE(Registry<registry::v1::Team>(admin, "CreateTeam", team).ok());
    registry::v1::Project project;
    project.set_display_name("Chatbot");
    MakeProject(As("registry", "users/lea"), "acme", "chatbot", project);
    rollout::v1::CreateRolloutRequest request;
    request.set_parent(kAcme);
    request.set_rollout_id("chatbot");
    rollout::v1::Rollout& wanted = *request.mutable_rollout();
    wanted.set_display_name("Chatbot");
    wanted.set_application("Chatbot");
    wanted.set_project("organizations/acme/projects/chatbot");
    wanted.add_teams()->set_team("organizations/acme/teams/desk");
    wanted.mutable_limits()->set_users_per_champion(0);
    const rpc::Client& lea = As("rollout", "users/lea");
    ASSERT_TRUE(Rollout<rollout::v1::Rollout>(lea, "CreateRollout", request).ok());
    rollout::v1::PlanWavesRequest plan;
    plan.set_name("organizations/acme/rollouts/chatbot");
    const auto planned = Rollout<rollout::v1::PlanRevision>(lea, "PlanWaves", plan);
    ASSERT_TRUE(planned.ok()) << planned.status();
  }

  // Returns when the call ended.
  absl::Time SwitchOff() {
    rollout::v1::SwitchAccessOffRequest request;
    request.set_name(kPolicy);
    request.set_reason("wrong answers");
    const auto off = Rollout<AccessPolicy>(As("rollout", "users/lea"), "SwitchAccessOff", request);
    EXPECT_TRUE(off.ok()) << off.status();
    return absl::Now();
  }
  void SwitchOn() {
    rollout::v1::SwitchAccessOnRequest request;
    request.set_name(kPolicy);
    const auto on = Rollout<AccessPolicy>(As("rollout", "users/marc"), "SwitchAccessOn", request);
    EXPECT_TRUE(on.ok()) << on.status();
  }
  // Switches off and on again, some times.
  absl::Duration SwitchOffAndOn() {
    absl::Duration longest = -absl::InfiniteDuration();
    for (int round = 0; round < kRounds; ++round) {
      const absl::Time off = SwitchOff();
      EXPECT_TRUE(askers_.AllSay("SWITCHED_OFF"));
      // Long enough to see one that answers as before.
      EXPECT_TRUE(Await([&] { return absl::Now() > off + kPromise; }));
      longest = std::max(longest, askers_.LongestAfter(off));
      SwitchOn();
      EXPECT_TRUE(askers_.AllSay(kOn));
    }
    return longest;
  }

  static constexpr char kOn[] = "WAVE_NOT_STARTED";
  std::unique_ptr<testing::PrivateRedis> redis_;
  Askers askers_{AskAboutDesk, kOn};
};

TEST_P(AccessScenario, ASwitchHoldsInEveryProcessWithinTwoSeconds) {
  RecordProperty("requirement", "S1-32");
  const absl::Duration healthy = SwitchOffAndOn();
  EXPECT_LE(healthy, kPromise);
  redis_->Stop();
  const absl::Duration stopped = SwitchOffAndOn();
  EXPECT_LE(stopped, kPromise);
  RecordProperty("longest", absl::FormatDuration(healthy));
  RecordProperty("longest without Redis", absl::FormatDuration(stopped));
  askers_.ExpectNoFailure();
}

TEST_P(AccessScenario, WithoutTheStoreEverybodyWorksByHand) {
  RecordProperty("requirement", "S1-32");
  const auto postgres = testing::PrivatePostgres::Shared();
  ASSERT_TRUE(postgres.ok()) << postgres.status();
  const std::pair<const char*, void (testing::PrivatePostgres::*)()> faults[] = {
      {"hangs", &testing::PrivatePostgres::Pause}, {"is gone", &testing::PrivatePostgres::Stop}};
  // Their calls wait for the store and take every thread there is.
  const rpc::Client& lea = As("rollout", "users/lea");
  const Crowd crowd([&lea](const rpc::CallOptions& options) {
    rollout::v1::ListWavesRequest list;
    list.set_parent("organizations/acme/rollouts/chatbot");
    return lea
        .Unary<rollout::v1::ListWavesResponse>(rpc::MethodPath("ListWaves", list), list, options)
        .status();
  });
  for (const auto& [what, fault] : faults) {
    ((*postgres)->*fault)();
    const absl::Time lost = absl::Now();
    EXPECT_TRUE(askers_.AllSay("NOT_KNOWN")) << what;
    EXPECT_TRUE(Await([&] { return absl::Now() > lost + 2 * kPromise; }));
    EXPECT_LE(askers_.LongestAfter(lost), kPromise) << what;
    if (fault == &testing::PrivatePostgres::Pause) {
      (*postgres)->Resume();
    } else {
      EXPECT_TRUE((*postgres)->Restart().ok());
    }
    EXPECT_TRUE(askers_.AllSay(kOn)) << what;
  }
  EXPECT_GT(crowd.refused(), 0);
  askers_.ExpectNoFailure();
}

INSTANTIATE_TEST_SUITE_P(Worlds, AccessScenario,
                         ::testing::Values(std::pair(Topology::kDistributed, StoreKind::kPostgres)),
                         WorldName);

}  // namespace
}  // namespace palier::scenarios
