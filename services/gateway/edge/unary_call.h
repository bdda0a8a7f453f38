// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_GATEWAY_EDGE_UNARY_CALL_H_
#define PALIER_GATEWAY_EDGE_UNARY_CALL_H_

#include <google/protobuf/message.h>

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "gateway/edge/inbound.h"
#include "gateway/http/server.h"

namespace grpc {
class ByteBuffer;
class Channel;
}  // namespace grpc

namespace palier::gateway {

// A method of a service without streams.
struct UnaryMethod {
  std::shared_ptr<grpc::Channel> channel;
  // `palier.registry.v1.RegistryService/GetProject`.
  std::string name;
  // Service that it belongs to, for the error when it cannot be reached.
  std::string peer;
};

// The answer's bytes, or why there is none.
using UnaryDone = std::function<void(const absl::Status& status, const grpc::ByteBuffer& answer)>;

// Calls it as the caller of `exchange`, without a thread of its own; `done` runs on the strand of
// the exchange. Cancelled when the client goes.
void CallUnary(std::shared_ptr<http::Exchange> exchange, UnaryMethod method, const Inbound& inbound,
               const google::protobuf::Message& request, UnaryDone done);

}  // namespace palier::gateway

#endif  // PALIER_GATEWAY_EDGE_UNARY_CALL_H_
