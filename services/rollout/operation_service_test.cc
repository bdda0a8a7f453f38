// SPDX-License-Identifier: Apache-2.0
// Plans that take their time: what is told of them, how they are ended, and what outlives a
// restart.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/time/clock.h"
#include "palier/rollout/v1/operation_service.pb.h"
#include "rollout/client/operations.h"
#include "rollout/testing/rollout_fixture.h"

namespace palier::rollout {
namespace {

using api::v1::OperationRecord;
using google::longrunning::Operation;
using status::ReasonOf;

constexpr char kRequestId[] = "11111111-1111-4111-8111-111111111111";

class OperationServiceTest : public RolloutFixture {
 protected:
  // The operation as soon as it is told: a machine that was too busy to answer in time is asked
  // again, and finds the operation that it has begun.
  absl::StatusOr<Operation> BeginPlan(int schedule_count) {
    v1::PlanWavesRequest request;
    request.set_name(kRollout);
    request.set_request_id(kRequestId);
    request.set_schedule_count(schedule_count);
    absl::StatusOr<Operation> begun;
    absl::Duration patience = absl::Milliseconds(200);
    do {
      rpc::CallOptions options;
      options.deadline = absl::Now() + patience;
      begun =
          As("users/mia").Unary<Operation>(rpc::MethodPath("PlanWaves", request), request, options);
      patience *= 2;
    } while (absl::IsDeadlineExceeded(begun.status()) && patience < absl::Minutes(1));
    return begun;
  }
  // A search of a minute or so, once it has told a plan.
  absl::StatusOr<Operation> BeginLongPlan() {
    absl::StatusOr<Operation> seen = BeginPlan(1'000'000);
    const absl::Time end = absl::Now() + absl::Seconds(30);
    while (seen.ok() && !MetadataOf(*seen).has_first_plan() && absl::Now() < end) {
      absl::SleepFor(absl::Milliseconds(10));
      seen = Get(seen->name());
    }
    return seen;
  }
  absl::StatusOr<Operation> Get(const std::string& name,
                                const std::string& principal = "users/vic") {
    v1::GetOperationRequest request;
    request.set_name(name);
    return Call<Operation>(principal, "GetOperation", request);
  }
  absl::Status Cancel(const std::string& name, const std::string& principal = "users/mia") {
    v1::CancelOperationRequest request;
    request.set_name(name);
    return Call<google::protobuf::Empty>(principal, "CancelOperation", request).status();
  }
  static v1::PlanWavesMetadata MetadataOf(const Operation& operation) {
    v1::PlanWavesMetadata metadata;
    EXPECT_TRUE(operation.metadata().UnpackTo(&metadata));
    return metadata;
  }
};

TEST_F(OperationServiceTest, AUsualPlanIsMadeAndSaysHow) {
  CreateFirmRollout();
  v1::PlanWavesRequest request;
  request.set_name(kRollout);
  const auto begun = Call<Operation>("users/mia", "PlanWaves", request);
  ASSERT_TRUE(begun.ok()) << begun.status();
  // Done at once, unless the machine is busy.
  const auto operation = AwaitOperation(As("users/vic"), *begun, absl::Now() + absl::Seconds(60));
  ASSERT_TRUE(operation.ok()) << operation.status();
  ASSERT_TRUE(operation->done());
  const auto plan = operations::ResultOf<v1::PlanRevision>(*operation);
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(plan->waves_size(), 3);
  const v1::PlanWavesMetadata metadata = MetadataOf(*operation);
  EXPECT_EQ(metadata.operation().state(), OperationRecord::SUCCEEDED);
  EXPECT_EQ(metadata.operation().requester(), "users/mia");
  EXPECT_EQ(metadata.first_plan().wave_count(), 3);
  EXPECT_EQ(metadata.best_plan().wave_count(), 3);
  EXPECT_EQ(metadata.schedule_count(), plan->summary().schedule_count());
  EXPECT_EQ(GetRollout().plan().revision(), plan->name());
}

TEST_F(OperationServiceTest, ALongSearchTellsItsFirstPlanAndIsCancelledWithNothingWritten) {
  CreateLargeRollout();
  const auto begun = BeginLongPlan();
  ASSERT_TRUE(begun.ok()) << begun.status();
  EXPECT_FALSE(begun->done());
  const v1::PlanWavesMetadata running = MetadataOf(*begun);
  EXPECT_EQ(running.operation().state(), OperationRecord::RUNNING);
  EXPECT_GT(running.first_plan().wave_count(), 0);
  EXPECT_TRUE(running.first_plan().has_end_date());
  EXPECT_TRUE(running.has_first_plan_delay());
  EXPECT_GE(running.best_plan().wave_count(), 1);
  EXPECT_LT(running.schedule_count(), running.max_schedule_count());

  EXPECT_EQ(ReasonOf(Cancel(begun->name(), "users/vic")), error::v1::PERMISSION_DENIED);
  ASSERT_EQ(Cancel(begun->name()), absl::OkStatus());
  const auto ended = AwaitOperation(As("users/vic"), *begun, absl::Now() + absl::Seconds(10));
  ASSERT_TRUE(ended.ok()) << ended.status();
  EXPECT_EQ(ReasonOf(operations::ResultOf<v1::PlanRevision>(*ended).status()),
            error::v1::CANCELLED);
  EXPECT_EQ(MetadataOf(*ended).operation().state(), OperationRecord::CANCELLED);
  EXPECT_TRUE(MetadataOf(*ended).has_first_plan());
  EXPECT_EQ(GetRollout().state(), v1::Rollout::DRAFT);
  EXPECT_TRUE(Waves().empty());
}

TEST_F(OperationServiceTest, ARestartedProcessGoesOnByItself) {
  CreateLargeRollout();
  const auto begun = BeginPlan(20'000);
  ASSERT_TRUE(begun.ok()) << begun.status();
  ASSERT_FALSE(begun->done());
  suite_->Stop();
  Serve();
  const auto ended = AwaitOperation(As("users/vic"), *begun, absl::Now() + absl::Seconds(60));
  ASSERT_TRUE(ended.ok()) << ended.status();
  const auto plan = operations::ResultOf<v1::PlanRevision>(*ended);
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(plan->number(), 1);
  EXPECT_EQ(plan->summary().planner(), "users/mia");
  EXPECT_EQ(GetRollout().plan().revision(), plan->name());
  // The same request finds it.
  const auto again = BeginPlan(20'000);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->name(), begun->name());
  EXPECT_TRUE(again->done());
}

TEST_F(OperationServiceTest, WhatCanBeKnownAtOnceIsAnsweredAtOnce) {
  CreateFirmRollout();
  v1::PlanWavesRequest request;
  request.set_name(absl::StrCat(kFirm, "/rollouts/nothing"));
  EXPECT_EQ(ReasonOf(Call<Operation>("users/mia", "PlanWaves", request).status()),
            error::v1::RESOURCE_NOT_FOUND);
  request.set_name(kRollout);
  request.set_etag("\"77\"");
  EXPECT_EQ(ReasonOf(Call<Operation>("users/mia", "PlanWaves", request).status()),
            error::v1::ETAG_MISMATCH);
  v1::ListOperationsRequest list;
  list.set_parent(kRollout);
  const auto none = Call<v1::ListOperationsResponse>("users/vic", "ListOperations", list);
  ASSERT_TRUE(none.ok()) << none.status();
  EXPECT_EQ(none->operations_size(), 0);
}

TEST_F(OperationServiceTest, AStartedWaveKeepsItsPlanAndSaysSoAtOnce) {
  MakeReady();
  ASSERT_TRUE(Start("users/abe", 1).ok());
  v1::PlanWavesRequest request;
  request.set_name(kRollout);
  EXPECT_EQ(ReasonOf(Call<Operation>("users/mia", "PlanWaves", request).status()),
            error::v1::ILLEGAL_TRANSITION);
}

TEST_F(OperationServiceTest, TheSameSeedAndBudgetGiveTheSamePlan) {
  CreateLargeRollout();
  const auto preview = [&](int schedules, int64_t seed) {
    v1::PlanWavesRequest request;
    request.set_name(kRollout);
    request.set_validate_only(true);
    request.set_schedule_count(schedules);
    request.set_seed(seed);
    const auto plan = PlanWavesAndWait(As("users/mia"), request);
    EXPECT_TRUE(plan.ok()) << plan.status();
    return plan.value_or(v1::PlanRevision());
  };
  const v1::PlanRevision once = preview(500, 3);
  const v1::PlanRevision again = preview(500, 3);
  ASSERT_EQ(once.waves_size(), again.waves_size());
  for (int i = 0; i < once.waves_size(); ++i) {
    EXPECT_EQ(once.waves(i).teams(0).ShortDebugString(),
              again.waves(i).teams(0).ShortDebugString());
  }
  EXPECT_EQ(once.summary().schedule_count(), 500);
  EXPECT_LE(preview(3000, 3).summary().gap_permille(), once.summary().gap_permille());
}

TEST_F(OperationServiceTest, WhatIsDoneIsListedAndForgottenWithoutItsPlan) {
  CreateFirmRollout();
  ASSERT_TRUE(Plan().ok());
  v1::ListOperationsRequest list;
  list.set_parent(absl::StrCat(kFirm, "/rollouts/-"));
  list.set_filter("state = SUCCEEDED AND requester = \"users/mia\"");
  const auto listed = Call<v1::ListOperationsResponse>("users/vic", "ListOperations", list);
  ASSERT_TRUE(listed.ok()) << listed.status();
  ASSERT_EQ(listed->operations_size(), 1);
  const std::string name = listed->operations(0).name();
  const auto whole = Get(name);
  ASSERT_TRUE(whole.ok()) << whole.status();
  EXPECT_TRUE(whole->has_response());
  v1::DeleteOperationRequest request;
  request.set_name(name);
  ASSERT_TRUE(Call<google::protobuf::Empty>("users/mia", "DeleteOperation", request).ok());
  EXPECT_TRUE(absl::IsNotFound(Get(name).status()));
  EXPECT_EQ(Waves().size(), 3u);
}

}  // namespace
}  // namespace palier::rollout
