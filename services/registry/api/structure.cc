// SPDX-License-Identifier: Apache-2.0
// People, departments, teams and role bindings.
#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/resource/standard_methods.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/registry/v1/person.pb.h"
#include "palier/registry/v1/structure.pb.h"
#include "registry/api/context.h"
#include "registry/api/hooks.h"
#include "registry/api/references.h"

namespace palier::registry {
namespace {

using google::protobuf::Message;
using resource::Session;

absl::Status CheckBinding(Context& context, Session& session, const v1::RoleBinding& binding) {
  status::FieldErrors errors;
  if (binding.role() == api::v1::SERVICE || binding.role() == api::v1::PLATFORM_ADMIN) {
    errors.Add("role_binding.role", {"this role cannot be granted by a binding",
                                     "ce rôle ne peut être accordé par une liaison"});
  }
  if (!absl::StartsWith(binding.principal(), "users/") &&
      !absl::StartsWith(binding.principal(), "services/")) {
    errors.Add("role_binding.principal",
               {"expected users/{id} or services/{id}", "attendu : users/{id} ou services/{id}"});
  }
  RETURN_IF_ERROR(errors.ToStatus());
  if (binding.scope().empty()) return absl::OkStatus();
  return CheckReference(
      session, {&context.types.organization, &context.types.department, &context.types.project},
      "role_binding.scope", binding.scope(), binding.name());
}

absl::Status Erased(const std::string& name) {
  return status::Error(absl::StatusCode::kFailedPrecondition, error::v1::RESOURCE_DELETED,
                       {"{resource} was erased and cannot be written any more.",
                        "{resource} a été effacée et ne peut plus être modifiée."})
      .With("resource", name);
}

constexpr int kMaxTeamDepth = 32;

absl::Status CheckParentTeam(Session& session, const Types& types, const v1::Team& team) {
  RETURN_IF_ERROR(CheckReference(session, {&types.team}, "team.parent_team", team.parent_team(),
                                 team.name()));
  std::string above = team.parent_team();
  for (int depth = 0; !above.empty(); ++depth) {
    if (above == team.name() || depth == kMaxTeamDepth) {
      return status::InvalidField("team.parent_team",
                                  {"the team would be part of itself, or be nested too deeply",
                                   "l'équipe ferait partie d'elle-même, ou serait trop imbriquée"});
    }
    v1::Team parent;
    ASSIGN_OR_RETURN(const bool exists, session.Find(types.team, above, &parent));
    above = exists ? parent.parent_team() : "";
  }
  return absl::OkStatus();
}

// Those that were there before may be gone by now.
absl::Status CheckMembers(Session& session, const Types& types, const v1::Team* before,
                          const v1::Team& team) {
  absl::flat_hash_set<std::string> known;
  if (before != nullptr) known.insert(before->members().begin(), before->members().end());
  for (int i = 0; i < team.members_size(); ++i) {
    if (known.contains(team.members(i))) continue;
    RETURN_IF_ERROR(CheckReference(session, {&types.person}, absl::StrCat("team.members[", i, "]"),
                                   team.members(i), team.name()));
  }
  return absl::OkStatus();
}

}  // namespace

resource::Hooks PersonHooks(const Context& context) {
  const Types& types = context.types;
  resource::Hooks person;
  person.on_write = [&types](Session& session, const rpc::Call&, const Message* before,
                             Message& after) -> absl::Status {
    const auto& person = static_cast<v1::Person&>(after);
    if (before != nullptr && static_cast<const v1::Person*>(before)->has_erase_time())
      return Erased(person.name());
    return CheckReference(session, {&types.department}, "person.department", person.department(),
                          person.name());
  };
  return person;
}

resource::Hooks TeamHooks(const Context& context) {
  const Types& types = context.types;
  resource::Hooks team;
  team.on_write = [&types](Session& session, const rpc::Call&, const Message* before,
                           Message& after) -> absl::Status {
    const auto& team = static_cast<v1::Team&>(after);
    RETURN_IF_ERROR(CheckReference(session, {&types.department}, "team.department",
                                   team.department(), team.name()));
    RETURN_IF_ERROR(
        CheckReference(session, {&types.person}, "team.lead", team.lead(), team.name()));
    RETURN_IF_ERROR(CheckParentTeam(session, types, team));
    return CheckMembers(session, types, static_cast<const v1::Team*>(before), team);
  };
  return team;
}

void AddStructure(rpc::ServiceTable& table, Context& context) {
  const Types& types = context.types;
  resource::Hooks binding;
  binding.on_write = [&context](Session& session, const rpc::Call&, const Message*,
                                Message& after) {
    return CheckBinding(context, session, static_cast<v1::RoleBinding&>(after));
  };
  resource::AddStandardMethods(table, context.store, context.cache, types.person, "People",
                               resource::MethodSet::All(), PersonHooks(context));
  resource::AddStandardMethods(table, context.store, context.cache, types.department, "Departments",
                               resource::MethodSet::All());
  resource::AddStandardMethods(table, context.store, context.cache, types.team, "Teams",
                               resource::MethodSet::All(), TeamHooks(context));
  resource::AddStandardMethods(table, context.store, context.cache, types.role_binding,
                               "RoleBindings", resource::MethodSet::All(), binding);
}

}  // namespace palier::registry
