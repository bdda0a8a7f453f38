// SPDX-License-Identifier: Apache-2.0
// Keeps one model for each organisation that somebody asks about, with the figures computed from
// it, and lets it follow the registry.
#ifndef PALIER_REPORTING_API_MODEL_KEEPER_H_
#define PALIER_REPORTING_API_MODEL_KEEPER_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "common/rpc/call.h"
#include "common/rpc/client.h"
#include "common/time/clock.h"
#include "reporting/figures/figure_book.h"

namespace palier::reporting {

// Thread-safe. It holds at most kMaxOrganizations models, those asked for last; one is read as a
// whole at first, and again after kMaxAge, so that a fault in following would not last.
class ModelKeeper {
 public:
  static constexpr int kMaxOrganizations = 64;
  static constexpr absl::Duration kMaxAge = absl::Hours(1);

  // Both must outlive it.
  ModelKeeper(const rpc::Client& registry, const time::Clock& clock)
      : registry_(registry), clock_(clock) {}

  // The figures of the call's organisation with every change that was committed before the call.
  // Read with the service's own rights, as all share it: whoever asks must be allowed to read the
  // organisation. UNAVAILABLE (PEER_UNAVAILABLE), DEADLINE_EXCEEDED while another caller reads it,
  // the registry's errors. Blocking.
  absl::StatusOr<std::shared_ptr<const FigureBook>> Current(const rpc::Call& call);

 private:
  struct Slot {
    absl::Mutex mutex;
    // One thread reads at a time; the others wait for what it finds.
    bool busy ABSL_GUARDED_BY(mutex) = false;
    std::shared_ptr<const FigureBook> book ABSL_GUARDED_BY(mutex);
  };

  std::shared_ptr<Slot> SlotOf(const std::string& organization);
  absl::StatusOr<std::shared_ptr<const FigureBook>> Read(
      const rpc::Call& call, const std::shared_ptr<const FigureBook>& before) const;

  const rpc::Client& registry_;
  const time::Clock& clock_;
  absl::Mutex mutex_;
  int64_t uses_ ABSL_GUARDED_BY(mutex_) = 0;
  struct Place {
    int64_t last_use = 0;
    std::shared_ptr<Slot> slot;
  };
  std::map<std::string, Place> places_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_API_MODEL_KEEPER_H_
