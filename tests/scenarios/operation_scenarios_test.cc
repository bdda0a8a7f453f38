// SPDX-License-Identifier: Apache-2.0
// Plans that take their time, with several processes of the roll-out service on one store: begun in
// one, watched and cancelled from others, and gone on with by another when one is killed.
#include <gtest/gtest.h>

#include <cstdio>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/rpc/auth.h"
#include "palier/rollout/v1/operation_service.pb.h"
#include "rollout/client/operations.h"
#include "tests/scenarios/service_calls.h"
#include "tests/scenarios/wave_firm.h"
#include "tests/scenarios/world.h"

namespace palier::scenarios {
namespace {

using google::longrunning::Operation;

constexpr char kRollout[] = "organizations/acme/rollouts/tool";

class OperationScenario : public ScenarioTest {
 protected:
  void SetUp() override {
    ScenarioTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    const WaveFirm firm(world(), 1);
    ASSERT_TRUE(WaveFirm::CreateRollout(As("rollout", "users/p0"), "tool", 0).ok());
    for (int i = 0; i < 2; ++i) {
      const auto address = world().StartReplica("rollout");
      ASSERT_TRUE(address.ok()) << address.status();
      rpc::ClientOptions options;
      options.headers = {{rpc::kPrincipalKey, "users/p0"}};
      replicas_.push_back(std::make_unique<rpc::Client>(rpc::Connect(*address), options));
    }
  }
  // In the first process: who begins one runs it. As soon as it is told: a machine that was too
  // busy to answer in time is asked again, and finds the operation that it has begun.
  Operation Begin(int schedules) {
    rollout::v1::PlanWavesRequest request;
    request.set_name(kRollout);
    request.set_request_id("33333333-3333-4333-8333-333333333333");
    request.set_schedule_count(schedules);
    absl::StatusOr<Operation> operation;
    absl::Duration patience = absl::Milliseconds(400);
    do {
      rpc::CallOptions soon;
      soon.deadline = absl::Now() + patience;
      operation = As("rollout", "users/p0")
                      .Unary<Operation>(rpc::MethodPath("PlanWaves", request), request, soon);
      patience *= 2;
    } while (absl::IsDeadlineExceeded(operation.status()) && patience < absl::Minutes(1));
    EXPECT_TRUE(operation.ok()) << operation.status();
    return operation.value_or(Operation());
  }
  static absl::StatusOr<Operation> Get(const rpc::Client& client, const std::string& name) {
    rollout::v1::GetOperationRequest request;
    request.set_name(name);
    return Unary<Operation>(client, "GetOperation", request);
  }
  template <typename Response, typename Request>
  Response OfRollout(const std::string& method) {
    Request request;
    request.set_parent(kRollout);
    const auto response = Unary<Response>(*replicas_[1], method, request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.value_or(Response());
  }
  int Waves() {
    return OfRollout<rollout::v1::ListWavesResponse, rollout::v1::ListWavesRequest>("ListWaves")
        .waves_size();
  }
  int Revisions() {
    return OfRollout<rollout::v1::ListPlanRevisionsResponse, rollout::v1::ListPlanRevisionsRequest>(
               "ListPlanRevisions")
        .plan_revisions_size();
  }

  std::vector<std::unique_ptr<rpc::Client>> replicas_;
};

TEST_P(OperationScenario, IsWatchedAndCancelledFromOtherProcesses) {
  const Operation begun = Begin(1'000'000);
  ASSERT_FALSE(begun.done());
  EXPECT_TRUE(Await([&] {  // seen in another process while it runs here
    rollout::v1::PlanWavesMetadata metadata;
    const auto seen = Get(*replicas_[0], begun.name());
    return seen.ok() && seen->metadata().UnpackTo(&metadata) && metadata.has_first_plan() &&
           !seen->done();
  }));
  rollout::v1::CancelOperationRequest cancel;
  cancel.set_name(begun.name());
  const absl::Time asked = absl::Now();
  ASSERT_TRUE(Unary<google::protobuf::Empty>(*replicas_[0], "CancelOperation", cancel).ok());
  const auto ended = rollout::AwaitOperation(*replicas_[1], begun, absl::Now() + absl::Seconds(10));
  const absl::Duration took = absl::Now() - asked;
  ASSERT_TRUE(ended.ok()) << ended.status();
  std::printf("cancelled from another process within %.0f ms\n", absl::ToDoubleMilliseconds(took));
  EXPECT_LT(took, absl::Seconds(2));
  EXPECT_EQ(ended->error().code(), static_cast<int>(absl::StatusCode::kCancelled));
  EXPECT_EQ(Waves(), 0);
  EXPECT_EQ(Revisions(), 0);
}

TEST_P(OperationScenario, WhatAKilledProcessRanIsGoneOnWithAndThereOnce) {
  const Operation begun = Begin(100'000);
  ASSERT_FALSE(begun.done());
  const absl::Time killed = absl::Now();
  ASSERT_TRUE(world().KillAndRestart("rollout").ok());
  const auto ended =
      rollout::AwaitOperation(*replicas_[0], begun, absl::Now() + absl::Seconds(120));
  ASSERT_TRUE(ended.ok()) << ended.status();
  std::printf("ended %.1f s after the kill\n", absl::ToDoubleSeconds(absl::Now() - killed));
  const auto plan = operations::ResultOf<rollout::v1::PlanRevision>(*ended);
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(Revisions(), 1);
  EXPECT_EQ(Waves(), plan->waves_size());
}

INSTANTIATE_TEST_SUITE_P(Worlds, OperationScenario,
                         ::testing::Values(std::pair(Topology::kDistributed, StoreKind::kPostgres)),
                         WorldName);

}  // namespace
}  // namespace palier::scenarios
