// SPDX-License-Identifier: Apache-2.0
// Forgetting people.
#include "absl/strings/str_cat.h"
#include "common/resource/mutation.h"
#include "common/resource/rows.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/registry/v1/audit_service.pb.h"
#include "palier/registry/v1/person.pb.h"
#include "palier/registry/v1/structure.pb.h"
#include "registry/api/context.h"

namespace palier::registry {
namespace {

using resource::Session;

// What is left of a person.
v1::Person RemainsOf(const v1::Person& person, absl::Time now) {
  v1::Person remains;
  remains.set_name(person.name());
  remains.set_uid(person.uid());
  remains.set_etag(person.etag());
  *remains.mutable_create_time() = person.create_time();
  resource::SetStandardTime(remains, "erase_time", now);
  return remains;
}

absl::Status NotOneself(const std::string& name) {
  return status::Error(absl::StatusCode::kFailedPrecondition, error::v1::ILLEGAL_TRANSITION,
                       {"{resource} is your own person. Ask another administrator.",
                        "{resource} est votre propre fiche. Demandez à un autre administrateur."})
      .With("resource", name)
      .With("state", "ACTIVE");
}

absl::StatusOr<int> RemoveBindings(Session& session, const Types& types,
                                   const std::string& organization, const std::string& principal) {
  if (principal.empty()) return 0;
  ASSIGN_OR_RETURN(const std::vector<std::string> names,
                   session.FindBy(types.role_binding, organization, "principal", principal));
  for (const std::string& name : names) {
    v1::RoleBinding binding;
    RETURN_IF_ERROR(session.Get(types.role_binding, name, &binding));
    RETURN_IF_ERROR(session.Remove(types.role_binding, binding));
  }
  return static_cast<int>(names.size());
}

// Whether the log knows of somebody who was deleted, and whether it still says anything of them.
struct Past {
  bool known = false;
  bool tells = false;
};

absl::StatusOr<Past> PastOf(Session& session, const std::string& name) {
  Past past;
  RETURN_IF_ERROR(session.sql().Query(
      "SELECT change FROM change_log WHERE organization=$1 AND resource=$2",
      {resource::OrganizationOf(name), name}, [&](const sql::Row& row) -> absl::Status {
        api::v1::Change change;
        const absl::string_view bytes = row.blob(0);
        if (!change.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
          return absl::DataLossError(absl::StrCat(name, ": unreadable change"));
        past.known = true;
        past.tells = past.tells || change.has_before() || change.has_after();
        return absl::OkStatus();
      }));
  return past;
}

absl::Status Erase(const Context& context, const rpc::Call& call, Session& session,
                   const std::string& name, v1::ErasePersonResponse& response) {
  const resource::Type& type = context.types.person;
  v1::Person person;
  ASSIGN_OR_RETURN(const bool found, session.Find(type, name, &person));
  if (!found) {
    ASSIGN_OR_RETURN(const Past past, PastOf(session, name));
    if (!past.known) return status::NotFound(name);
    if (!past.tells) return absl::OkStatus();
    ASSIGN_OR_RETURN(const int64_t erased, session.Erase(type, name, nullptr));
    response.set_erased_changes(erased);
    return absl::OkStatus();
  }
  if (person.has_erase_time()) return absl::OkStatus();
  if (person.principal() == call.caller.subject()) return NotOneself(name);
  ASSIGN_OR_RETURN(const int removed,
                   RemoveBindings(session, context.types, call.organization, person.principal()));
  response.set_removed_bindings(removed);
  v1::Person remains = RemainsOf(person, session.now());
  ASSIGN_OR_RETURN(const int64_t erased, session.Erase(type, name, &remains));
  response.set_erased_changes(erased);
  return absl::OkStatus();
}

}  // namespace

void AddErasure(rpc::ServiceTable& table, Context& context) {
  table.Unary<v1::ErasePersonRequest, v1::ErasePersonResponse>(
      "ErasePerson",
      [&context](const rpc::Call& call,
                 const v1::ErasePersonRequest& request) -> absl::StatusOr<v1::ErasePersonResponse> {
        RETURN_IF_ERROR(context.types.person.pattern().Parse(request.name()).status());
        v1::ErasePersonResponse response;
        RETURN_IF_ERROR(resource::Mutate(
            context.store, call, context.types.person, request, response,
            [&](Session& session) -> absl::StatusOr<std::string> {
              RETURN_IF_ERROR(Erase(context, call, session, request.name(), response));
              return request.name();
            }));
        return response;
      });
}

}  // namespace palier::registry
