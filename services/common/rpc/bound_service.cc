// SPDX-License-Identifier: Apache-2.0
// Where the pipeline meets gRPC's callback API. Nothing here runs a handler on a gRPC thread; only
// an answer that is ready in memory is given there.
#include <google/protobuf/arena.h>
#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/impl/rpc_service_method.h>
#include <grpcpp/server_context.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/rpc/bytes.h"
#include "common/rpc/convert.h"
#include "common/rpc/pipeline.h"
#include "common/status/error.h"
#include "common/status/macros.h"

namespace palier::rpc {
namespace {

using google::protobuf::Message;
using SteadyClock = std::chrono::steady_clock;

// A longer request is not worth a gRPC thread's time.
constexpr size_t kMaxReadyBytes = 1024;

const Message* Prototype(const google::protobuf::Descriptor* type) {
  return google::protobuf::MessageFactory::generated_factory()->GetPrototype(type);
}

absl::Status ParseRequest(const MethodTable& method, const grpc::ByteBuffer& bytes,
                          Message* message) {
  const size_t size = bytes.Length();
  if (size > static_cast<size_t>(method.max_request_bytes)) {
    return status::Error(
               absl::StatusCode::kResourceExhausted, error::v1::REQUEST_TOO_LARGE,
               {"The request has {bytes} bytes; this method takes at most {limit}. Split it.",
                "La requête fait {bytes} octets ; cette méthode en accepte au plus {limit}. "
                "Scindez-la."})
        .With("bytes", static_cast<int64_t>(size))
        .With("limit", method.max_request_bytes);
  }
  if (Parse(bytes, message)) return absl::OkStatus();
  return status::Error(
      absl::StatusCode::kInvalidArgument, error::v1::INVALID_FIELDS,
      {"The request is no valid message of this method, or is nested more than 32 deep.",
       "La requête n'est pas un message valide de cette méthode, ou dépasse 32 niveaux "
       "d'imbrication."});
}

MetadataFn MetadataOf(const grpc::CallbackServerContext& context) {
  return [&context](absl::string_view key) -> absl::string_view {
    const auto found = context.client_metadata().find(grpc::string_ref(key.data(), key.size()));
    if (found == context.client_metadata().end()) return "";
    return absl::string_view(found->second.data(), found->second.size());
  };
}

absl::Time DeadlineOf(const grpc::CallbackServerContext& context) {
  const auto deadline = context.deadline();
  // gRPC says "none" by a time that absl cannot hold exactly.
  if (deadline >= std::chrono::system_clock::now() + std::chrono::hours(24 * 365))
    return absl::InfiniteFuture();
  return absl::FromChrono(deadline);
}

bool IsDefect(absl::StatusCode code) {
  return code == absl::StatusCode::kInternal || code == absl::StatusCode::kUnknown ||
         code == absl::StatusCode::kDataLoss;
}

}  // namespace

// One unary call, from its bytes to its answer. Owned by the task that runs it.
class UnaryCall {
 public:
  UnaryCall(Pipeline& pipeline, const MethodTable& method, grpc::CallbackServerContext* context,
            const grpc::ByteBuffer* request, grpc::ByteBuffer* response)
      : pipeline_(pipeline),
        method_(method),
        context_(context),
        request_(request),
        response_(response),
        reactor_(context->DefaultReactor()),
        start_(SteadyClock::now()) {}

  static grpc::ServerUnaryReactor* Start(Pipeline& pipeline, const MethodTable& method,
                                         grpc::CallbackServerContext* context,
                                         const grpc::ByteBuffer* request,
                                         grpc::ByteBuffer* response) {
    auto call = std::make_shared<UnaryCall>(pipeline, method, context, request, response);
    grpc::ServerUnaryReactor* reactor = call->reactor_;
    // Also who is not known is answered in a language of his own.
    call->call_.language = PreferredLanguage(MetadataOf(*context)("accept-language"));
    absl::StatusOr<Call> identity =
        pipeline.Identify(method, MetadataOf(*context), DeadlineOf(*context));
    if (!identity.ok()) {
      call->Finish(identity.status());
      return reactor;
    }
    call->call_ = *std::move(identity);
    if (call->AnswerAtOnce()) return reactor;
    // A service on its way to answer a call that was admitted elsewhere must not wait behind new
    // ones.
    const bool inner = call->call_.caller.is_service();
    if (!pipeline.executor_.Submit([call](bool run) { call->Run(run); }, inner))
      call->Finish(Overloaded());
    return reactor;
  }

 private:
  // Spares a ready answer two changes of thread.
  bool AnswerAtOnce() {
    if (!method_.ready || request_->Length() > kMaxReadyBytes) return false;
    if (absl::Now() >= call_.deadline) return false;
    google::protobuf::Arena arena;
    Message* request = Prototype(method_.descriptor->input_type())->New(&arena);
    Message* response = Prototype(method_.descriptor->output_type())->New(&arena);
    if (!ParseRequest(method_, *request_, request).ok()) return false;
    if (!pipeline_.AdmitAtOnce(method_, *request, call_)) return false;
    if (!method_.ready(call_, *request, response)) return false;
    *response_ = Serialize(*response);
    Finish(absl::OkStatus());
    return true;
  }

  void Run(bool run) {
    if (!run) return Finish(Overloaded());
    if (context_->IsCancelled()) return Finish(absl::CancelledError());
    if (absl::Now() >= call_.deadline) return Finish(absl::DeadlineExceededError(""));
    Finish(Handle());
  }

  absl::Status Handle() {
    google::protobuf::Arena arena;
    Message* request = Prototype(method_.descriptor->input_type())->New(&arena);
    Message* response = Prototype(method_.descriptor->output_type())->New(&arena);
    RETURN_IF_ERROR(ParseRequest(method_, *request_, request));
    const absl::Status admitted = pipeline_.Admit(method_, *request, call_);
    const bool unknown = absl::IsUnavailable(admitted) || absl::IsDeadlineExceeded(admitted);
    if (!unknown || !method_.without_rights) RETURN_IF_ERROR(admitted);
    const UnaryFn& answer = admitted.ok() ? method_.unary : method_.without_rights;
    RETURN_IF_ERROR(answer(call_, *request, response));
    *response_ = Serialize(*response);
    return absl::OkStatus();
  }

  void Finish(const absl::Status& status) {
    if (IsDefect(status.code())) pipeline_.defects_(method_.descriptor->full_name(), status);
    const std::chrono::duration<double> elapsed = SteadyClock::now() - start_;
    pipeline_.observer_(method_, status.code(), elapsed.count());
    reactor_->Finish(ToGrpc(status, call_.language));
  }

  Pipeline& pipeline_;
  const MethodTable& method_;
  grpc::CallbackServerContext* const context_;
  const grpc::ByteBuffer* const request_;
  grpc::ByteBuffer* const response_;
  grpc::ServerUnaryReactor* const reactor_;
  const SteadyClock::time_point start_;
  Call call_;
};

// One stream of any kind (they are the same on the wire): the handler's thread asks, gRPC's threads
// answer. Deletes itself when gRPC is done with it and the handler has returned.
class StreamCall : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>,
                   public RawStream {
 public:
  StreamCall(Pipeline& pipeline, const MethodTable& method, grpc::CallbackServerContext* context)
      : pipeline_(pipeline), method_(method), context_(context), start_(SteadyClock::now()) {
    call_.language = PreferredLanguage(MetadataOf(*context)("accept-language"));
    absl::StatusOr<Call> identity =
        pipeline.Identify(method, MetadataOf(*context), DeadlineOf(*context));
    if (!identity.ok()) {
      FinishWith(identity.status());
      return;
    }
    call_ = *std::move(identity);
    if (pipeline_.draining() || !pipeline_.streams_.Submit([this](bool run) { Run(run); }, true)) {
      FinishWith(Overloaded());
    }
  }

  absl::StatusOr<bool> Read(Message* message) override {
    {
      absl::MutexLock lock(&mutex_);
      if (cancelled_) return false;
      pending_ = true;
    }
    StartRead(&incoming_);
    if (!AwaitOperation()) return false;
    RETURN_IF_ERROR(ParseRequest(method_, incoming_, message));
    return true;
  }

  bool Write(const Message& message) override {
    {
      absl::MutexLock lock(&mutex_);
      if (cancelled_) return false;
      pending_ = true;
    }
    outgoing_ = Serialize(message);
    StartWrite(&outgoing_);
    return AwaitOperation();
  }

  bool over() const override {
    absl::MutexLock lock(&mutex_);
    return cancelled_ || pipeline_.draining() || absl::Now() >= call_.deadline;
  }

  void OnReadDone(bool ok) override { EndOperation(ok); }
  void OnWriteDone(bool ok) override { EndOperation(ok); }
  void OnCancel() override {
    absl::MutexLock lock(&mutex_);
    cancelled_ = true;
  }
  void OnDone() override { delete this; }

 private:
  void Run(bool run) {
    if (!run) return FinishWith(Overloaded());
    FinishWith(Handle());
  }

  absl::Status Handle() {
    std::unique_ptr<Message> first(Prototype(method_.descriptor->input_type())->New());
    ASSIGN_OR_RETURN(const bool any, Read(first.get()));
    if (!any) {
      return over() ? absl::CancelledError()
                    : status::InvalidField("", {"the stream ended before its first message",
                                                "le flux s'est terminé avant son premier message"});
    }
    RETURN_IF_ERROR(pipeline_.Admit(method_, *first, call_));
    return method_.stream(call_, *first, *this);
  }

  void FinishWith(const absl::Status& status) {
    if (IsDefect(status.code())) pipeline_.defects_(method_.descriptor->full_name(), status);
    const std::chrono::duration<double> elapsed = SteadyClock::now() - start_;
    pipeline_.observer_(method_, status.code(), elapsed.count());
    Finish(ToGrpc(status, call_.language));  // after this line `this` may be gone
  }

  bool AwaitOperation() {
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(
        +[](bool* pending) { return !*pending; }, &pending_));
    return ok_;
  }

  void EndOperation(bool ok) {
    absl::MutexLock lock(&mutex_);
    ok_ = ok;
    pending_ = false;
  }

  Pipeline& pipeline_;
  const MethodTable& method_;
  grpc::CallbackServerContext* const context_;
  const SteadyClock::time_point start_;
  Call call_;
  grpc::ByteBuffer incoming_;
  grpc::ByteBuffer outgoing_;
  mutable absl::Mutex mutex_;
  bool pending_ ABSL_GUARDED_BY(mutex_) = false;
  bool ok_ ABSL_GUARDED_BY(mutex_) = false;
  bool cancelled_ ABSL_GUARDED_BY(mutex_) = false;
};

// The methods of one table as gRPC knows them.
class BoundService : public grpc::Service {
 public:
  BoundService(Pipeline& pipeline, const ServiceTable& table) {
    int index = 0;
    for (const MethodTable& method : table.methods()) {
      names_.push_back(std::make_unique<std::string>(
          absl::StrCat("/", table.descriptor()->full_name(), "/", method.descriptor->name())));
      AddMethod(
          new grpc::internal::RpcServiceMethod(names_.back()->c_str(), TypeOf(method), nullptr));
      MarkMethodCallback(index++, HandlerOf(pipeline, method));
    }
  }

 private:
  using Bytes = grpc::ByteBuffer;

  static grpc::internal::RpcMethod::RpcType TypeOf(const MethodTable& method) {
    return method.stream ? grpc::internal::RpcMethod::BIDI_STREAMING
                         : grpc::internal::RpcMethod::NORMAL_RPC;
  }

  static grpc::internal::MethodHandler* HandlerOf(Pipeline& pipeline, const MethodTable& method) {
    if (method.stream) {
      return new grpc::internal::CallbackBidiHandler<Bytes, Bytes>(
          [&](grpc::CallbackServerContext* context) {
            return new StreamCall(pipeline, method, context);
          });
    }
    return new grpc::internal::CallbackUnaryHandler<Bytes, Bytes>(
        [&](grpc::CallbackServerContext* context, const Bytes* request, Bytes* response) {
          return UnaryCall::Start(pipeline, method, context, request, response);
        });
  }

  std::vector<std::unique_ptr<std::string>> names_;  // gRPC keeps pointers into them
};

std::unique_ptr<grpc::Service> Pipeline::Bind(const ServiceTable& table) {
  return std::make_unique<BoundService>(*this, table);
}

}  // namespace palier::rpc
