// SPDX-License-Identifier: Apache-2.0
#include "common/app/rounds.h"

#include <gtest/gtest.h>

#include <vector>

#include "absl/time/clock.h"
#include "common/time/clock.h"

namespace palier::app {
namespace {

class RoundsTest : public ::testing::Test {
 protected:
  Rounds Quarterly(absl::Status answer = absl::OkStatus()) {
    return Rounds(
        "the test's round failed", absl::Minutes(15), [this] { return clock_.Now(); },
        [this, answer](bool whole, absl::Time) {
          absl::MutexLock lock(&mutex_);
          seen_.push_back(whole);
          return answer;
        });
  }
  // The first `count` rounds; whether each was whole.
  std::vector<bool> Await(size_t count) {
    absl::MutexLock lock(&mutex_);
    const auto enough = [&]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return seen_.size() >= count; };
    EXPECT_TRUE(mutex_.AwaitWithTimeout(absl::Condition(&enough), absl::Seconds(60)));
    return seen_;
  }

  time::FakeClock clock_{absl::FromUnixSeconds(1'800'000'000)};
  absl::Mutex mutex_;
  std::vector<bool> seen_ ABSL_GUARDED_BY(mutex_);
};

TEST_F(RoundsTest, AWholeRoundAtTheStartAndOnceAPeriodAlsoOfAClockThatWasSetBack) {
  Rounds rounds = Quarterly();
  rounds.Start();
  Await(1);
  clock_.Advance(absl::Minutes(15));
  Await(2);
  clock_.Advance(-absl::Hours(24));
  EXPECT_EQ(Await(3), std::vector<bool>({true, true, true}));
}

TEST_F(RoundsTest, WhatIsAskedForIsDoneAloneAndOnce) {
  Rounds rounds = Quarterly();
  rounds.Start();
  Await(1);
  rounds.Ask();
  rounds.Ask();
  Await(2);
  clock_.Advance(absl::Minutes(15));
  EXPECT_EQ(Await(3), std::vector<bool>({true, false, true}));
}

TEST_F(RoundsTest, WhatFailedComesAgainAsWholeAsItWas) {
  Rounds rounds = Quarterly(absl::UnavailableError("not yet"));
  rounds.Start();
  EXPECT_EQ(Await(2), std::vector<bool>({true, true}));
}

TEST_F(RoundsTest, StoppedForGood) {
  Rounds rounds = Quarterly();
  EXPECT_EQ(rounds.CheckRunning(), absl::OkStatus());
  rounds.Start();
  rounds.Stop();
  EXPECT_TRUE(absl::IsCancelled(rounds.CheckRunning()));
  rounds.Stop();
}

}  // namespace
}  // namespace palier::app
