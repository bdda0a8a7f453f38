// SPDX-License-Identifier: Apache-2.0
#include "common/status/macros.h"
#include "palier/registry/v1/organization_service.pb.h"
#include "registry/api/context.h"

namespace palier::registry {

void AddRoles(rpc::ServiceTable& table, Context& context) {
  table.Unary<v1::ResolveRolesRequest, v1::ResolveRolesResponse>(
      "ResolveRoles",
      [&context](const rpc::Call& call, const v1::ResolveRolesRequest& request)
          -> absl::StatusOr<v1::ResolveRolesResponse> {
        ASSIGN_OR_RETURN(
            const rpc::RoleSet roles,
            context.roles.RolesOn(request.principal(), request.resource(), call.deadline));
        v1::ResolveRolesResponse response;
        for (size_t role = 0; role < roles.size(); ++role) {
          if (roles.test(role)) response.add_roles(static_cast<api::v1::Role>(role));
        }
        return response;
      });
}

}  // namespace palier::registry
