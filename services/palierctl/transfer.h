// SPDX-License-Identifier: Apache-2.0
// Sends a file through a stream while its answers are read.
#ifndef PALIER_PALIERCTL_TRANSFER_H_
#define PALIER_PALIERCTL_TRANSFER_H_

#include <google/protobuf/message.h>

#include <functional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/rpc/client.h"

namespace palier::ctl {

// Fills the next message to send; false at the end. An error cancels the stream and is what
// Transfer returns.
template <typename Request>
using NextMessage = std::function<absl::StatusOr<bool>(Request*)>;

// `answer` holds one answer each time `take` is called, on another thread than `next`. Returns the
// stream's status.
absl::Status Transfer(rpc::ClientStream& stream, const NextMessage<google::protobuf::Message>& next,
                      google::protobuf::Message* request, google::protobuf::Message* answer,
                      const std::function<void()>& take);

}  // namespace palier::ctl

#endif  // PALIER_PALIERCTL_TRANSFER_H_
