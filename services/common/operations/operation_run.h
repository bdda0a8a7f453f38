// SPDX-License-Identifier: Apache-2.0
// One operation while it runs here, as the code that does the work sees it.
#ifndef PALIER_COMMON_OPERATIONS_OPERATION_RUN_H_
#define PALIER_COMMON_OPERATIONS_OPERATION_RUN_H_

#include <google/protobuf/message.h>

#include <atomic>
#include <functional>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/operations/ledger.h"
#include "common/resource/store.h"
#include "common/rpc/call.h"

namespace palier::operations {

// Thread-safe.
class OperationRun {
 public:
  // All of them must outlive it. `on_first_report` must not block.
  OperationRun(const Ledger& ledger, resource::Store& store, Work work, std::string owner,
               std::function<void()> on_first_report)
      : ledger_(ledger),
        store_(store),
        work_(std::move(work)),
        owner_(std::move(owner)),
        on_first_report_(std::move(on_first_report)) {}

  const Work& work() const { return work_; }

  // Whoever asked for it, calling now and giving up after `patience`.
  rpc::Call CallWithin(absl::Duration patience) const;

  // CANCELLED once its end was asked for or the process stops, ABORTED once another replica runs
  // it: give up soon, having written nothing. Cheap: ask often.
  absl::Status Check() const;

  // What it tells of its progress from now on, as its kind's metadata. Stored within a fraction of
  // a second, the first time at once.
  void Report(const google::protobuf::Message& metadata);

  // Ends it with what it made, in the transaction that writes that: both are stored or neither.
  // Returns what Ledger::Succeed returns, and then the transaction must fail.
  absl::Status Succeed(resource::Session& session, const google::protobuf::Message& response) const;
  // The same where nothing else is written.
  absl::Status Succeed(const google::protobuf::Message& response) const;

 private:
  friend class Runner;

  // Whether something was reported since progress was last taken.
  bool has_news() const;
  std::string TakeProgress();
  std::string progress() const;

  const Ledger& ledger_;
  resource::Store& store_;
  const Work work_;
  const std::string owner_;
  const std::function<void()> on_first_report_;
  std::atomic<bool> cancelled_{false};
  std::atomic<bool> lost_{false};
  std::atomic<bool> stopping_{false};
  mutable absl::Mutex mutex_;
  std::string progress_ ABSL_GUARDED_BY(mutex_);
  bool news_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace palier::operations

#endif  // PALIER_COMMON_OPERATIONS_OPERATION_RUN_H_
