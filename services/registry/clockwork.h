// SPDX-License-Identifier: Apache-2.0
// Sends the notices that have fallen due. What is due follows from the projects alone, and a notice
// has one name for one event: after an outage it catches up, and several processes on one store
// send each notice once.
#ifndef PALIER_REGISTRY_CLOCKWORK_H_
#define PALIER_REGISTRY_CLOCKWORK_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/app/rounds.h"
#include "common/resource/store.h"
#include "palier/registry/v1/notice.pb.h"
#include "registry/storage/types.h"

namespace palier::registry {

class Clockwork {
 public:
  // `types` and `store` must outlive it.
  Clockwork(const Types& types, resource::Store& store);

  // One thread that runs once a quarter of an hour of the store's clock, and at the start.
  void Start() { rounds_.Start(); }
  // A turn that is under way ends before its next project; what it did not send is due at the next
  // start. For good.
  void Stop() { rounds_.Stop(); }

  // Sends what is due now in every organisation; returns how many notices were new. Blocking.
  // CANCELLED once it is stopped.
  absl::StatusOr<int> RunOnce(absl::Time deadline);

 private:
  absl::StatusOr<int> RunFor(absl::string_view organization, absl::Time deadline);
  // Leaves out what another process has sent meanwhile.
  absl::Status Send(const std::vector<v1::Notice>& notices, absl::Time deadline);

  const Types& types_;
  resource::Store& store_;
  app::Rounds rounds_;
};

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_CLOCKWORK_H_
