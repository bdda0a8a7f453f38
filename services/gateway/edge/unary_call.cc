// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/unary_call.h"

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/byte_buffer.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/rpc/bytes.h"
#include "common/rpc/convert.h"

namespace palier::gateway {
namespace {

using BytesStub = grpc::TemplatedGenericStub<grpc::ByteBuffer, grpc::ByteBuffer>;

// Alive as long as gRPC or the connection has something to say to it.
class Pending : public std::enable_shared_from_this<Pending> {
 public:
  Pending(std::shared_ptr<http::Exchange> exchange, UnaryMethod method, UnaryDone done)
      : exchange_(std::move(exchange)),
        method_(std::move(method)),
        done_(std::move(done)),
        stub_(method_.channel) {}

  void Start(const Inbound& inbound, const google::protobuf::Message& request) {
    context_.set_deadline(absl::ToChronoTime(absl::Now() + inbound.timeout));
    for (const auto& [key, value] : inbound.metadata) context_.AddMetadata(key, value);
    outgoing_ = rpc::Serialize(request);
    exchange_->OnGone([weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->context_.TryCancel();
    });
    stub_.UnaryCall(&context_, absl::StrCat("/", method_.name), grpc::StubOptions(), &outgoing_,
                    &incoming_, [self = shared_from_this()](grpc::Status status) {
                      // Printing JSON is no work for gRPC's threads.
                      self->exchange_->Run([self, status = std::move(status)] {
                        self->done_(rpc::Explained(rpc::FromGrpc(status), self->method_.peer),
                                    self->incoming_);
                      });
                    });
  }

 private:
  const std::shared_ptr<http::Exchange> exchange_;
  const UnaryMethod method_;
  const UnaryDone done_;
  BytesStub stub_;
  grpc::ClientContext context_;
  grpc::ByteBuffer outgoing_;
  grpc::ByteBuffer incoming_;
};

}  // namespace

void CallUnary(std::shared_ptr<http::Exchange> exchange, UnaryMethod method, const Inbound& inbound,
               const google::protobuf::Message& request, UnaryDone done) {
  std::make_shared<Pending>(std::move(exchange), std::move(method), std::move(done))
      ->Start(inbound, request);
}

}  // namespace palier::gateway
