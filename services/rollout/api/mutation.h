// SPDX-License-Identifier: Apache-2.0
// How the custom methods change something: in one transaction, once per request_id, not at all for
// validate_only.
#ifndef PALIER_ROLLOUT_API_MUTATION_H_
#define PALIER_ROLLOUT_API_MUTATION_H_

#include <functional>
#include <optional>
#include <string>

#include "common/resource/store.h"
#include "common/status/macros.h"
#include "rollout/api/context.h"

namespace palier::rollout {

// What an earlier call with this request_id made; none the first time. For handlers that ask other
// services before their transaction: a replay must not depend on the answers.
template <typename Resource, typename Request>
absl::StatusOr<std::optional<Resource>> Earlier(Context& context, const rpc::Call& call,
                                                const resource::Type& type,
                                                const Request& request) {
  std::optional<Resource> found;
  if (request.request_id().empty()) return found;
  const auto look = [&](sql::Transaction& transaction) -> absl::Status {
    found.reset();
    resource::Session session(transaction, resource::Actor::Of(call), context.store.Now());
    ASSIGN_OR_RETURN(const auto earlier,
                     session.Replayed(call.organization, request.request_id(), request));
    if (!earlier.has_value()) return absl::OkStatus();
    return session.Get(type, *earlier, &found.emplace());
  };
  RETURN_IF_ERROR(context.store.database().Read(call.deadline, look));
  return found;
}

// Runs `change`, which leaves the written resource in its argument.
template <typename Resource, typename Request>
absl::StatusOr<Resource> Mutate(
    Context& context, const rpc::Call& call, const resource::Type& type, const Request& request,
    const std::function<absl::Status(resource::Session&, Resource&)>& change) {
  Resource result;
  const absl::Status status = context.store.Write(
      call.deadline, resource::Actor::Of(call), [&](resource::Session& session) -> absl::Status {
        result.Clear();
        ASSIGN_OR_RETURN(const auto earlier,
                         session.Replayed(call.organization, request.request_id(), request));
        if (earlier.has_value()) return session.Get(type, *earlier, &result);
        RETURN_IF_ERROR(change(session, result));
        RETURN_IF_ERROR(
            session.Remember(call.organization, request.request_id(), request, result.name()));
        return request.validate_only() ? absl::CancelledError("validate_only") : absl::OkStatus();
      });
  if (!status.ok() && !(request.validate_only() && absl::IsCancelled(status))) return status;
  return result;
}

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_MUTATION_H_
