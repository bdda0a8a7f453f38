// SPDX-License-Identifier: Apache-2.0
// What HTTP says in headers and the API in fields: etags (AIP-154) and repeated requests (AIP-155).
// Pure functions, thread-safe.
#ifndef PALIER_GATEWAY_EDGE_CONDITIONS_H_
#define PALIER_GATEWAY_EDGE_CONDITIONS_H_

#include <google/protobuf/message.h>

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "gateway/http/message.h"
#include "gateway/transcoding/route_table.h"

namespace palier::gateway {

// Puts `If-Match` into the `etag` of the request or of the resource in its body, and
// `Idempotency-Key` into its `request_id`. A method that only reads takes neither. Returns
// INVALID_ARGUMENT when the method has no such field, when the field says something else already,
// and for a header that cannot be read.
absl::Status FillConditions(const http::Headers& headers, const Route& route,
                            google::protobuf::Message& request);

// The `etag` of the message, quotes included; empty when it has none.
std::string EtagOf(const google::protobuf::Message& message);

// Whether an If-None-Match names the etag, by the weak comparison of RFC 9110, or is `*`.
bool NamesEtag(absl::string_view if_none_match, absl::string_view etag);

}  // namespace palier::gateway

#endif  // PALIER_GATEWAY_EDGE_CONDITIONS_H_
