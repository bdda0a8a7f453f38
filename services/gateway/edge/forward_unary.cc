// SPDX-License-Identifier: Apache-2.0
#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/byte_buffer.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/app/log.h"
#include "common/rpc/bytes.h"
#include "common/rpc/convert.h"
#include "gateway/edge/conditions.h"
#include "gateway/edge/error_answer.h"
#include "gateway/edge/forward.h"
#include "gateway/edge/origin.h"
#include "gateway/transcoding/answer.h"

namespace palier::gateway {
namespace {

using BytesStub = grpc::TemplatedGenericStub<grpc::ByteBuffer, grpc::ByteBuffer>;

// Alive as long as gRPC or the connection has something to say to it.
class UnaryForward : public std::enable_shared_from_this<UnaryForward> {
 public:
  explicit UnaryForward(Forward call) : call_(std::move(call)), stub_(call_.channel) {}

  void Start() {
    const Inbound& inbound = call_.inbound;
    context_.set_deadline(absl::ToChronoTime(absl::Now() + inbound.timeout));
    for (const auto& [key, value] : inbound.metadata) context_.AddMetadata(key, value);
    outgoing_ = rpc::Serialize(*call_.request);
    call_.exchange->OnGone([weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->context_.TryCancel();
    });
    const auto* method = call_.route.method;
    stub_.UnaryCall(
        &context_, absl::StrCat("/", method->service()->full_name(), "/", method->name()),
        grpc::StubOptions(), &outgoing_, &incoming_,
        [self = shared_from_this()](grpc::Status status) {
          // Printing JSON is no work for gRPC's threads.
          self->call_.exchange->Run([self, status = std::move(status)] { self->Answer(status); });
        });
  }

 private:
  void Answer(const grpc::Status& status) {
    const http::Request& request = call_.exchange->request();
    http::Response response = status.ok()
                                  ? Found()
                                  : ErrorAnswer(rpc::Explained(rpc::FromGrpc(status), call_.peer),
                                                request, call_.inbound.language);
    AddCommonHeaders(request.headers, call_.options, call_.inbound.trace_id, response.headers);
    call_.exchange->Answer(std::move(response));
  }

  http::Response Found() const {
    const http::Request& request = call_.exchange->request();
    const auto message = call_.schema.New(call_.route.method->output_type());
    if (!rpc::Parse(incoming_, message.get())) return Broken("no message of its type");
    http::Response response{200, {{"Content-Type", "application/json"}}, ""};
    // The answer is this caller's; it may be kept, and is asked about before it is used again.
    response.headers.Add("Cache-Control", "private, no-cache");
    response.headers.Add("Vary", "Authorization, Accept-Language");
    const std::string etag = EtagOf(*message);
    if (!etag.empty()) response.headers.Add("ETag", etag);
    if (call_.route.http_method == "GET" &&
        NamesEtag(request.headers.Joined("if-none-match"), etag)) {
      response.status = 304;
      return response;
    }
    absl::StatusOr<std::string> json = AnswerJson(call_.schema, call_.route, *message);
    if (!json.ok()) return Broken(json.status().message());
    response.body = *std::move(json);
    return response;
  }

  http::Response Broken(absl::string_view why) const {
    return ErrorAnswer(Defect(call_, why), call_.exchange->request(), call_.inbound.language);
  }

  const Forward call_;
  BytesStub stub_;
  grpc::ClientContext context_;
  grpc::ByteBuffer outgoing_;
  grpc::ByteBuffer incoming_;
};

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

void ForwardUnary(Forward call) {
  std::make_shared<UnaryForward>(std::move(call))->Start();
}

}  // namespace palier::gateway
