// SPDX-License-Identifier: Apache-2.0
// What an RPC answers, as HTTP shows it. Pure functions, thread-safe.
#ifndef PALIER_GATEWAY_TRANSCODING_ANSWER_H_
#define PALIER_GATEWAY_TRANSCODING_ANSWER_H_

#include <google/protobuf/message.h>

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gateway/transcoding/route_table.h"
#include "gateway/transcoding/schema.h"
#include "google/rpc/status.pb.h"

namespace palier::gateway {

// JSON of the response, or of its `response_body`.
absl::StatusOr<std::string> AnswerJson(const Schema& schema, const Route& route,
                                       const google::protobuf::Message& response);

// The status line that google/rpc/code.proto gives a code; 500 for an unknown one.
int HttpStatusOf(int code);

// `NOT_FOUND` for 5.
std::string CodeName(int code);

// The ErrorInfo's reason; empty without one.
std::string ReasonOf(const google::rpc::Status& status);

// `{"error": {"code": 404, "status": "NOT_FOUND", "message": ..., "details": [...]}}` (AIP-193).
std::string ErrorJson(const google::rpc::Status& status, int http_status);

// The same error for clients that ask for application/problem+json (RFC 9457). `instance` is the
// path of the request.
std::string ProblemJson(const google::rpc::Status& status, int http_status,
                        absl::string_view instance);

}  // namespace palier::gateway

#endif  // PALIER_GATEWAY_TRANSCODING_ANSWER_H_
