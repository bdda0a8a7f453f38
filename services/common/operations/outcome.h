// SPDX-License-Identifier: Apache-2.0
// How an operation ended: as it is stored, and as a client reads it.
#ifndef PALIER_COMMON_OPERATIONS_OUTCOME_H_
#define PALIER_COMMON_OPERATIONS_OUTCOME_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/convert.h"
#include "common/status/error.h"
#include "google/longrunning/operations.pb.h"
#include "google/rpc/status.pb.h"

namespace palier::operations {

// With its reason, metadata and sentences in all languages, as its only detail.
google::rpc::Status KeepError(const absl::Status& error);
// What was kept, for a reader of that language.
google::rpc::Status ShowError(const google::rpc::Status& kept, rpc::Language language);

// The response of an operation that is done, or its error. FAILED_PRECONDITION of one that is not,
// INTERNAL for a response of another type.
template <typename Response>
absl::StatusOr<Response> ResultOf(const google::longrunning::Operation& operation) {
  if (!operation.done()) return absl::FailedPreconditionError("the operation is not done");
  if (operation.has_error()) return rpc::FromRpc(operation.error());
  Response response;
  if (!operation.response().UnpackTo(&response)) {
    return status::Internal(operation.response().type_url());
  }
  return response;
}

}  // namespace palier::operations

#endif  // PALIER_COMMON_OPERATIONS_OUTCOME_H_
