// SPDX-License-Identifier: Apache-2.0
#include "kpi/storage/merger.h"

#include <malloc.h>

#include <optional>

#include "common/status/macros.h"
#include "kpi/storage/segments.h"

namespace palier::kpi {
namespace {

constexpr absl::Duration kMergeTime = absl::Minutes(2);

}  // namespace

void Merger::Start() {
  thread_ = std::thread([this] { Loop(); });
}

void Merger::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

void Merger::Ask(const ProjectKey& project, absl::Time deadline) {
  if (!thread_.joinable()) return;
  const Key key(project.organization, project.project);
  absl::MutexLock lock(&mutex_);
  ++asked_[key];
  const auto near = [&]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    const auto asked = asked_.find(key);
    return stopping_ || asked == asked_.end() || asked->second < kFarBehind;
  };
  mutex_.AwaitWithDeadline(absl::Condition(&near), deadline);
}

void Merger::Loop() {
  const auto ready = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return stopping_ || !asked_.empty();
  };
  while (true) {
    Key key;
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(&ready));
      if (stopping_) return;
      key = asked_.begin()->first;
    }
    Merge({key.first, key.second});
    absl::MutexLock lock(&mutex_);
    asked_.erase(key);
  }
}

void Merger::Merge(const ProjectKey& project) {
  while (true) {
    {
      absl::MutexLock lock(&mutex_);
      if (stopping_) return;
    }
    const absl::StatusOr<bool> merged = MergeOnce(project);
    // glibc keeps what a thread has ever needed.
    ::malloc_trim(0);
    if (!merged.ok() || !*merged) return;
  }
}

absl::StatusOr<bool> Merger::MergeOnce(const ProjectKey& project) {
  std::optional<MadeMerge> made;
  RETURN_IF_ERROR(
      database_.Read(absl::Now() + kMergeTime, [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(made, Segments(transaction, project).MakeMerge());
        return absl::OkStatus();
      }));
  if (!made) return false;
  ASSIGN_OR_RETURN(const Turns::Turn turn, turns_.Take(project, absl::Now() + kMergeTime));
  RETURN_IF_ERROR(database_.Write(absl::Now() + kMergeTime, [&](sql::Transaction& transaction) {
    return Segments(transaction, project).Take(*made);
  }));
  return true;
}

}  // namespace palier::kpi
