// SPDX-License-Identifier: Apache-2.0
// Whether somebody may do what a method does.
#ifndef PALIER_COMMON_RPC_RIGHTS_H_
#define PALIER_COMMON_RPC_RIGHTS_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/aip/resource_name.h"
#include "common/rpc/auth.h"
#include "common/rpc/call.h"
#include "palier/api/v1/options.pb.h"

namespace palier::rpc {

// The roles bound to `subject` on `resource`.
using RolesFn =
    std::function<absl::StatusOr<RoleSet>(const std::string& subject, const std::string& resource)>;

// The resource that rights on `name` are bound to: organisations, departments and projects; what
// lies below them inherits.
std::string RightsHolder(const aip::ResourceName& name);

// PERMISSION_DENIED unless the caller holds a role of `access` on `holder` (RightsHolder; empty for
// the platform). Returns what `roles_on` returns, which is asked only when it matters.
absl::Status CheckRights(const api::v1::Access& access, const Caller& caller,
                         const std::string& holder, const RolesFn& roles_on);

absl::Status PermissionDenied(absl::string_view permission, absl::string_view resource);

}  // namespace palier::rpc

#endif  // PALIER_COMMON_RPC_RIGHTS_H_
