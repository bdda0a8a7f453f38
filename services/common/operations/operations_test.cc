// SPDX-License-Identifier: Apache-2.0
#include "common/operations/operations.h"

#include <gmock/gmock.h>

#include <atomic>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/operations/job_fixture.h"

namespace palier::operations {
namespace {

using api::v1::OperationRecord;
using status::ReasonOf;
using ::testing::HasSubstr;

constexpr char kRequestId[] = "11111111-1111-4111-8111-111111111111";

class OperationsTest : public JobTest {
 protected:
  // A job that goes on until it is told to end.
  Doing Endless() {
    return [this](OperationRun& run, const DoJobRequest&) -> absl::Status {
      ++running_;
      while (run.Check().ok() && !enough_.HasBeenNotified()) absl::SleepFor(absl::Milliseconds(2));
      --running_;
      return run.Check();
    };
  }
  Doing Quickly() {
    return [this](OperationRun& run, const DoJobRequest& request) { return Make(run, request); };
  }
  void TearDown() override {
    if (!enough_.HasBeenNotified()) enough_.Notify();
    JobTest::TearDown();
  }

  std::atomic<int> running_{0};
  absl::Notification enough_;
};

TEST_P(OperationsTest, WhoWaitsHasTheResponseAtOnce) {
  Replica& replica = Serve(Quickly());
  const auto operation = Begin(replica, "", absl::Seconds(10));
  ASSERT_TRUE(operation.ok()) << operation.status();
  EXPECT_TRUE(operation->done());
  const auto job = ResultOf<Job>(*operation);
  ASSERT_TRUE(job.ok()) << job.status();
  EXPECT_EQ(job->text(), "done");
  const OperationRecord record = MetadataOf(*operation).operation();
  EXPECT_EQ(record.state(), OperationRecord::SUCCEEDED);
  EXPECT_EQ(record.requester(), "users/mia");
  EXPECT_EQ(record.method(), "palier.operationstest.v1.JobService.DoJob");
  EXPECT_TRUE(record.has_start_time() && record.has_end_time() && record.has_expire_time());
  EXPECT_EQ(Made(), 1);
  // The response speaks the reader's language.
  const auto french = ResultOf<Job>(Get(replica, operation->name(), rpc::Language::kFrench));
  ASSERT_TRUE(french.ok()) << french.status();
  EXPECT_EQ(french->text(), "en français");
}

TEST_P(OperationsTest, ProgressIsSeenInEveryReplicaWhileItRuns) {
  absl::Notification reported;
  Replica& replica = Serve([&](OperationRun& run, const DoJobRequest& request) {
    for (int step = 1; step <= 3; ++step) {
      DoJobMetadata metadata;
      metadata.set_step(step);
      run.Report(metadata);
    }
    reported.Notify();
    enough_.WaitForNotification();
    return Make(run, request);
  });
  Replica& other = Serve(Quickly());
  const auto begun = Begin(replica);
  ASSERT_TRUE(begun.ok()) << begun.status();
  EXPECT_FALSE(begun->done());
  EXPECT_EQ(ResultOf<Job>(*begun).status().code(), absl::StatusCode::kFailedPrecondition);
  reported.WaitForNotification();
  Await([&] { return MetadataOf(Get(other, begun->name())).step() == 3; });
  EXPECT_EQ(MetadataOf(Get(other, begun->name())).operation().state(), OperationRecord::RUNNING);
  enough_.Notify();
  EXPECT_EQ(MetadataOf(AwaitDone(other, begun->name())).step(), 3);
}

TEST_P(OperationsTest, IsCancelledFromAnotherReplicaAndHasWrittenNothing) {
  Replica& replica = Serve(Endless());
  Replica& other = Serve(Quickly());
  const auto begun = Begin(replica);
  ASSERT_TRUE(begun.ok()) << begun.status();
  Await([&] { return running_ == 1; });
  ASSERT_EQ(Cancel(other, begun->name()), absl::OkStatus());
  const Operation ended = AwaitDone(other, begun->name());
  EXPECT_EQ(ended.error().code(), static_cast<int>(absl::StatusCode::kCancelled));
  EXPECT_EQ(MetadataOf(ended).operation().state(), OperationRecord::CANCELLED);
  EXPECT_TRUE(MetadataOf(ended).operation().cancel_requested());
  EXPECT_EQ(running_, 0);
  // Again, and once it is over, changes nothing.
  ASSERT_EQ(Cancel(other, begun->name()), absl::OkStatus());
  EXPECT_EQ(Get(other, begun->name()).SerializeAsString(), ended.SerializeAsString());
}

TEST_P(OperationsTest, WhatIsCancelledBeforeItsEndIsNotWrittenAnyMore) {
  absl::Notification cancelled;
  Replica& replica = Serve([&](OperationRun& run, const DoJobRequest& request) {
    cancelled.WaitForNotification();
    return Make(run, request);  // without a look at Check
  });
  const auto begun = Begin(replica);
  ASSERT_TRUE(begun.ok()) << begun.status();
  ASSERT_EQ(Cancel(replica, begun->name()), absl::OkStatus());
  cancelled.Notify();
  EXPECT_EQ(MetadataOf(AwaitDone(replica, begun->name())).operation().state(),
            OperationRecord::CANCELLED);
  EXPECT_EQ(Made(), 0);
}

TEST_P(OperationsTest, WhatWaitsIsTakenWhenAPlaceIsFreeOrCancelledAtOnce) {
  Options options = Quick();
  options.runner.threads = 1;
  Replica& replica = Serve(Endless(), options);
  const auto first = Begin(replica);
  const auto second = Begin(replica);
  const auto third = Begin(replica);
  ASSERT_TRUE(first.ok() && second.ok() && third.ok());
  Await([&] { return running_ == 1; });
  EXPECT_EQ(MetadataOf(*second).operation().state(), OperationRecord::WAITING);
  ASSERT_EQ(Cancel(replica, second->name()), absl::OkStatus());
  EXPECT_EQ(MetadataOf(Get(replica, second->name())).operation().state(),
            OperationRecord::CANCELLED);
  ASSERT_EQ(Cancel(replica, first->name()), absl::OkStatus());
  Await([&] {
    return MetadataOf(Get(replica, third->name())).operation().state() == OperationRecord::RUNNING;
  });
}

TEST_P(OperationsTest, OneOrganisationDoesNotTakeEveryPlace) {
  Replica& replica = Serve(Endless());
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(Begin(replica).ok());
  rpc::Call call = CallOf("DoJob");
  call.organization = "other";
  DoJobRequest request;
  request.set_name("organizations/other/jobs/a");
  ASSERT_TRUE(replica.operations->Begin(call, request.name(), request, absl::ZeroDuration()).ok());
  Await([&] { return running_ == 2; });
  operationstest::v1::ListOperationsRequest list;
  list.set_parent("organizations/acme/jobs/-");
  list.set_filter("state = WAITING");
  const auto waiting =
      Call<operationstest::v1::ListOperationsResponse>(replica, "ListOperations", list);
  ASSERT_TRUE(waiting.ok()) << waiting.status();
  EXPECT_EQ(waiting->operations_size(), 1);
}

TEST_P(OperationsTest, TooManyUnfinishedOnesAreRefused) {
  Options options = Quick();
  options.unfinished = 3;
  Replica& replica = Serve(Endless(), options);
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(Begin(replica).ok());
  const auto fourth = Begin(replica);
  EXPECT_EQ(ReasonOf(fourth.status()), error::v1::LIMIT_EXCEEDED) << fourth.status();
  EXPECT_THAT(fourth.status().message(), HasSubstr("3 operations"));
}

TEST_P(OperationsTest, ARepeatedRequestIsTheSameOperation) {
  Replica& replica = Serve(Quickly());
  Replica& other = Serve(Quickly());
  const auto first = Begin(replica, kRequestId, absl::Seconds(10));
  const auto again = Begin(other, kRequestId, absl::Seconds(10));
  ASSERT_TRUE(first.ok() && again.ok()) << again.status();
  EXPECT_EQ(first->SerializeAsString(), again->SerializeAsString());
  EXPECT_EQ(Made(), 1);
  const auto different =
      Begin(replica, kRequestId, absl::ZeroDuration(), "organizations/acme/jobs/b");
  EXPECT_EQ(ReasonOf(different.status()), error::v1::REQUEST_ID_REUSED) << different.status();
}

TEST_P(OperationsTest, AnErrorIsToldInTheReadersLanguage) {
  Replica& replica = Serve([](OperationRun&, const DoJobRequest&) -> absl::Status {
    return status::Error(absl::StatusCode::kFailedPrecondition, error::v1::NO_PLAN_FOUND,
                         {"No way for {subject}.", "Aucun moyen pour {subject}."})
        .With("subject", "acme")
        .Precondition("LIMIT", "team", {"too few", "trop peu"});
  });
  const auto operation = Begin(replica, "", absl::Seconds(10));
  ASSERT_TRUE(operation.ok()) << operation.status();
  EXPECT_EQ(MetadataOf(*operation).operation().state(), OperationRecord::FAILED);
  const absl::Status english = ResultOf<Job>(*operation).status();
  EXPECT_EQ(ReasonOf(english), error::v1::NO_PLAN_FOUND);
  EXPECT_EQ(english.message(), "No way for acme.");
  const absl::Status french =
      ResultOf<Job>(Get(replica, operation->name(), rpc::Language::kFrench)).status();
  EXPECT_EQ(status::DetailOf(french).fr(), "Aucun moyen pour acme.");
  EXPECT_EQ(status::DetailOf(french).precondition_violations(0).en(), "trop peu");
}

TEST_P(OperationsTest, AFailureThatPassesIsTriedAgainAndNotForEver) {
  std::atomic<int> tries{0};
  Replica& replica = Serve([&](OperationRun& run, const DoJobRequest& request) {
    return ++tries == 2 ? Make(run, request) : absl::UnavailableError("away");
  });
  const auto first = Begin(replica);
  ASSERT_TRUE(first.ok());
  EXPECT_TRUE(ResultOf<Job>(AwaitDone(replica, first->name())).ok());
  EXPECT_EQ(tries, 2);
  const auto second = Begin(replica);
  ASSERT_TRUE(second.ok());
  EXPECT_TRUE(absl::IsUnavailable(ResultOf<Job>(AwaitDone(replica, second->name())).status()));
  EXPECT_EQ(tries, 5);
  EXPECT_EQ(Made(), 1);
}

TEST_P(OperationsTest, RightsAreThoseOfTheMomentItStarts) {
  Options options = Quick();
  options.runner.threads = 1;
  Replica& replica = Serve(
      [&](OperationRun& run, const DoJobRequest& request) {
        enough_.WaitForNotification();
        return Make(run, request);
      },
      options);
  const auto started = Begin(replica);
  const auto waiting = Begin(replica);
  ASSERT_TRUE(started.ok() && waiting.ok());
  Await([&] {
    return MetadataOf(Get(replica, started->name())).operation().state() ==
           OperationRecord::RUNNING;
  });
  absl::SleepFor(absl::Milliseconds(20));  // the first has looked at its rights
  rights_.Revoke();
  enough_.Notify();
  EXPECT_TRUE(ResultOf<Job>(AwaitDone(replica, started->name())).ok());
  EXPECT_EQ(ReasonOf(ResultOf<Job>(AwaitDone(replica, waiting->name())).status()),
            error::v1::PERMISSION_DENIED);
  EXPECT_EQ(Made(), 1);
}

TEST_P(OperationsTest, EndedOnesAreForgottenAfterAWeekOrWhenThereAreTooMany) {
  Options options = Quick();
  options.kept = 2;
  Replica& replica = Serve(Quickly(), options);
  std::vector<std::string> names;
  for (int i = 0; i < 4; ++i) {
    clock_.Advance(absl::Minutes(1));
    const auto operation = Begin(replica, "", absl::Seconds(10));
    ASSERT_TRUE(operation.ok()) << operation.status();
    names.push_back(operation->name());
  }
  const auto gone = [&](const std::string& name) {
    operationstest::v1::GetOperationRequest request;
    request.set_name(name);
    return absl::IsNotFound(Call<Operation>(replica, "GetOperation", request).status());
  };
  ASSERT_EQ(replica.operations->Sweep(absl::Now() + absl::Seconds(10)), absl::OkStatus());
  EXPECT_TRUE(gone(names[0]) && gone(names[1]));
  EXPECT_FALSE(gone(names[2]) || gone(names[3]));
  clock_.Advance(absl::Hours(24 * 7) - absl::Seconds(30));
  ASSERT_EQ(replica.operations->Sweep(absl::Now() + absl::Seconds(10)), absl::OkStatus());
  EXPECT_TRUE(gone(names[2]));
  EXPECT_FALSE(gone(names[3]));
  EXPECT_EQ(Made(), 4);
}

TEST_P(OperationsTest, OnlyWhatIsDoneIsDeleted) {
  Replica& replica = Serve(Endless());
  const auto begun = Begin(replica);
  ASSERT_TRUE(begun.ok());
  operationstest::v1::DeleteOperationRequest request;
  request.set_name(begun->name());
  const auto refused = Call<google::protobuf::Empty>(replica, "DeleteOperation", request);
  EXPECT_EQ(ReasonOf(refused.status()), error::v1::ILLEGAL_TRANSITION) << refused.status();
  ASSERT_EQ(Cancel(replica, begun->name()), absl::OkStatus());
  AwaitDone(replica, begun->name());
  EXPECT_TRUE(Call<google::protobuf::Empty>(replica, "DeleteOperation", request).ok());
  operationstest::v1::GetOperationRequest get;
  get.set_name(begun->name());
  EXPECT_TRUE(absl::IsNotFound(Call<Operation>(replica, "GetOperation", get).status()));
  EXPECT_TRUE(absl::IsNotFound(Cancel(replica, begun->name())));
}

TEST_P(OperationsTest, ListsAreFilteredAndPagedAndHaveNoResponses) {
  Replica& replica = Serve(Quickly());
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(Begin(replica, "", absl::Seconds(10)).ok());
  operationstest::v1::ListOperationsRequest list;
  list.set_parent(kJob);
  list.set_filter("state = SUCCEEDED");
  list.set_page_size(2);
  const auto first =
      Call<operationstest::v1::ListOperationsResponse>(replica, "ListOperations", list);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(first->operations_size(), 2);
  EXPECT_TRUE(first->operations(0).done());
  EXPECT_FALSE(first->operations(0).has_response());
  list.set_page_token(first->next_page_token());
  const auto second =
      Call<operationstest::v1::ListOperationsResponse>(replica, "ListOperations", list);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->operations_size(), 1);
}

TEST_P(OperationsTest, WaitingAnswersAtTheEndOrWhenItsTimeIsOver) {
  Options options = Quick();
  options.waiters = 1;
  Replica& replica = Serve(Endless(), options);
  const auto begun = Begin(replica);
  ASSERT_TRUE(begun.ok());
  operationstest::v1::WaitOperationRequest wait;
  wait.set_name(begun->name());
  wait.mutable_timeout()->set_nanos(50'000'000);
  const absl::Time before = absl::Now();
  const auto unfinished = Call<Operation>(replica, "WaitOperation", wait);
  ASSERT_TRUE(unfinished.ok()) << unfinished.status();
  EXPECT_FALSE(unfinished->done());
  EXPECT_GE(absl::Now() - before, absl::Milliseconds(50));
  wait.clear_timeout();
  std::thread canceller([&] {
    absl::SleepFor(absl::Milliseconds(50));
    EXPECT_EQ(Cancel(replica, begun->name()), absl::OkStatus());
  });
  const auto done = Call<Operation>(replica, "WaitOperation", wait);
  canceller.join();
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_TRUE(done->done());
}

INSTANTIATE_TEST_SUITE_P(Stores, OperationsTest, ::testing::Values("Memory", "Postgres"),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace palier::operations
