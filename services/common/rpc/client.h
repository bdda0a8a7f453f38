// SPDX-License-Identifier: Apache-2.0
// How one part of Palier calls another: in the same process or on another machine, the same way.
#ifndef PALIER_COMMON_RPC_CLIENT_H_
#define PALIER_COMMON_RPC_CLIENT_H_

#include <google/protobuf/message.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/rpc/call.h"

namespace grpc {
class Channel;
}

namespace palier::rpc {

// Largest message that channels and servers of Palier take; what a method takes is bounded by its
// proto.
inline constexpr int kMaxMessageBytes = 64 << 20;

// Metadata sent with each call.
using Headers = std::vector<std::pair<std::string, std::string>>;

struct ClientOptions {
  // Service that is called, for the error when it cannot be reached (PEER_UNAVAILABLE).
  std::string peer = "palier";
  // Sent with every call: credentials of this client.
  Headers headers;
  // For callers that name no deadline.
  absl::Duration default_timeout = absl::Seconds(10);
  // Tries in all of an idempotent call that ended UNAVAILABLE, with exponential backoff and full
  // jitter in the deadline.
  int attempts = 4;
  absl::Duration first_backoff = absl::Milliseconds(50);
};

// What varies from call to call.
struct CallOptions {
  // Zero: the client's default timeout from now.
  absl::Time deadline = absl::InfinitePast();
  Headers headers;

  // The options for a call on the way to answer `call`: its deadline, language and trace, on its
  // caller's behalf (a service that calls for itself goes on as the service that is called next).
  static CallOptions Within(const Call& call);
  // The same on the service's own account.
  static CallOptions AsService(const Call& call);
};

// Messages of one streaming call. Read and Write block; one thread reads while another may write.
class ClientStream {
 public:
  virtual ~ClientStream() = default;
  virtual bool Write(const google::protobuf::Message& message) = 0;
  virtual void WritesDone() = 0;
  // False at the end; then Finish tells why.
  virtual bool Read(google::protobuf::Message* message) = 0;
  virtual absl::Status Finish() = 0;
  virtual void Cancel() = 0;
};

// Thread-safe. Blocks until the answer or the deadline: never call it from a gRPC thread.
class Client {
 public:
  Client(std::shared_ptr<grpc::Channel> channel, ClientOptions options);

  // Calls a unary method by its full name, `palier.registry.v1.RegistryService/GetProject`.
  // UNAVAILABLE is retried when the method only reads (Get, List, Query, ...) or the request
  // carries a request_id. Errors keep reason, metadata and violations.
  template <typename Response>
  absl::StatusOr<Response> Unary(absl::string_view method, const google::protobuf::Message& request,
                                 const CallOptions& options = {}) const {
    Response response;
    absl::Status status = Unary(method, request, &response, options);
    if (!status.ok()) return status;
    return response;
  }
  absl::Status Unary(absl::string_view method, const google::protobuf::Message& request,
                     google::protobuf::Message* response, const CallOptions& options) const;

  // Begins a streaming call; never retried.
  std::unique_ptr<ClientStream> Stream(absl::string_view method,
                                       const CallOptions& options = {}) const;

 private:
  absl::Status Try(absl::string_view method, const google::protobuf::Message& request,
                   google::protobuf::Message* response, absl::Time deadline,
                   const Headers& headers) const;

  const std::shared_ptr<grpc::Channel> channel_;
  const ClientOptions options_;
};

// `status` of a call to the service `peer`; what gRPC says of a connection that it did not get
// becomes PEER_UNAVAILABLE, which a person can use.
absl::Status Explained(const absl::Status& status, const std::string& peer);

// A channel to `target` (`dns:///host:port`, `host:port`, `unix:...`): round_robin over the
// addresses, health-checked, with keepalive.
std::shared_ptr<grpc::Channel> Connect(const std::string& target);

}  // namespace palier::rpc

#endif  // PALIER_COMMON_RPC_CLIENT_H_
