// SPDX-License-Identifier: Apache-2.0
#include "registry/api/upsert.h"

#include <google/protobuf/util/message_differencer.h>

#include "common/status/macros.h"

namespace palier::registry {

absl::StatusOr<Upserted> Upsert(resource::Session& session, const rpc::Call& call,
                                const resource::Type& type, const resource::Hooks& hooks,
                                const google::protobuf::Message* before,
                                google::protobuf::Message& after) {
  const bool same =
      before != nullptr && google::protobuf::util::MessageDifferencer::Equals(*before, after);
  if (same) return Upserted::kUnchanged;
  if (hooks.on_write) RETURN_IF_ERROR(hooks.on_write(session, call, before, after));
  if (before == nullptr) {
    RETURN_IF_ERROR(session.Insert(type, after));
    return Upserted::kCreated;
  }
  ASSIGN_OR_RETURN(const bool wrote, session.Replace(type, *before, after));
  return wrote ? Upserted::kUpdated : Upserted::kUnchanged;
}

bool IsAboutTheRecord(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kPermissionDenied:
      return true;
    default:
      return false;
  }
}

}  // namespace palier::registry
