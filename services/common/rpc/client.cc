// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/client.h"

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/client_callback.h>

#include <algorithm>

#include "absl/random/random.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "common/rpc/auth.h"
#include "common/rpc/bytes.h"
#include "common/rpc/convert.h"
#include "common/rpc/resource_field.h"
#include "common/status/error.h"

namespace palier::rpc {
namespace {

using google::protobuf::Message;
using BytesStub = grpc::TemplatedGenericStub<grpc::ByteBuffer, grpc::ByteBuffer>;

void Prepare(grpc::ClientContext& context, absl::Time deadline, const Headers& common,
             const Headers& own) {
  if (deadline != absl::InfiniteFuture()) context.set_deadline(absl::ToChronoTime(deadline));
  for (const auto& [key, value] : common) context.AddMetadata(key, value);
  for (const auto& [key, value] : own) context.AddMetadata(key, value);
}

bool IsIdempotent(absl::string_view method, const Message& request) {
  const absl::string_view verb = method.substr(method.rfind('/') + 1);
  for (const absl::string_view prefix :
       {"Get", "List", "Query", "Evaluate", "Compare", "Check", "Resolve", "Lookup", "Wait"}) {
    if (absl::StartsWith(verb, prefix)) return true;
  }
  return HasStringField(request.GetDescriptor(), "request_id") &&
         !StringField(request, "request_id").empty();
}

// Only UNAVAILABLE, and not when the peer says that a service behind it is away: the peer has tried
// already, and retries of retries multiply.
bool IsWorthRetrying(const absl::Status& status, const std::string& peer) {
  if (!absl::IsUnavailable(status)) return false;
  const error::v1::ErrorDetail detail = status::DetailOf(status);
  const auto service = detail.metadata().find("service");
  return detail.reason() != error::v1::PEER_UNAVAILABLE || service == detail.metadata().end() ||
         service->second == peer;
}

// Reader and writer threads of a stream meet gRPC's threads here.
class BlockingStream : public ClientStream,
                       private grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  BlockingStream(std::shared_ptr<grpc::Channel> channel, absl::string_view method,
                 absl::Time deadline, const ClientOptions& options, const Headers& own)
      : peer_(options.peer), channel_(std::move(channel)), stub_(channel_) {
    Prepare(context_, deadline, options.headers, own);
    stub_.PrepareBidiStreamingCall(&context_, absl::StrCat("/", method), grpc::StubOptions(), this);
    AddHold();  // the call is over only when Finish says that no more operation will come
    StartCall();
  }
  ~BlockingStream() override {
    context_.TryCancel();
    Finish().IgnoreError();
  }

  bool Write(const Message& message) override {
    outgoing_ = Serialize(message);
    return Operate(writing_, write_ok_, [this] { StartWrite(&outgoing_); });
  }
  void WritesDone() override {
    Operate(writing_, write_ok_, [this] { StartWritesDone(); });
  }
  bool Read(Message* message) override {
    if (!Operate(reading_, read_ok_, [this] { StartRead(&incoming_); })) return false;
    return Parse(incoming_, message);
  }
  absl::Status Finish() override {
    {
      absl::MutexLock lock(&mutex_);
      if (!released_) {
        released_ = true;
        RemoveHold();
      }
    }
    done_.WaitForNotification();
    return Explained(FromGrpc(status_), peer_);
  }
  void Cancel() override { context_.TryCancel(); }

 private:
  template <typename Start>
  bool Operate(bool& busy, bool& ok, const Start& start) {
    {
      absl::MutexLock lock(&mutex_);
      if (released_) return false;
      busy = true;
    }
    start();
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(
        +[](bool* value) { return !*value; }, &busy));
    return ok;
  }
  void End(bool& busy, bool& ok, bool result) {
    absl::MutexLock lock(&mutex_);
    ok = result;
    busy = false;
  }
  void OnReadDone(bool ok) override { End(reading_, read_ok_, ok); }
  void OnWriteDone(bool ok) override { End(writing_, write_ok_, ok); }
  void OnWritesDoneDone(bool ok) override { End(writing_, write_ok_, ok); }
  void OnDone(const grpc::Status& status) override {
    {
      absl::MutexLock lock(&mutex_);
      status_ = status;
    }
    done_.Notify();
  }

  const std::string peer_;
  const std::shared_ptr<grpc::Channel> channel_;
  BytesStub stub_;
  grpc::ClientContext context_;
  grpc::ByteBuffer incoming_;
  grpc::ByteBuffer outgoing_;
  absl::Mutex mutex_;
  bool reading_ = false, read_ok_ = false, writing_ = false, write_ok_ = false, released_ = false;
  grpc::Status status_;
  absl::Notification done_;
};

}  // namespace

absl::Status Explained(const absl::Status& status, const std::string& peer) {
  const bool bare = status::ReasonOf(status) == error::v1::ERROR_REASON_UNSPECIFIED;
  if (!absl::IsUnavailable(status) || !bare) return status;
  return status::Error(absl::StatusCode::kUnavailable, error::v1::PEER_UNAVAILABLE,
                       {"The service {service} cannot be reached. Try again in a moment.",
                        "Le service {service} est injoignable. Réessayez dans un instant."})
      .With("service", peer);
}

CallOptions CallOptions::AsService(const Call& call) {
  CallOptions options;
  options.deadline = call.deadline;
  options.headers.emplace_back("accept-language", call.language == Language::kFrench ? "fr" : "en");
  if (!call.traceparent.empty()) options.headers.emplace_back("traceparent", call.traceparent);
  return options;
}

CallOptions CallOptions::Within(const Call& call) {
  CallOptions options = AsService(call);
  const bool for_itself = call.caller.is_service() && call.caller.on_behalf_of.empty();
  if (!for_itself) options.headers.emplace_back(kOnBehalfOfKey, call.caller.subject());
  return options;
}

Client::Client(std::shared_ptr<grpc::Channel> channel, ClientOptions options)
    : channel_(std::move(channel)), options_(std::move(options)) {}

absl::Status Client::Try(absl::string_view method, const Message& request, Message* response,
                         absl::Time deadline, const Headers& headers) const {
  grpc::ClientContext context;
  Prepare(context, deadline, options_.headers, headers);
  const grpc::ByteBuffer outgoing = Serialize(request);
  grpc::ByteBuffer incoming;
  grpc::Status status;
  absl::Notification done;
  BytesStub stub(channel_);
  stub.UnaryCall(&context, absl::StrCat("/", method), grpc::StubOptions(), &outgoing, &incoming,
                 [&](grpc::Status result) {
                   status = std::move(result);
                   done.Notify();
                 });
  done.WaitForNotification();
  if (!status.ok()) return Explained(FromGrpc(status), options_.peer);
  if (!Parse(incoming, response))
    return absl::InternalError(absl::StrCat(method, ": the answer is no message"));
  return absl::OkStatus();
}

absl::Status Client::Unary(absl::string_view method, const Message& request, Message* response,
                           const CallOptions& options) const {
  const absl::Time deadline = options.deadline == absl::InfinitePast()
                                  ? absl::Now() + options_.default_timeout
                                  : options.deadline;
  const int attempts = IsIdempotent(method, request) ? options_.attempts : 1;
  absl::Duration backoff = options_.first_backoff;
  thread_local absl::BitGen random;
  for (int attempt = 1;; ++attempt) {
    const absl::Status status = Try(method, request, response, deadline, options.headers);
    const absl::Duration wait = backoff * absl::Uniform(random, 0.5, 1.0);
    if (!IsWorthRetrying(status, options_.peer) || attempt >= attempts ||
        absl::Now() + wait >= deadline) {
      return status;
    }
    absl::SleepFor(wait);
    backoff *= 2;
  }
}

std::unique_ptr<ClientStream> Client::Stream(absl::string_view method,
                                             const CallOptions& options) const {
  const absl::Time deadline =
      options.deadline == absl::InfinitePast() ? absl::InfiniteFuture() : options.deadline;
  return std::make_unique<BlockingStream>(channel_, method, deadline, options_, options.headers);
}

std::shared_ptr<grpc::Channel> Connect(const std::string& target) {
  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(
      R"({"loadBalancingConfig":[{"round_robin":{}}],"healthCheckConfig":{"serviceName":""}})");
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 60000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 20000);
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 2000);
  arguments.SetMaxReceiveMessageSize(kMaxMessageBytes);
  return grpc::CreateCustomChannel(target, grpc::InsecureChannelCredentials(), arguments);
}

}  // namespace palier::rpc
