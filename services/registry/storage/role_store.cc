// SPDX-License-Identifier: Apache-2.0
#include "registry/storage/role_store.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/aip/resource_name.h"
#include "common/status/macros.h"
#include "palier/registry/v1/project.pb.h"
#include "palier/registry/v1/structure.pb.h"

namespace palier::registry {
namespace {

constexpr std::chrono::seconds kLife{1};
constexpr size_t kMaxAnswersPerOrganization = 10000;
constexpr size_t kMaxOrganizations = 10000;

}  // namespace

absl::StatusOr<rpc::RoleSet> RoleStore::RolesOn(absl::string_view subject,
                                                absl::string_view resource, absl::Time deadline) {
  ASSIGN_OR_RETURN(const aip::ResourceName name, aip::ParseName(resource));
  const std::string organization(name.organization());
  const std::string key = absl::StrCat(subject, " ", resource);
  uint64_t generation = 0;
  {
    absl::MutexLock lock(&mutex_);
    generation = generation_;
    const auto answers = answers_.find(organization);
    if (answers != answers_.end()) {
      const auto found = answers->second.find(key);
      if (found != answers->second.end() && found->second.until > Clock::now())
        return found->second.roles;
    }
  }
  Answer answer{{}, Clock::now() + kLife};
  RETURN_IF_ERROR(store_.Read(deadline, [&](resource::Session& session) -> absl::Status {
    ASSIGN_OR_RETURN(answer.roles, Look(session, subject, resource));
    return absl::OkStatus();
  }));
  absl::MutexLock lock(&mutex_);
  if (generation == generation_) {
    // A caller may ask about any organisation, whether there is one or not.
    if (answers_.size() >= kMaxOrganizations) answers_.clear();
    auto& answers = answers_[organization];
    if (answers.size() >= kMaxAnswersPerOrganization) answers.clear();
    answers[key] = answer;
  }
  return answer.roles;
}

std::optional<rpc::RoleSet> RoleStore::KnownRolesOn(absl::string_view subject,
                                                    absl::string_view resource) {
  const absl::StatusOr<aip::ResourceName> name = aip::ParseName(resource);
  if (!name.ok()) return std::nullopt;
  const std::string key = absl::StrCat(subject, " ", resource);
  absl::MutexLock lock(&mutex_);
  const auto answers = answers_.find(name->organization());
  if (answers == answers_.end()) return std::nullopt;
  const auto found = answers->second.find(key);
  const bool fresh = found != answers->second.end() && found->second.until > Clock::now();
  return fresh ? std::optional(found->second.roles) : std::nullopt;
}

absl::StatusOr<rpc::RoleSet> RoleStore::Look(resource::Session& session, absl::string_view subject,
                                             absl::string_view resource) const {
  ASSIGN_OR_RETURN(const aip::ResourceName name, aip::ParseName(resource));
  const std::string organization = absl::StrCat("organizations/", name.organization());
  std::string department;
  if (name.collection() == "projects") {
    v1::Project project;
    ASSIGN_OR_RETURN(const bool found, session.Find(types_.project, resource, &project));
    if (found) department = project.department();
  }
  ASSIGN_OR_RETURN(const std::vector<std::string> bindings,
                   session.FindBy(types_.role_binding, name.organization(), "principal", subject));
  rpc::RoleSet roles;
  for (const std::string& binding_name : bindings) {
    v1::RoleBinding binding;
    RETURN_IF_ERROR(session.Get(types_.role_binding, binding_name, &binding));
    const std::string& scope = binding.scope();
    const bool holds = scope.empty() || scope == organization || scope == resource ||
                       (!department.empty() && scope == department);
    if (holds) roles.set(static_cast<size_t>(binding.role()));
  }
  return roles;
}

absl::StatusOr<std::vector<std::string>> RoleStore::OrganizationsOf(absl::string_view subject,
                                                                    absl::Time deadline) const {
  std::vector<std::string> organizations;
  const aip::FilterField* principal = types_.role_binding.fields().Find("principal");
  RETURN_IF_ERROR(store_.Read(deadline, [&](resource::Session& session) -> absl::Status {
    organizations.clear();
    return session.sql().Query(
        absl::StrCat("SELECT DISTINCT organization FROM resource WHERE type='RoleBinding' AND f",
                     principal->column, "=$1 ORDER BY organization"),
        {std::string(subject)}, [&](const sql::Row& row) -> absl::Status {
          organizations.emplace_back(row.text(0));
          return absl::OkStatus();
        });
  }));
  return organizations;
}

void RoleStore::Forget(absl::string_view organization) {
  absl::MutexLock lock(&mutex_);
  ++generation_;
  answers_.erase(organization);
}

}  // namespace palier::registry
