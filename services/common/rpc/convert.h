// SPDX-License-Identifier: Apache-2.0
// The edge: the only place where an absl::Status becomes a grpc::Status and back.
#ifndef PALIER_COMMON_RPC_CONVERT_H_
#define PALIER_COMMON_RPC_CONVERT_H_

#include <grpcpp/support/status.h>

#include "absl/status/status.h"
#include "common/rpc/call.h"
#include "google/rpc/status.pb.h"

namespace palier::rpc {

// Error details travel as metadata, of which clients take 8 KiB in all: what is over this many
// bytes is cut, first violations first, with the total in the ErrorInfo's metadata.
inline constexpr int kMaxDetailBytes = 4096;

// google.rpc.Status in the caller's language: ErrorInfo (always), BadRequest, PreconditionFailure,
// RetryInfo, LocalizedMessage. A status without an ErrorDetail gets the reason of its code; an
// INTERNAL or UNKNOWN one shows no inner text.
grpc::Status ToGrpc(const absl::Status& status, Language language);
// The message inside it: for results that tell of single items. Code 0 for OK.
google::rpc::Status ToRpc(const absl::Status& status, Language language);

// The inverse, for clients: code, message, reason, metadata and violations (their texts in the
// language that came).
absl::Status FromGrpc(const grpc::Status& status);
// The same of the message, for clients that were told of single items or operations.
absl::Status FromRpc(const google::rpc::Status& status);

}  // namespace palier::rpc

#endif  // PALIER_COMMON_RPC_CONVERT_H_
