// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_ROLLOUT_API_TIME_LEFT_H_
#define PALIER_ROLLOUT_API_TIME_LEFT_H_

#include <functional>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "common/rpc/call.h"

namespace palier::rollout {

// DEADLINE_EXCEEDED once the caller has given up, for the check of PlanOptions.
inline std::function<absl::Status()> TimeLeft(const rpc::Call& call) {
  return [deadline = call.deadline] {
    if (absl::Now() < deadline) return absl::OkStatus();
    return absl::DeadlineExceededError("no plan was found in time");
  };
}

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_TIME_LEFT_H_
