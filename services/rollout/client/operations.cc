// SPDX-License-Identifier: Apache-2.0
#include "rollout/client/operations.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/operation_service.pb.h"

namespace palier::rollout {

using google::longrunning::Operation;

absl::StatusOr<Operation> AwaitOperation(const rpc::Client& client, Operation operation,
                                         absl::Time deadline) {
  v1::WaitOperationRequest request;
  request.set_name(operation.name());
  while (!operation.done()) {
    if (absl::Now() > deadline)
      return absl::DeadlineExceededError(absl::StrCat(operation.name(), " is not done"));
    ASSIGN_OR_RETURN(operation, client.Unary<Operation>(
                                    "palier.rollout.v1.OperationService/WaitOperation", request));
  }
  return operation;
}

absl::StatusOr<v1::PlanRevision> PlanWavesAndWait(const rpc::Client& client,
                                                  const v1::PlanWavesRequest& request,
                                                  absl::Duration patience) {
  ASSIGN_OR_RETURN(Operation operation,
                   client.Unary<Operation>("palier.rollout.v1.RolloutService/PlanWaves", request));
  ASSIGN_OR_RETURN(operation, AwaitOperation(client, std::move(operation), absl::Now() + patience));
  return operations::ResultOf<v1::PlanRevision>(operation);
}

}  // namespace palier::rollout
