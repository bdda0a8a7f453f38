// SPDX-License-Identifier: Apache-2.0
#include "common/operations/methods.h"

#include <google/protobuf/duration.pb.h>

#include <algorithm>
#include <utility>

#include "common/resource/list_request.h"
#include "common/resource/request.h"
#include "common/status/macros.h"

namespace palier::operations {
namespace {

using google::longrunning::Operation;
using google::protobuf::Message;
using resource::Request;

// A waiting call holds a thread, and the end of the process.
constexpr absl::Duration kLongestWait = absl::Seconds(5);

absl::Duration PatienceOf(const Request& request) {
  if (!request.Has("timeout")) return kLongestWait;
  const auto& timeout = static_cast<const google::protobuf::Duration&>(request.Sub("timeout"));
  return std::clamp(absl::Seconds(timeout.seconds()) + absl::Nanoseconds(timeout.nanos()),
                    absl::ZeroDuration(), kLongestWait);
}

absl::Status Answer(absl::StatusOr<Operation> operation, Message* response) {
  if (operation.ok()) *static_cast<Operation*>(response) = *std::move(operation);
  return operation.status();
}

absl::Status List(Operations& operations, const rpc::Call& call, const Message& message,
                  Message* response) {
  ASSIGN_OR_RETURN(const resource::ListQuery query, resource::ListQueryOf(call, message));
  ASSIGN_OR_RETURN(OperationPage page, operations.List(call, query));
  const auto* reflection = response->GetReflection();
  const auto* field = response->GetDescriptor()->FindFieldByName("operations");
  for (Operation& operation : page.operations) {
    *static_cast<Operation*>(reflection->AddMessage(response, field)) = std::move(operation);
  }
  resource::SetStandardString(*response, "next_page_token", page.next_page_token);
  return absl::OkStatus();
}

}  // namespace

void AddOperationMethods(rpc::ServiceTable& table, Operations& operations) {
  table.AddUnary("GetOperation",
                 [&operations](const rpc::Call& call, const Message& request, Message* response) {
                   return Answer(operations.Get(call, Request(request).Text("name")), response);
                 });
  table.AddUnary("ListOperations",
                 [&operations](const rpc::Call& call, const Message& request, Message* response) {
                   return List(operations, call, request, response);
                 });
  table.AddUnary("WaitOperation", [&operations](const rpc::Call& call, const Message& request,
                                                Message* response) {
    const Request fields(request);
    return Answer(operations.Wait(call, fields.Text("name"), PatienceOf(fields)), response);
  });
  table.AddUnary("CancelOperation",
                 [&operations](const rpc::Call& call, const Message& request, Message*) {
                   return operations.Cancel(call, Request(request).Text("name"));
                 });
  table.AddUnary("DeleteOperation",
                 [&operations](const rpc::Call& call, const Message& request, Message* response) {
                   return operations.Delete(call, request, *response);
                 });
}

}  // namespace palier::operations
