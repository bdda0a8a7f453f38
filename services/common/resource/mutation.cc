// SPDX-License-Identifier: Apache-2.0
#include "common/resource/mutation.h"

#include "common/resource/request.h"
#include "common/status/error.h"

namespace palier::resource {
namespace {

using google::protobuf::Message;

// Rolls a transaction back that has done all its checks.
absl::Status ValidateOnly() {
  return absl::CancelledError("validate_only");
}

}  // namespace

absl::Status Mutate(Store& store, const rpc::Call& call, const Type& type, const Message& request,
                    Message& response,
                    const std::function<absl::StatusOr<std::string>(Session&)>& change) {
  const std::string request_id = Request(request).Text("request_id");
  const bool validate_only = Request(request).Flag("validate_only");
  const absl::Status status =
      store.Write(call.deadline, Actor::Of(call), [&](Session& session) -> absl::Status {
        response.Clear();
        ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                         session.Replayed(call.organization, request_id, request));
        if (earlier.has_value()) {
          if (response.GetDescriptor() != type.descriptor()) return absl::OkStatus();
          ASSIGN_OR_RETURN(const bool found, session.Find(type, *earlier, &response));
          return found ? absl::OkStatus() : status::NotFound(*earlier);
        }
        ASSIGN_OR_RETURN(const std::string name, change(session));
        RETURN_IF_ERROR(session.Remember(call.organization, request_id, request, name));
        return validate_only ? ValidateOnly() : absl::OkStatus();
      });
  if (validate_only && absl::IsCancelled(status)) return absl::OkStatus();
  return status;
}

absl::StatusOr<bool> Replay(Store& store, const rpc::Call& call, const Type& type,
                            const Message& request, Message& response) {
  const std::string request_id = Request(request).Text("request_id");
  if (request_id.empty()) return false;
  bool found = false;
  const auto look = [&](sql::Transaction& transaction) -> absl::Status {
    Session session(transaction, Actor::Of(call), store.Now());
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     session.Replayed(call.organization, request_id, request));
    found = earlier.has_value();
    return found ? session.Get(type, *earlier, &response) : absl::OkStatus();
  };
  RETURN_IF_ERROR(store.database().Read(call.deadline, look));
  return found;
}

}  // namespace palier::resource
