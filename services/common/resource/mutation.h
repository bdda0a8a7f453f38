// SPDX-License-Identifier: Apache-2.0
// How a method changes a resource: in one transaction, once per request_id, not at all for
// validate_only. The standard methods and a service's own verbs go through here.
#ifndef PALIER_COMMON_RESOURCE_MUTATION_H_
#define PALIER_COMMON_RESOURCE_MUTATION_H_

#include <google/protobuf/message.h>

#include <functional>
#include <optional>
#include <string>

#include "common/aip/etag.h"
#include "common/resource/store.h"
#include "common/status/macros.h"

namespace palier::resource {

// Runs `change`, which leaves what it made in `response` and returns its name; for an earlier
// request_id of the same caller, reads what that call made instead. `response` may be of another
// type than `type` (Empty), and is then left as it is by a replay. Fields that the request lacks
// (`request_id`, `validate_only`) read as unset.
absl::Status Mutate(Store& store, const rpc::Call& call, const Type& type,
                    const google::protobuf::Message& request, google::protobuf::Message& response,
                    const std::function<absl::StatusOr<std::string>(Session&)>& change);

// Reads into `response` what an earlier call with this request_id made; false the first time. For
// handlers that ask other services before their transaction: a replay must not depend on the
// answers.
absl::StatusOr<bool> Replay(Store& store, const rpc::Call& call, const Type& type,
                            const google::protobuf::Message& request,
                            google::protobuf::Message& response);

// Mutate for a handler of known types; `change` leaves the written resource in its argument.
template <typename Resource, typename Request>
absl::StatusOr<Resource> MutateTo(Store& store, const rpc::Call& call, const Type& type,
                                  const Request& request,
                                  const std::function<absl::Status(Session&, Resource&)>& change) {
  Resource result;
  RETURN_IF_ERROR(Mutate(store, call, type, request, result,
                         [&](Session& session) -> absl::StatusOr<std::string> {
                           RETURN_IF_ERROR(change(session, result));
                           return result.name();
                         }));
  return result;
}

// A verb on one resource: reads `request.name()`, compares `request.etag()`, lets `change` turn
// `before` into `after` (equal at first), and writes it.
template <typename Resource, typename Request>
absl::StatusOr<Resource> ChangeOne(
    Store& store, const rpc::Call& call, const Type& type, const Request& request,
    const std::function<absl::Status(Session&, const Resource& before, Resource& after)>& change) {
  RETURN_IF_ERROR(type.pattern().Parse(request.name()).status());
  return MutateTo<Resource>(
      store, call, type, request, [&](Session& session, Resource& after) -> absl::Status {
        Resource before;
        RETURN_IF_ERROR(session.Get(type, request.name(), &before));
        RETURN_IF_ERROR(aip::CheckEtag(request.etag(), before.etag(), before.name()));
        after = before;
        RETURN_IF_ERROR(change(session, before, after));
        return session.Replace(type, before, after).status();
      });
}

}  // namespace palier::resource

#endif  // PALIER_COMMON_RESOURCE_MUTATION_H_
