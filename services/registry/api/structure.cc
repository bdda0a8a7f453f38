// SPDX-License-Identifier: Apache-2.0
// People, departments, teams and role bindings.
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/resource/standard_methods.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/registry/v1/person.pb.h"
#include "palier/registry/v1/structure.pb.h"
#include "registry/api/context.h"
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

}  // namespace

void AddStructure(rpc::ServiceTable& table, Context& context) {
  const Types& types = context.types;
  resource::Hooks person;
  person.on_write = [&](Session& session, const rpc::Call&, const Message*, Message& after) {
    const auto& person = static_cast<v1::Person&>(after);
    return CheckReference(session, {&types.department}, "person.department", person.department(),
                          person.name());
  };
  resource::Hooks team;
  team.on_write = [&](Session& session, const rpc::Call&, const Message*,
                      Message& after) -> absl::Status {
    const auto& team = static_cast<v1::Team&>(after);
    RETURN_IF_ERROR(CheckReference(session, {&types.department}, "team.department",
                                   team.department(), team.name()));
    return CheckReference(session, {&types.person}, "team.lead", team.lead(), team.name());
  };
  resource::Hooks binding;
  binding.on_write = [&context](Session& session, const rpc::Call&, const Message*,
                                Message& after) {
    return CheckBinding(context, session, static_cast<v1::RoleBinding&>(after));
  };
  resource::AddStandardMethods(table, context.store, context.cache, types.person, "People",
                               resource::MethodSet::All(), person);
  resource::AddStandardMethods(table, context.store, context.cache, types.department, "Departments",
                               resource::MethodSet::All());
  resource::AddStandardMethods(table, context.store, context.cache, types.team, "Teams",
                               resource::MethodSet::All(), team);
  resource::AddStandardMethods(table, context.store, context.cache, types.role_binding,
                               "RoleBindings", resource::MethodSet::All(), binding);
}

}  // namespace palier::registry
