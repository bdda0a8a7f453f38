// SPDX-License-Identifier: Apache-2.0
// Tells kpi how often people were sent to the manual way (S1-32).
#ifndef PALIER_ROLLOUT_API_FALLBACK_FEED_H_
#define PALIER_ROLLOUT_API_FALLBACK_FEED_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/rpc/client.h"
#include "palier/rollout/v1/access.pb.h"
#include "rollout/storage/access_counts.h"

namespace palier::rollout {

// Sends the policy's KPI, if it has one, one measurement for each of the last three days on which
// there were answers: how many of them were fallbacks. Sent again it restates the day, as the sum
// only grows. Blocking; on the service's own account. Returns kpi's errors.
absl::Status FeedFallbacks(const v1::AccessPolicy& policy, const AccessCounts& counts,
                           const rpc::Client& kpi, absl::Time now, absl::Time deadline);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_FALLBACK_FEED_H_
