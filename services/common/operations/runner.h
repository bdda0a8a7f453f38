// SPDX-License-Identifier: Apache-2.0
// Runs operations, each in one replica at a time.
#ifndef PALIER_COMMON_OPERATIONS_RUNNER_H_
#define PALIER_COMMON_OPERATIONS_RUNNER_H_

#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/operations/kind.h"
#include "common/operations/ledger.h"
#include "common/operations/operation_run.h"
#include "common/resource/store.h"
#include "common/rpc/auth.h"

namespace palier::operations {

struct RunnerOptions {
  // Operations run at once by this process. One organisation never has the last place while there
  // is more than one.
  int threads = 4;
  // How long another replica's operation shows no sign of life before it is taken over.
  absl::Duration lease = absl::Seconds(5);
  // How often to look whether the end of one was asked for, and at most the delay of its progress.
  absl::Duration look = absl::Milliseconds(50);
  // How often to look for operations of other replicas while none runs here.
  absl::Duration idle_look = absl::Milliseconds(500);
  // After a failure that may pass, doubled each time; and how often one is begun in all.
  absl::Duration first_pause = absl::Milliseconds(500);
  int64_t attempts = 10;
  // No other process can have the store open: what nobody here runs, nobody runs.
  bool sole = false;
};

// One thread keeps the leases, writes progress, sees what is cancelled and takes what waits; the
// others work. Nothing depends on the clocks of other machines: a lease is over once a replica has
// seen no beat for so long itself. Thread-safe.
class Runner {
 public:
  // All of them must outlive it.
  Runner(const RunnerOptions& options, const Ledger& ledger, resource::Store& store,
         rpc::Authorizer& authorizer);
  ~Runner() { Stop(); }

  // Before Start.
  void Define(Kind kind);
  // The kind of that method's full name; null if there is none.
  const Kind* KindOf(const std::string& method) const;

  // Who changes operations that nobody asked to change.
  static resource::Actor Keeper();

  void Start();
  // Interrupts what runs, gives it back and waits. For good; idempotent.
  void Stop();

  // Who runs what runs here.
  const std::string& id() const { return id_; }
  // Keeps a place for an operation that is about to be stored as this runner's; false when there is
  // none. To be followed by Launch or Abandon.
  bool Reserve(const std::string& organization);
  void Launch(Work work);
  void Abandon(const std::string& organization);
  // There may be something to take or to cancel. Never blocks on anything but a mutex.
  void Wake();

  // Counts what ended here; wait for it to grow.
  int64_t ends() const;
  void AwaitEnd(int64_t seen, absl::Duration wait) const;

 private:
  using Moment = std::chrono::steady_clock::time_point;
  struct Place {
    std::shared_ptr<OperationRun> run;
    Moment begin;
    Moment last_beat;
  };
  // Since when an owner gave no sign of life.
  struct Silence {
    std::string owner;
    int64_t beat = 0;
    Moment since;
  };

  bool HasPlace(const std::string& organization) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void WorkLoop();
  void KeepLoop();
  void Execute(OperationRun& run);
  absl::Status CheckRequester(const OperationRun& run, const Kind& kind);
  void GiveBack(const OperationRun& run);
  void EndWith(const OperationRun& run, const absl::Status& error);

  // Of the keeper (lease_keeper.cc). False when nothing runs or waits anywhere.
  bool Look();
  // What runs here learns what was seen of it after `begin`; returns what does not run here.
  std::vector<Sighting> TellRuns(const std::vector<Sighting>& seen, Moment begin);
  bool MayTake(const Sighting& sighting);
  void TakeOver(const Sighting& sighting);
  void Beat();
  std::vector<std::shared_ptr<OperationRun>> DueBeats();

  const RunnerOptions options_;
  const Ledger& ledger_;
  resource::Store& store_;
  rpc::Authorizer& authorizer_;
  const std::string id_;
  std::map<std::string, Kind> kinds_;

  mutable absl::Mutex mutex_;
  bool started_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  bool woken_ ABSL_GUARDED_BY(mutex_) = false;
  // By organisation: running and reserved.
  std::map<std::string, int> taken_ ABSL_GUARDED_BY(mutex_);
  int all_taken_ ABSL_GUARDED_BY(mutex_) = 0;
  std::map<std::string, Place> places_ ABSL_GUARDED_BY(mutex_);
  std::deque<std::shared_ptr<OperationRun>> ready_ ABSL_GUARDED_BY(mutex_);
  int64_t ends_ ABSL_GUARDED_BY(mutex_) = 0;
  // Not before then again, after a failure.
  std::map<std::string, Moment> pauses_ ABSL_GUARDED_BY(mutex_);
  // Of the keeper alone.
  std::map<std::string, Silence> silences_;
  std::vector<std::thread> threads_;
};

}  // namespace palier::operations

#endif  // PALIER_COMMON_OPERATIONS_RUNNER_H_
