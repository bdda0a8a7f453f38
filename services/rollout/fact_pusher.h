// SPDX-License-Identifier: Apache-2.0
// Tells the registry how roll-outs and their waves go, in the background: what the registry does
// not hear now it hears later.
#ifndef PALIER_ROLLOUT_FACT_PUSHER_H_
#define PALIER_ROLLOUT_FACT_PUSHER_H_

#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "common/rpc/client.h"
#include "common/sql/database.h"
#include "rollout/storage/fact_outbox.h"

namespace palier::rollout {

// Empties the outbox with one thread of its own. News stay there until the registry has taken them,
// or has said that it never will (the project is gone). Several replicas may push the same news:
// the registry keeps the newest.
class FactPusher {
 public:
  // Both must outlive it.
  FactPusher(sql::Database& database, const rpc::Client& registry);
  ~FactPusher();

  void Start();
  // Waits for the thread; at most one call to the registry.
  void Stop();
  // There may be news. Never blocks.
  void Wake();

 private:
  void Run();
  // False when news are left that the registry could not take now.
  bool PushAll();
  bool Push(const FactNews& news);
  // Until there may be news, `wait` has passed, or the end. False at the end.
  bool Await(absl::Duration wait);

  sql::Database& database_;
  const rpc::Client& registry_;
  absl::Mutex mutex_;
  bool woken_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_FACT_PUSHER_H_
