// SPDX-License-Identifier: Apache-2.0
// How many measurements an organisation may send, so that one that sends too many slows itself down
// and nobody else.
#ifndef PALIER_KPI_API_QUOTA_H_
#define PALIER_KPI_API_QUOTA_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace palier::kpi {

// A bucket of tokens for each organisation, of this process. A batch is taken while there is any
// token left, and what it takes beyond that has to come in before the next: so a batch of any size
// gets through, and the mean keeps to the limit. Thread-safe.
class Quota {
 public:
  // Measurements of an organisation in a second; 0: no limit. `burst` is how long an organisation
  // may have saved up.
  explicit Quota(int64_t per_second, absl::Duration burst = absl::Seconds(10))
      : per_second_(static_cast<double>(per_second)), burst_(burst) {}

  // Takes tokens for `count` measurements at `now` (of a clock that never goes back); or returns
  // how long to wait, and takes none.
  absl::Duration Take(const std::string& organization, int64_t count, absl::Duration now);

  // For a unary call: RESOURCE_EXHAUSTED (LIMIT_EXCEEDED) with the time to wait.
  absl::Status TakeNow(const std::string& organization, int64_t count);
  // For a stream, whose sender is held up instead: waits. The same error at once when the deadline
  // would pass meanwhile, CANCELLED when `over` says so.
  absl::Status Await(const std::string& organization, int64_t count, absl::Time deadline,
                     const std::function<bool()>& over);

 private:
  struct Bucket {
    double tokens;
    absl::Duration at;
  };

  const double per_second_;
  const absl::Duration burst_;
  absl::Mutex mutex_;
  absl::flat_hash_map<std::string, Bucket> buckets_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_API_QUOTA_H_
