// SPDX-License-Identifier: Apache-2.0
// The one way into a handler.
#ifndef PALIER_COMMON_RPC_PIPELINE_H_
#define PALIER_COMMON_RPC_PIPELINE_H_

#include <grpcpp/impl/codegen/service_type.h>

#include <atomic>
#include <functional>
#include <memory>

#include "common/rpc/auth.h"
#include "common/rpc/executor.h"
#include "common/rpc/rights.h"
#include "common/rpc/service.h"

namespace palier::rpc {

// Told of every call that ended, refused ones included; must not block. `seconds` includes waiting.
using Observer =
    std::function<void(const MethodTable& method, absl::StatusCode code, double seconds)>;
// Called with a defect of ours (INTERNAL, UNKNOWN, DATA_LOSS) so that it is logged with its inner
// text.
using DefectLog = std::function<void(const std::string& method, const absl::Status& status)>;

// What every call passes, in this order: size bound, admission, authentication, parse (depth
// bound), organisation check and authorisation, validation by field_behavior, handler, conversion
// of the error. One per process or module; must outlive the servers that its services are bound to.
// Thread-safe.
class Pipeline {
 public:
  struct Options {
    Executor::Options unary;
    // Streams hold a thread for as long as they last.
    int max_streams = 64;
    // What a caller without a deadline gets, and the most that any unary caller gets.
    absl::Duration max_deadline = absl::Minutes(5);
  };

  Pipeline(const Options& options, std::shared_ptr<const Authenticator> authenticator,
           std::shared_ptr<Authorizer> authorizer, Observer observer, DefectLog defects);
  ~Pipeline();

  // A gRPC service that runs the table's handlers through this pipeline. The table must outlive it.
  std::unique_ptr<grpc::Service> Bind(const ServiceTable& table);

  // Streams end soon, new ones are refused; unary calls are still served.
  void Drain() { draining_ = true; }
  bool draining() const { return draining_; }
  // Refuses what waits and waits for what runs.
  void Stop();

  int running() const { return executor_.running(); }
  int waiting() const { return executor_.waiting(); }

 private:
  friend class BoundService;
  friend class UnaryCall;
  friend class StreamCall;

  // Identity and deadline, from the call's metadata.
  absl::StatusOr<Call> Identify(const MethodTable& method, const MetadataFn& metadata,
                                absl::Time client_deadline) const;
  // Organisation, rights and fields of the (first) request.
  absl::Status Admit(const MethodTable& method, const google::protobuf::Message& request,
                     Call& call);
  // Whether Admit would let the call pass, as far as that is known without waiting.
  bool AdmitAtOnce(const MethodTable& method, const google::protobuf::Message& request, Call& call);
  static absl::Status Check(const MethodTable& method, const google::protobuf::Message& request,
                            Call& call, const RolesFn& roles_on);

  const Options options_;
  const std::shared_ptr<const Authenticator> authenticator_;
  const std::shared_ptr<Authorizer> authorizer_;
  const Observer observer_;
  const DefectLog defects_;
  std::atomic<bool> draining_{false};
  Executor executor_;
  Executor streams_;
};

// Refusals that every server has.
absl::Status Overloaded();

}  // namespace palier::rpc

#endif  // PALIER_COMMON_RPC_PIPELINE_H_
