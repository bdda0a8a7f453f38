// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_COMMON_OPERATIONS_KIND_H_
#define PALIER_COMMON_OPERATIONS_KIND_H_

#include <google/protobuf/any.pb.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "common/operations/operation_run.h"
#include "common/rpc/call.h"
#include "common/status/error.h"

namespace palier::operations {

// A method whose answers are operations. Immutable.
struct Kind {
  // `palier.rollout.v1.RolloutService.PlanWaves`.
  const google::protobuf::MethodDescriptor* method = nullptr;
  // The type of its metadata, which has a field `operation` of type api.v1.OperationRecord.
  const google::protobuf::Message* metadata = nullptr;
  // Does the work, on a thread of its own, and ends with OperationRun::Succeed; or returns why not.
  // What a kill cut short is run again from the beginning: nothing may be written but in the
  // transaction of Succeed.
  std::function<absl::Status(OperationRun&)> run;
  // Changes what a reader is shown of the response. Must not block.
  std::function<void(const rpc::Call&, google::protobuf::Any& response)> show;
};

template <typename Request, typename Response, typename Metadata>
Kind MakeKind(const std::string& method,
              std::function<absl::Status(OperationRun&, const Request&)> run,
              std::function<void(const rpc::Call&, Response&)> show) {
  Kind kind;
  kind.method = Request::descriptor()->file()->service(0)->FindMethodByName(method);
  kind.metadata = &Metadata::default_instance();
  kind.run = [run = std::move(run)](OperationRun& running) -> absl::Status {
    Request request;
    if (!running.work().request.UnpackTo(&request)) return status::Internal("request");
    return run(running, request);
  };
  kind.show = [show = std::move(show)](const rpc::Call& call, google::protobuf::Any& any) {
    Response response;
    if (!any.UnpackTo(&response)) return;
    show(call, response);
    any.PackFrom(response);
  };
  return kind;
}

}  // namespace palier::operations

#endif  // PALIER_COMMON_OPERATIONS_KIND_H_
