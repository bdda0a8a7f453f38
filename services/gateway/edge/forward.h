// SPDX-License-Identifier: Apache-2.0
// A call on its way from HTTP to a service and back, without a thread of its own.
#ifndef PALIER_GATEWAY_EDGE_FORWARD_H_
#define PALIER_GATEWAY_EDGE_FORWARD_H_

#include <google/protobuf/message.h>

#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "gateway/edge/inbound.h"
#include "gateway/edge/options.h"
#include "gateway/edge/streams.h"
#include "gateway/http/server.h"
#include "gateway/transcoding/route_table.h"
#include "gateway/transcoding/schema.h"

namespace grpc {
class Channel;
}

namespace palier::gateway {

struct Forward {
  std::shared_ptr<http::Exchange> exchange;
  const Schema& schema;
  const Route& route;
  const EdgeOptions& options;
  Inbound inbound;
  std::unique_ptr<google::protobuf::Message> request;
  std::shared_ptr<grpc::Channel> channel;
  // Its service, for the error when it cannot be reached.
  std::string peer;
};

// What every answer of the gateway carries: who may read it, that nobody guesses its type or frames
// it, and the id to ask about it by.
void AddCommonHeaders(const http::Headers& request, const EdgeOptions& options,
                      absl::string_view trace_id, http::Headers& answer);

// Logs an answer of a service that cannot be told, with the id that the caller has, and returns the
// INTERNAL that the caller sees.
absl::Status Defect(const Forward& call, absl::string_view why);

// Calls a method without streams and answers with its message: 304 without it when the client has
// it already.
void ForwardUnary(Forward call);

// Calls a method that answers with a stream: a line of JSON for each message
// (application/x-ndjson), or an event of text/event-stream for who accepts that. An error before
// the first message is an answer of its own; one behind it is a last line `{"error": ...}`, an
// event `error`. The next message is read once the client has taken the one before.
void ForwardStream(Forward call, Streams& streams);

}  // namespace palier::gateway

#endif  // PALIER_GATEWAY_EDGE_FORWARD_H_
