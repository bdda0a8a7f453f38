// SPDX-License-Identifier: Apache-2.0
#include "registry/client/remote_authorizer.h"

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "palier/registry/v1/organization_service.pb.h"

namespace palier::registry {

std::optional<rpc::RoleSet> RemoteAuthorizer::KnownRolesOn(absl::string_view subject,
                                                           absl::string_view resource) {
  const std::string key = absl::StrCat(subject, " ", resource);
  absl::MutexLock lock(&mutex_);
  const auto found = answers_.find(key);
  const bool fresh = found != answers_.end() && found->second.until > Clock::now();
  return fresh ? std::optional(found->second.roles) : std::nullopt;
}

absl::StatusOr<rpc::RoleSet> RemoteAuthorizer::RolesOn(absl::string_view subject,
                                                       absl::string_view resource,
                                                       absl::Time deadline) {
  const std::string key = absl::StrCat(subject, " ", resource);
  if (const auto known = KnownRolesOn(subject, resource)) return *known;
  v1::ResolveRolesRequest request;
  request.set_principal(std::string(subject));
  request.set_resource(std::string(resource));
  rpc::CallOptions options;
  options.deadline = deadline;
  ASSIGN_OR_RETURN(const v1::ResolveRolesResponse response,
                   registry_.Unary<v1::ResolveRolesResponse>(
                       "palier.registry.v1.OrganizationService/ResolveRoles", request, options));
  Answer answer{{}, Clock::now() + kLife};
  for (const int role : response.roles()) answer.roles.set(static_cast<size_t>(role));
  absl::MutexLock lock(&mutex_);
  if (answers_.size() >= kMaxAnswers) answers_.clear();
  answers_[key] = answer;
  return answer.roles;
}

}  // namespace palier::registry
