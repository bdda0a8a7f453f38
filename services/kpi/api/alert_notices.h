// SPDX-License-Identifier: Apache-2.0
// Tells once, and durably, what the alerts say anew. What was told is a resource and a line of the
// change log; it is the memory of the telling too, so that a restart, or another process on the
// same store, tells nothing twice and forgets nothing.
#ifndef PALIER_KPI_API_ALERT_NOTICES_H_
#define PALIER_KPI_API_ALERT_NOTICES_H_

#include <set>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/app/rounds.h"
#include "common/resource/store.h"
#include "kpi/api/registry_view.h"
#include "kpi/storage/types.h"
#include "palier/kpi/v1/alert.pb.h"

namespace palier::kpi {

// One thread that looks at the KPIs that were marked, about a second after, and at every KPI with a
// rule at the start and once a quarter of an hour of the business clock: that a measure is late is
// no change of anything. Thread-safe.
class AlertNotices {
 public:
  // All of them must outlive it.
  AlertNotices(const Types& types, resource::Store& store, RegistryView& registry);

  void Start() { rounds_.Start(); }
  void Stop() { rounds_.Stop(); }
  // Marks the KPI of that name, or the one of the alert rule of that name; ignores any other name.
  // Never blocks on anything but a mutex.
  void Renew(absl::string_view name);

  // Tells what is to be told of every KPI (`whole`) or of the marked ones, on the caller's thread;
  // returns how many notices were new. What failed for a while stays marked, and the first such
  // failure is returned; a KPI that fails for a reason of its own is logged, keeps no other waiting
  // and comes again with the next whole round. A round that was cut short goes on where it was.
  absl::StatusOr<int> RunOnce(bool whole, absl::Time deadline);

 private:
  absl::StatusOr<std::set<std::string>> KpisWithRules(absl::Time deadline) const;
  absl::StatusOr<int> Tell(const std::string& kpi_name, absl::Time deadline);

  const Types& types_;
  resource::Store& store_;
  RegistryView& registry_;
  absl::Mutex mutex_;
  std::set<std::string> marked_ ABSL_GUARDED_BY(mutex_);
  std::string last_told_;  // the name at which the last round ended
  app::Rounds rounds_;
};

// Before the rule is deleted: if it was told that its alert fires, tells that it does no longer.
absl::Status TellRuleDeleted(resource::Session& session, const Types& types,
                             const v1::AlertRule& rule);

}  // namespace palier::kpi

#endif  // PALIER_KPI_API_ALERT_NOTICES_H_
