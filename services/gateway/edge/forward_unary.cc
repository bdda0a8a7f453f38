// SPDX-License-Identifier: Apache-2.0
#include <grpcpp/support/byte_buffer.h>

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/app/log.h"
#include "common/rpc/bytes.h"
#include "gateway/edge/conditions.h"
#include "gateway/edge/error_answer.h"
#include "gateway/edge/forward.h"
#include "gateway/edge/origin.h"
#include "gateway/edge/unary_call.h"
#include "gateway/transcoding/answer.h"

namespace palier::gateway {
namespace {

http::Response Broken(const Forward& call, absl::string_view why) {
  return ErrorAnswer(Defect(call, why), call.exchange->request(), call.inbound.language);
}

http::Response Found(const Forward& call, const grpc::ByteBuffer& bytes) {
  const http::Request& request = call.exchange->request();
  const auto message = call.schema.New(call.route.method->output_type());
  if (!rpc::Parse(bytes, message.get())) return Broken(call, "no message of its type");
  http::Response response{200, {{"Content-Type", "application/json"}}, ""};
  // The answer is this caller's; it may be kept, and is asked about before it is used again.
  response.headers.Add("Cache-Control", "private, no-cache");
  response.headers.Add("Vary", "Authorization, Accept-Language");
  const std::string etag = EtagOf(*message);
  if (!etag.empty()) response.headers.Add("ETag", etag);
  if (call.route.http_method == "GET" && NamesEtag(request.headers.Joined("if-none-match"), etag)) {
    response.status = 304;
    return response;
  }
  absl::StatusOr<std::string> json = AnswerJson(call.schema, call.route, *message);
  if (!json.ok()) return Broken(call, json.status().message());
  response.body = *std::move(json);
  return response;
}

}  // namespace

void AddCommonHeaders(const http::Headers& request, const EdgeOptions& options,
                      absl::string_view trace_id, http::Headers& answer) {
  if (!trace_id.empty()) answer.Add("X-Request-Id", trace_id);
  answer.Add("X-Content-Type-Options", "nosniff");
  answer.Add("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  answer.Add("Referrer-Policy", "no-referrer");
  AllowOrigin(request, options, answer);
}

absl::Status Defect(const Forward& call, absl::string_view why) {
  app::Log(app::Severity::kError, "defect",
           {{"method", call.route.method->full_name()},
            {"request_id", call.inbound.trace_id},
            {"status", std::string(why)}});
  return absl::InternalError(why);
}

void ForwardUnary(Forward forward) {
  const auto call = std::make_shared<const Forward>(std::move(forward));
  const auto* method = call->route.method;
  CallUnary(call->exchange,
            {call->channel, absl::StrCat(method->service()->full_name(), "/", method->name()),
             call->peer},
            call->inbound, *call->request,
            [call](const absl::Status& status, const grpc::ByteBuffer& bytes) {
              const http::Request& request = call->exchange->request();
              http::Response response = status.ok()
                                            ? Found(*call, bytes)
                                            : ErrorAnswer(status, request, call->inbound.language);
              AddCommonHeaders(request.headers, call->options, call->inbound.trace_id,
                               response.headers);
              call->exchange->Answer(std::move(response));
            });
}

}  // namespace palier::gateway
