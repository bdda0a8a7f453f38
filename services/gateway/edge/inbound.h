// SPDX-License-Identifier: Apache-2.0
// What the headers of a request say to the gateway and, through it, to a service.
#ifndef PALIER_GATEWAY_EDGE_INBOUND_H_
#define PALIER_GATEWAY_EDGE_INBOUND_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/rpc/call.h"
#include "common/rpc/client.h"
#include "gateway/edge/options.h"
#include "gateway/http/message.h"

namespace palier::gateway {

struct Inbound {
  rpc::Language language = rpc::Language::kEnglish;
  absl::Duration timeout;
  // 32 hexadecimal digits: of the caller's `traceparent`, or made here.
  std::string trace_id;
  // For the service: credentials of the caller and nobody else's, language, trace.
  rpc::Headers metadata;
};

// Returns INVALID_ARGUMENT for a `Grpc-Timeout` that cannot be read, and for a value that is not
// printable ASCII: gRPC ends the process over one.
absl::StatusOr<Inbound> ReadInbound(const http::Headers& headers, const EdgeOptions& options);

// `5S`, `100m`: digits and one of H M S m u n, as gRPC writes it. nullopt for anything else.
std::optional<absl::Duration> ParseGrpcTimeout(absl::string_view text);

// The trace id of a W3C traceparent; empty when it is none.
std::string TraceIdOf(absl::string_view traceparent);

// Whether an Accept header names the media type, by itself.
bool Accepts(absl::string_view accept, absl::string_view media_type);

}  // namespace palier::gateway

#endif  // PALIER_GATEWAY_EDGE_INBOUND_H_
