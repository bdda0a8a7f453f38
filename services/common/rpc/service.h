// SPDX-License-Identifier: Apache-2.0
// How an RPC is served: a table of handlers checked against the proto, every call through one
// pipeline.
//
// Handlers work on messages and absl::Status; no generated stub is needed on either side (a stub's
// header costs seconds in each file that includes it). Payloads reach gRPC as bytes, so that the
// pipeline alone bounds, parses, authenticates, authorises, validates, admits, measures - and no
// handler can be reached past it.
#ifndef PALIER_COMMON_RPC_SERVICE_H_
#define PALIER_COMMON_RPC_SERVICE_H_

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/rpc/call.h"
#include "palier/api/v1/options.pb.h"

namespace palier::rpc {

// A stream of messages as one handler thread sees it. Blocking; not thread-safe.
class RawStream {
 public:
  virtual ~RawStream() = default;
  // False at the end of the caller's messages, or when the call is over. INVALID_ARGUMENT for bytes
  // that are no message.
  virtual absl::StatusOr<bool> Read(google::protobuf::Message* message) = 0;
  // False when the call is over.
  virtual bool Write(const google::protobuf::Message& message) = 0;
  // The caller is gone, its deadline passed, or the server drains: end soon.
  virtual bool over() const = 0;
};

template <typename Request, typename Response>
class Stream {
 public:
  explicit Stream(RawStream& raw) : raw_(raw) {}
  absl::StatusOr<bool> Read(Request* request) { return raw_.Read(request); }
  bool Write(const Response& response) { return raw_.Write(response); }
  bool over() const { return raw_.over(); }

 private:
  RawStream& raw_;
};

using UnaryFn = std::function<absl::Status(const Call&, const google::protobuf::Message& request,
                                           google::protobuf::Message* response)>;
// `first` is the first message of the stream, already read, authorised and validated.
using StreamFn =
    std::function<absl::Status(const Call&, const google::protobuf::Message& first, RawStream&)>;

// Answers from memory, or returns false and leaves the call to the handler. Runs on a gRPC thread:
// it must not block.
using ReadyFn = std::function<bool(const Call&, const google::protobuf::Message& request,
                                   google::protobuf::Message* response)>;

// A method and what serves it: a unary handler or a stream's.
struct MethodTable {
  const google::protobuf::MethodDescriptor* descriptor = nullptr;
  api::v1::Access access;
  int max_request_bytes = 4 << 20;
  UnaryFn unary;
  StreamFn stream;
  // Asked first, for a unary method; may be empty.
  ReadyFn ready;
  // Asked instead of `unary` while nobody can say which rights the caller has: what it answers must
  // be right for everybody. Empty: such calls end UNAVAILABLE.
  UnaryFn without_rights;
};

// `palier.registry.v1.RegistryService.GetProject` from Call::method.
std::string DescriptorNameOf(absl::string_view method);

// The handlers of one proto service. Filled at start, immutable afterwards; may be bound to several
// servers.
class ServiceTable {
 public:
  // `full_name` as in `palier.registry.v1.RegistryService`; the proto must be linked in.
  explicit ServiceTable(absl::string_view full_name);

  // Serves a unary method. The handler runs on the executor and may block until the call's
  // deadline.
  template <typename Request, typename Response>
  void Unary(absl::string_view method,
             std::function<absl::StatusOr<Response>(const Call&, const Request&)> handler) {
    LinkIn<Request>();
    AddUnary(method, [handler = std::move(handler)](const Call& call,
                                                    const google::protobuf::Message& request,
                                                    google::protobuf::Message* response) {
      absl::StatusOr<Response> result = handler(call, static_cast<const Request&>(request));
      if (result.ok()) *static_cast<Response*>(response) = *std::move(result);
      return result.status();
    });
  }
  // Serves a streaming method of any kind. The first message of the caller says what is accessed.
  template <typename Request, typename Response>
  void Streaming(
      absl::string_view method,
      std::function<absl::Status(const Call&, const Request& first, Stream<Request, Response>&)>
          handler) {
    LinkIn<Request>();
    AddStream(method,
              [handler = std::move(handler)](
                  const Call& call, const google::protobuf::Message& first, RawStream& raw) {
                Stream<Request, Response> stream(raw);
                return handler(call, static_cast<const Request&>(first), stream);
              });
  }
  // The untyped forms, for handlers that work by reflection.
  void AddUnary(absl::string_view method, UnaryFn handler);
  void AddStream(absl::string_view method, StreamFn handler);
  // A unary method whose answer is often there already.
  void AddUnaryOrReady(absl::string_view method, UnaryFn handler, ReadyFn ready,
                       UnaryFn without_rights = nullptr);

  // The handler of a unary method that was added before, behind aip::ValidateRequest: for methods
  // made of others. Null if there is none.
  UnaryFn HandlerOf(absl::string_view method) const;

  // FAILED_PRECONDITION when a method of the proto has no handler, no `access` option, or names a
  // resource field that its request lacks: such a server must not start.
  absl::Status Check() const;

  const google::protobuf::ServiceDescriptor* descriptor() const { return descriptor_; }
  const std::vector<MethodTable>& methods() const { return methods_; }

 private:
  // Inline accessors need nothing of the message's object file: without this the linker drops it,
  // and the descriptors.
  template <typename Message>
  static void LinkIn() {
    google::protobuf::LinkMessageReflection<Message>();
  }
  MethodTable& Add(absl::string_view method);

  const google::protobuf::ServiceDescriptor* descriptor_;
  std::vector<MethodTable> methods_;
  std::vector<std::string> defects_;
};

// The services of one module. Filled at start, immutable afterwards.
class ServiceTables {
 public:
  // A table for the service whose file declares `Request`; naming one of its types links the file
  // in. It stays where it is.
  template <typename Request>
  ServiceTable& Add() {
    return tables_.emplace_back(Request::descriptor()->file()->service(0)->full_name());
  }
  std::vector<const ServiceTable*> all() const;

 private:
  std::deque<ServiceTable> tables_;
};

}  // namespace palier::rpc

#endif  // PALIER_COMMON_RPC_SERVICE_H_
