// SPDX-License-Identifier: Apache-2.0
// Operations of the roll-out service, for callers that want their end.
#ifndef PALIER_ROLLOUT_CLIENT_OPERATIONS_H_
#define PALIER_ROLLOUT_CLIENT_OPERATIONS_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/operations/outcome.h"
#include "common/rpc/client.h"
#include "google/longrunning/operations.pb.h"
#include "palier/rollout/v1/plan_revision.pb.h"
#include "palier/rollout/v1/rollout_service.pb.h"

namespace palier::rollout {

// The operation once it is done. DEADLINE_EXCEEDED when it is not by then, and what WaitOperation
// returns.
absl::StatusOr<google::longrunning::Operation> AwaitOperation(
    const rpc::Client& client, google::longrunning::Operation operation, absl::Time deadline);

// What PlanWaves makes, or the error of the call or of its operation.
absl::StatusOr<v1::PlanRevision> PlanWavesAndWait(const rpc::Client& client,
                                                  const v1::PlanWavesRequest& request,
                                                  absl::Duration patience = absl::Seconds(60));

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_CLIENT_OPERATIONS_H_
