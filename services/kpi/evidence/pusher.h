// SPDX-License-Identifier: Apache-2.0
// Tells the registry what this service knows of each KPI, so that gates are judged there, also
// while this service is away.
#ifndef PALIER_KPI_EVIDENCE_PUSHER_H_
#define PALIER_KPI_EVIDENCE_PUSHER_H_

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/resource/store.h"
#include "common/rpc/client.h"
#include "kpi/api/registry_view.h"
#include "kpi/storage/types.h"

namespace palier::kpi {

// One thread that pushes what was marked, about a second after the first mark, and everything at
// start and once a day (of the business clock), for a fact holds for eight days. What cannot be
// delivered is tried again until it is; what the registry refuses for good waits for the next daily
// round. Nothing is lost by a stop: the next start pushes everything. Thread-safe.
class EvidencePusher {
 public:
  using Listener = std::function<void(const std::string& kpi_name)>;

  // `on_renew` is told of each KPI that is marked; must not block.
  EvidencePusher(const Types& types, resource::Store& store, RegistryView& registry_view,
                 const rpc::Client& registry, Listener on_renew)
      : types_(types),
        store_(store),
        view_(registry_view),
        registry_(registry),
        on_renew_(std::move(on_renew)) {}
  ~EvidencePusher() { Stop(); }

  // Begins the thread and marks every KPI.
  void Start();
  void Stop();
  // Marks a KPI whose definition or measurements changed. Never blocks on anything but a mutex.
  void Renew(const std::string& kpi_name);
  // Pushes what is marked now, on the caller's thread. The first failure, when there is one; what
  // failed stays marked.
  absl::Status Flush(absl::Time deadline);

 private:
  void Mark(const std::string& kpi_name);
  void Run();
  // Waits until there is something to do; false when it is time to stop.
  bool AwaitWork();
  absl::Status MarkAll();
  absl::Status Push(const std::string& kpi_name, absl::Time deadline);
  bool stopping() const;
  absl::Time NextInstant();

  const Types& types_;
  resource::Store& store_;
  RegistryView& view_;
  const rpc::Client& registry_;
  const Listener on_renew_;
  mutable absl::Mutex mutex_;
  std::set<std::string> marked_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  // Of the business clock; strictly increasing, for the registry keeps the newest.
  absl::Time last_instant_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
  absl::Time last_round_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
  // Held while pushing, so that two pushes of one KPI cannot cross.
  absl::Mutex pushing_;
  std::thread thread_;
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_EVIDENCE_PUSHER_H_
