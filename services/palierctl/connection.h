// SPDX-License-Identifier: Apache-2.0
// The server as palierctl sees it: one channel, the caller's credentials and language on every
// call.
#ifndef PALIER_PALIERCTL_CONNECTION_H_
#define PALIER_PALIERCTL_CONNECTION_H_

#include <google/protobuf/message.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/rpc/client.h"
#include "palierctl/options.h"

namespace palier::ctl {

// Connects at the first call. Thread-safe after construction.
class Connection {
 public:
  explicit Connection(const Options& options);

  // The same channel with another principal, for a server under --auth=dev. Empty: the same caller.
  Connection As(const std::string& principal) const;

  // Calls a unary method by its full name, within the user's timeout.
  absl::Status Call(absl::string_view method, const google::protobuf::Message& request,
                    google::protobuf::Message* response) const;
  template <typename Response>
  absl::StatusOr<Response> Call(absl::string_view method,
                                const google::protobuf::Message& request) const {
    Response response;
    absl::Status status = Call(method, request, &response);
    if (!status.ok()) return status;
    return response;
  }

  // Begins a transfer; it must end within an hour, or within the user's timeout when that is
  // longer.
  std::unique_ptr<rpc::ClientStream> Stream(absl::string_view method) const;

 private:
  Connection(const Options& options, std::shared_ptr<grpc::Channel> channel);

  Options options_;
  std::shared_ptr<grpc::Channel> channel_;
  std::shared_ptr<const rpc::Client> client_;
};

}  // namespace palier::ctl

#endif  // PALIER_PALIERCTL_CONNECTION_H_
