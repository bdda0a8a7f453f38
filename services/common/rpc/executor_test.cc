// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/executor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/notification.h"

namespace palier::rpc {
namespace {

// One thread, and a task that holds it until Release.
class ExecutorTest : public ::testing::Test {
 protected:
  void Start(int queue, absl::Duration max_wait = absl::Hours(1)) {
    executor_ = std::make_unique<Executor>(Executor::Options{1, queue, max_wait});
  }
  void Occupy() {
    ASSERT_TRUE(executor_->Submit(
        [this](bool run) {
          occupied_.Notify();
          release_.WaitForNotification();
          Note(run ? "occupier" : "occupier refused");
        },
        /*inner=*/true));
    occupied_.WaitForNotification();
  }
  bool Submit(const std::string& name, bool inner = false) {
    return executor_->Submit([this, name](bool run) { Note(run ? name : name + " refused"); },
                             inner);
  }
  void Note(const std::string& what) {
    absl::MutexLock lock(&mutex_);
    notes_.push_back(what);
  }
  // Everything that ran, once `count` tasks did.
  std::vector<std::string> Await(size_t count) {
    absl::MutexLock lock(&mutex_);
    const auto enough = [this, count] { return notes_.size() >= count; };
    mutex_.AwaitWithTimeout(absl::Condition(&enough), absl::Seconds(60));
    return notes_;
  }

  absl::Notification occupied_;
  absl::Notification release_;
  absl::Mutex mutex_;
  std::vector<std::string> notes_;
  std::unique_ptr<Executor> executor_;  // last: its threads use the others until it ends
};

using ::testing::ElementsAre;

TEST_F(ExecutorTest, RunsInOrderOfArrival) {
  Start(10);
  Occupy();
  for (const char* name : {"a", "b", "c"}) EXPECT_TRUE(Submit(name));
  EXPECT_EQ(executor_->running(), 1);
  EXPECT_EQ(executor_->waiting(), 3);
  release_.Notify();
  EXPECT_THAT(Await(4), ElementsAre("occupier", "a", "b", "c"));
}

TEST_F(ExecutorTest, TheQueueIsBoundedButForInnerTasks) {
  Start(2);
  Occupy();
  EXPECT_TRUE(Submit("a"));
  EXPECT_TRUE(Submit("b"));
  EXPECT_FALSE(Submit("c"));
  EXPECT_TRUE(Submit("inner", /*inner=*/true));
  EXPECT_FALSE(Submit("d"));
  EXPECT_EQ(executor_->waiting(), 3);
  release_.Notify();
  EXPECT_THAT(Await(4), ElementsAre("occupier", "a", "b", "inner"));
}

TEST_F(ExecutorTest, WhoWaitedTooLongIsRefusedButForInnerTasks) {
  Start(10, /*max_wait=*/absl::Nanoseconds(1));
  Occupy();
  EXPECT_TRUE(Submit("a"));
  EXPECT_TRUE(Submit("inner", /*inner=*/true));
  release_.Notify();
  EXPECT_THAT(Await(3), ElementsAre("occupier", "a refused", "inner"));
}

TEST_F(ExecutorTest, StopRefusesWhatWaitsAndWaitsForWhatRuns) {
  Start(10);
  Occupy();
  EXPECT_TRUE(Submit("a"));
  EXPECT_TRUE(Submit("inner", /*inner=*/true));
  std::atomic<bool> stopped{false};
  std::thread stopper([&] {
    executor_->Stop();
    stopped = true;
  });
  // Until Stop has begun, tasks are taken.
  while (Submit("late", /*inner=*/true)) std::this_thread::yield();
  EXPECT_FALSE(stopped);
  release_.Notify();
  stopper.join();
  const std::vector<std::string> notes = Await(3);
  ASSERT_GE(notes.size(), 3u);
  EXPECT_EQ(notes[0], "occupier");
  for (size_t i = 1; i < notes.size(); ++i) {
    EXPECT_THAT(notes[i], ::testing::EndsWith(" refused"));
  }
  EXPECT_EQ(executor_->running(), 0);
  EXPECT_EQ(executor_->waiting(), 0);
  executor_->Stop();  // idempotent
}

TEST_F(ExecutorTest, RunsAsManyAtOnceAsItHasThreads) {
  Executor executor({3, 10, absl::Hours(1)});
  absl::BlockingCounter inside(3);
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(executor.Submit(
        [&](bool) {
          inside.DecrementCount();
          release_.WaitForNotification();
        },
        false));
  }
  inside.Wait();  // returns only when three run at once
  EXPECT_EQ(executor.running(), 3);
  release_.Notify();
}

}  // namespace
}  // namespace palier::rpc
