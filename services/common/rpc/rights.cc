// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/rights.h"

#include "common/status/error.h"
#include "common/status/macros.h"

namespace palier::rpc {

absl::Status PermissionDenied(absl::string_view permission, absl::string_view resource) {
  return status::Error(absl::StatusCode::kPermissionDenied, error::v1::PERMISSION_DENIED,
                       {"The caller does not hold the permission {permission} on {resource}.",
                        "L'appelant ne détient pas la permission {permission} sur {resource}."})
      .With("permission", permission)
      .With("resource", resource.empty() ? "the platform" : resource);
}

std::string RightsHolder(const aip::ResourceName& name) {
  aip::ResourceName holder = name;
  while (holder.pairs().size() > 2) holder = holder.Parent();
  const bool narrower = holder.collection() == "projects" || holder.collection() == "departments";
  if (narrower && !holder.id().empty() && holder.id() != "-") return holder.full();
  while (holder.pairs().size() > 1) holder = holder.Parent();
  return holder.full();
}

absl::Status CheckRights(const api::v1::Access& access, const Caller& caller,
                         const std::string& holder, const RolesFn& roles_on) {
  if (access.authenticated()) return absl::OkStatus();
  RoleSet held, wanted;
  if (caller.platform_admin && caller.on_behalf_of.empty()) held.set(api::v1::PLATFORM_ADMIN);
  if (caller.is_service() && caller.on_behalf_of.empty()) held.set(api::v1::SERVICE);
  for (const int role : access.roles()) wanted.set(static_cast<size_t>(role));
  if ((held & wanted).none() && !holder.empty()) {
    ASSIGN_OR_RETURN(const RoleSet bound, roles_on(caller.subject(), holder));
    held |= bound;
  }
  if ((held & wanted).any()) return absl::OkStatus();
  return PermissionDenied(access.permission(), holder);
}

}  // namespace palier::rpc
