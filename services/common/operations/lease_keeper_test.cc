// SPDX-License-Identifier: Apache-2.0
// What becomes of operations whose process is killed, stopped or too slow.
#include <gtest/gtest.h>

#include <atomic>

#include "absl/time/clock.h"
#include "common/operations/job_fixture.h"

namespace palier::operations {
namespace {

using api::v1::OperationRecord;

class LeaseKeeperTest : public JobTest {
 protected:
  Doing Quickly() {
    return [this](OperationRun& run, const DoJobRequest& request) { return Make(run, request); };
  }
};

TEST_P(LeaseKeeperTest, WhatAKilledReplicaLeftIsTakenOverOnceItsLeaseIsOver) {
  const std::string name = LeaveBehind("killed");
  const absl::Time before = absl::Now();
  Replica& replica = Serve(Quickly());
  EXPECT_TRUE(ResultOf<Job>(AwaitDone(replica, name)).ok());
  EXPECT_GE(absl::Now() - before, Quick().runner.lease);
  EXPECT_EQ(Made(), 1);
}

TEST_P(LeaseKeeperTest, TheOnlyProcessNeedNotWaitForALease) {
  const std::string name = LeaveBehind("killed");
  Options options = Quick();
  options.runner.lease = absl::Hours(1);
  options.runner.sole = true;
  EXPECT_TRUE(ResultOf<Job>(AwaitDone(Serve(Quickly(), options), name)).ok());
  EXPECT_EQ(Made(), 1);
}

TEST_P(LeaseKeeperTest, WhatAStoppedReplicaRanGoesOnElsewhereAtOnce) {
  std::atomic<bool> running{false};
  Options options = Quick();
  options.runner.lease = absl::Hours(1);
  Replica& first = Serve(
      [&](OperationRun& run, const DoJobRequest&) {
        running = true;
        while (run.Check().ok()) absl::SleepFor(absl::Milliseconds(2));
        return run.Check();
      },
      options);
  const auto begun = Begin(first);
  ASSERT_TRUE(begun.ok()) << begun.status();
  Await([&] { return running.load(); });
  Replica& second = Serve(Quickly(), options);
  first.operations->Stop();
  EXPECT_TRUE(ResultOf<Job>(AwaitDone(second, begun->name())).ok());
  EXPECT_EQ(Made(), 1);
}

TEST_P(LeaseKeeperTest, AsLongAsItGivesSignsOfLifeNobodyElseRunsIt) {
  std::atomic<int> runs{0};
  absl::Notification enough;
  const Doing slow = [&](OperationRun& run, const DoJobRequest& request) {
    ++runs;
    enough.WaitForNotification();
    return Make(run, request);
  };
  Replica& first = Serve(slow);
  Replica& second = Serve(slow);
  const auto begun = Begin(first);
  ASSERT_TRUE(begun.ok()) << begun.status();
  absl::SleepFor(2 * Quick().runner.lease);
  EXPECT_EQ(runs, 1);
  enough.Notify();
  AwaitDone(second, begun->name());
  EXPECT_EQ(Made(), 1);
}

TEST_P(LeaseKeeperTest, WhoLostItWritesNothing) {
  absl::Notification running, taken, over;
  absl::Status end;
  // The other one gives no sign of life: it must not lose the operation again, however slow this
  // is.
  Options options = Quick();
  options.runner.lease = absl::Hours(1);
  Replica& replica = Serve(
      [&](OperationRun& run, const DoJobRequest& request) {
        running.Notify();
        taken.WaitForNotification();
        const absl::Status own = Make(run, request);
        end = own;
        // From here on the test may be over, and what it holds gone.
        over.Notify();
        return own;
      },
      options);
  const auto begun = Begin(replica);
  ASSERT_TRUE(begun.ok()) << begun.status();
  running.WaitForNotification();
  Await([&] {  // whatever beat the keeper is at
    bool took = false;
    EXPECT_EQ(store_->Write(absl::Now() + absl::Seconds(10), Runner::Keeper(),
                            [&](resource::Session& session) -> absl::Status {
                              const auto seen = ledger_.ListUnfinished(session.sql());
                              if (!seen.ok()) return seen.status();
                              const auto work = ledger_.Take(session, seen->at(0), "another");
                              took = work.ok() && work->has_value();
                              return work.status();
                            }),
              absl::OkStatus());
    return took;
  });
  taken.Notify();
  over.WaitForNotification();
  EXPECT_TRUE(absl::IsAborted(end)) << end;
  EXPECT_EQ(Made(), 0);
  EXPECT_EQ(MetadataOf(Get(replica, begun->name())).operation().state(), OperationRecord::RUNNING);
}

TEST_P(LeaseKeeperTest, WhatAnotherVersionBeganIsLeftAlone) {
  const std::string name = LeaveBehind("");
  ASSERT_EQ(store_->Write(absl::Now() + absl::Seconds(10), Runner::Keeper(),
                          [&](resource::Session& session) {
                            return session.sql()
                                .Execute("UPDATE operation_run SET method='palier.New'", {})
                                .status();
                          }),
            absl::OkStatus());
  Replica& replica = Serve(Quickly());
  ASSERT_TRUE(Begin(replica, "", absl::Seconds(10)).ok());
  EXPECT_FALSE(Get(replica, name).done());
  EXPECT_EQ(Made(), 1);
}

TEST_P(LeaseKeeperTest, WhatLostItsSubjectIsForgotten) {
  std::atomic<bool> running{false}, ended{false};
  Replica& replica = Serve([&](OperationRun& run, const DoJobRequest&) {
    running = true;
    while (run.Check().ok()) absl::SleepFor(absl::Milliseconds(2));
    ended = true;
    return run.Check();
  });
  ASSERT_TRUE(Begin(replica).ok());
  Await([&] { return running.load(); });
  ASSERT_EQ(store_->Write(absl::Now() + absl::Seconds(10), {"users/mia", "", "test"},
                          [&](resource::Session& session) -> absl::Status {
                            const auto gone =
                                session.sql().Execute("DELETE FROM operation_run", {});
                            if (!gone.ok()) return gone.status();
                            return session.RemoveChildren(kJob);
                          }),
            absl::OkStatus());
  Await([&] { return ended.load(); });
}

INSTANTIATE_TEST_SUITE_P(Stores, LeaseKeeperTest, ::testing::Values("Memory", "Postgres"),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace palier::operations
