// SPDX-License-Identifier: Apache-2.0
// Three roll-out services on one store are asked without a pause whether a team may use a tool,
// while it is switched off and on, Redis is gone and the store hangs.
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/rpc/method_path.h"
#include "palier/registry/v1/organization_service.pb.h"
#include "palier/rollout/v1/access_service.pb.h"
#include "rollout/client/operations.h"
#include "tests/scenarios/registry_calls.h"
#include "tests/scenarios/revocation_scenario.h"
#include "tests/scenarios/service_calls.h"

namespace palier::scenarios {
namespace {

using rollout::v1::AccessAnswer;
using rollout::v1::AccessPolicy;

constexpr char kAcme[] = "organizations/acme";
constexpr char kPolicy[] = "organizations/acme/rollouts/chatbot/accessPolicy";

Reply AskAboutDesk(const rpc::Client& client) {
  rollout::v1::EvaluateAccessRequest request;
  request.set_parent(kAcme);
  request.mutable_question()->set_application("organizations/acme/rollouts/chatbot");
  request.mutable_question()->set_team("organizations/acme/teams/desk");
  const auto answer = Unary<AccessAnswer>(client, "EvaluateAccess", request);
  if (!answer.ok()) return {answer.status()};
  return {absl::OkStatus(), AccessAnswer::Reason_Name(answer->reason()), answer->explanation()};
}

class AccessScenario : public RevocationScenario {
 protected:
  AccessScenario()
      : RevocationScenario(
            {"rollout", AskAboutDesk, "WAVE_NOT_STARTED", "SWITCHED_OFF", "NOT_KNOWN"}) {}

  // One team in one wave that has not started: a place in the plan is what a switch is about.
  void Make() override {
    registry::v1::CreateDepartmentRequest department;
    department.set_parent(kAcme);
    department.set_department_id("support");
    department.mutable_department()->set_display_name("Support");
    const rpc::Client& admin = As("registry", "users/dev");
    ASSERT_TRUE(Unary<registry::v1::Department>(admin, "CreateDepartment", department).ok());
    registry::v1::CreateTeamRequest team;
    team.set_parent(kAcme);
    team.set_team_id("desk");
    team.mutable_team()->set_display_name("Desk");
    team.mutable_team()->set_department("organizations/acme/departments/support");
    team.mutable_team()->set_headcount(20);
    ASSERT_TRUE(Unary<registry::v1::Team>(admin, "CreateTeam", team).ok());
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
    ASSERT_TRUE(Unary<rollout::v1::Rollout>(lea, "CreateRollout", request).ok());
    rollout::v1::PlanWavesRequest plan;
    plan.set_name("organizations/acme/rollouts/chatbot");
    const auto planned = rollout::PlanWavesAndWait(lea, plan);
    ASSERT_TRUE(planned.ok()) << planned.status();
  }
  void Revoke() override {
    rollout::v1::SwitchAccessOffRequest request;
    request.set_name(kPolicy);
    request.set_reason("wrong answers");
    const auto off = Unary<AccessPolicy>(As("rollout", "users/lea"), "SwitchAccessOff", request);
    EXPECT_TRUE(off.ok()) << off.status();
  }
  void Grant() override {
    rollout::v1::SwitchAccessOnRequest request;
    request.set_name(kPolicy);
    const auto on = Unary<AccessPolicy>(As("rollout", "users/marc"), "SwitchAccessOn", request);
    EXPECT_TRUE(on.ok()) << on.status();
  }
  absl::Status ReadList(const rpc::CallOptions& options) override {
    rollout::v1::ListWavesRequest list;
    list.set_parent("organizations/acme/rollouts/chatbot");
    return As("rollout", "users/lea")
        .Unary<rollout::v1::ListWavesResponse>(rpc::MethodPath("ListWaves", list), list, options)
        .status();
  }
};

TEST_P(AccessScenario, ASwitchHoldsInEveryProcessWithinTwoSeconds) {
  RecordProperty("requirement", "S1-32");
  ExpectRevocationsHold(/*rounds=*/2);
}

TEST_P(AccessScenario, WithoutTheStoreEverybodyWorksByHand) {
  RecordProperty("requirement", "S1-32");
  ExpectUnknownWithoutTheStore();
}

INSTANTIATE_TEST_SUITE_P(Worlds, AccessScenario,
                         ::testing::Values(std::pair(Topology::kDistributed, StoreKind::kPostgres)),
                         WorldName);

}  // namespace
}  // namespace palier::scenarios
