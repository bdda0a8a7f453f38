// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_GATEWAY_EDGE_ERROR_ANSWER_H_
#define PALIER_GATEWAY_EDGE_ERROR_ANSWER_H_

#include "absl/status/status.h"
#include "common/rpc/call.h"
#include "gateway/http/message.h"
#include "google/rpc/status.pb.h"

namespace palier::gateway {

// The status line of an error: that of its code, but for what HTTP has a better word for (412 for
// an `If-Match` that does not hold, 413, 422 for an `Idempotency-Key` that came with another
// request).
int HttpStatusFor(const google::rpc::Status& error, const http::Headers& request);

// The error as HTTP tells it: AIP-193 or, for who accepts it, problem+json; with Retry-After and
// WWW-Authenticate where they belong. `status` 0: HttpStatusFor.
http::Response ErrorAnswer(const google::rpc::Status& error, const http::Request& request,
                           rpc::Language language, int status = 0);
http::Response ErrorAnswer(const absl::Status& error, const http::Request& request,
                           rpc::Language language, int status = 0);

// The error behind an answer that never reached an RPC: 400, 403, 404, 405, 408, 413, 415, 421,
// 431, 501, 503.
absl::Status ErrorOfHttp(int status, const http::Request& request);

}  // namespace palier::gateway

#endif  // PALIER_GATEWAY_EDGE_ERROR_ANSWER_H_
