// SPDX-License-Identifier: Apache-2.0
// Keeps one model for each organisation that somebody asks about, with the figures computed from
// it, lets it follow the registry, and asks kpi and rollout what they know from time to time.
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
  // What kpi and rollout told is asked for anew when it is that old; of one that did not answer,
  // sooner.
  static constexpr absl::Duration kHearAge = absl::Minutes(1);
  static constexpr absl::Duration kSilenceAge = absl::Seconds(10);

  struct Peers {
    const rpc::Client& registry;
    const rpc::Client& kpi;
    const rpc::Client& rollout;
  };

  // All must outlive it.
  ModelKeeper(const Peers& peers, const time::Clock& clock) : peers_(peers), clock_(clock) {}

  // The figures of the call's organisation with every change of the registry that was committed
  // before the call, and what kpi and rollout told within kHearAge; one that does not answer in
  // half of the call's time is left out, and the model says so. Read with the service's own rights,
  // as all share it: whoever asks must be allowed to read the organisation. UNAVAILABLE
  // (PEER_UNAVAILABLE), DEADLINE_EXCEEDED while another caller reads it, the registry's errors.
  // Blocking.
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
  absl::StatusOr<std::shared_ptr<const PortfolioModel>> ReadRegistry(
      const rpc::Call& call, std::shared_ptr<const PortfolioModel> before, absl::Time now) const;

  const Peers peers_;
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
