// SPDX-License-Identifier: Apache-2.0
#include "common/app/rounds.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "common/app/log.h"

namespace palier::app {
namespace {

// How often the clock is looked at; in tests that one jumps.
constexpr absl::Duration kLook = absl::Milliseconds(200);
constexpr absl::Duration kBetweenAsked = absl::Seconds(1);
constexpr absl::Duration kAfterFailure = absl::Seconds(5);
constexpr absl::Duration kLongestPause = absl::Minutes(5);
constexpr absl::Duration kLimit = absl::Minutes(5);

}  // namespace

Rounds::Rounds(std::string failure, absl::Duration period, Now now, Work work)
    : failure_(std::move(failure)), period_(period), now_(std::move(now)), work_(std::move(work)) {}

void Rounds::Start() {
  thread_ = std::thread([this] { Loop(); });
}

void Rounds::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

void Rounds::Ask() {
  absl::MutexLock lock(&mutex_);
  asked_ = true;
}

absl::Status Rounds::CheckRunning() const {
  absl::MutexLock lock(&mutex_);
  return stopping_ ? absl::CancelledError("it is being stopped") : absl::OkStatus();
}

bool Rounds::AwaitLook() {
  absl::MutexLock lock(&mutex_);
  return !mutex_.AwaitWithTimeout(absl::Condition(&stopping_), kLook);
}

bool Rounds::TakeAsked() {
  absl::MutexLock lock(&mutex_);
  return std::exchange(asked_, false);
}

absl::Status Rounds::Run(bool whole) {
  const absl::Status status = work_(whole, absl::Now() + kLimit);
  if (!status.ok() && !absl::IsCancelled(status)) {
    Log(Severity::kWarning, failure_, {{"status", status.ToString()}});
  }
  return status;
}

void Rounds::Loop() {
  absl::Time last_whole = absl::InfinitePast();  // of the business clock
  absl::Time earliest = absl::InfinitePast();
  absl::Duration pause = kAfterFailure;
  bool whole = false;
  while (AwaitLook()) {
    const absl::Time now = now_();
    if (now < last_whole || now - last_whole >= period_) {
      whole = true;
      last_whole = now;
    }
    if (absl::Now() < earliest || (!TakeAsked() && !whole)) continue;
    if (Run(whole).ok()) {
      whole = false;
      pause = kAfterFailure;
      earliest = absl::Now() + kBetweenAsked;
      continue;
    }
    if (!whole) Ask();
    earliest = absl::Now() + pause;
    pause = std::min(pause * 2, kLongestPause);
  }
}

}  // namespace palier::app
