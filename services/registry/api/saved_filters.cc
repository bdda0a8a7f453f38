// SPDX-License-Identifier: Apache-2.0
#include "absl/strings/str_split.h"
#include "common/aip/filter.h"
#include "common/aip/order_by.h"
#include "common/resource/standard_methods.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/registry/v1/saved_filter.pb.h"
#include "registry/api/context.h"

namespace palier::registry {
namespace {

using google::protobuf::Message;
using resource::Session;

// The type that a collection lists; null if there is none in the registry.
const resource::Type* TypeOf(const Types& types, const std::string& collection) {
  for (const resource::Type* type : types.all()) {
    const std::vector<std::string> parts = absl::StrSplit(type->pattern().text(), '/');
    if (parts.size() >= 2 && parts[parts.size() - 2] == collection) return type;
  }
  return nullptr;
}

absl::Status CheckQuery(const Types& types, const v1::SavedFilter& saved) {
  const resource::Type* type = TypeOf(types, saved.collection());
  if (type == nullptr) {
    return status::InvalidField(
        "saved_filter.collection",
        {"expected a collection of the registry, such as projects or applications",
         "attendu : une collection du registre, telle que projects ou applications"});
  }
  ASSIGN_OR_RETURN(const aip::Filter filter, aip::ParseFilter(saved.filter()));
  RETURN_IF_ERROR(
      aip::CompileFilter(filter, type->fields(), [](int) { return std::string("f"); }).status());
  return aip::ParseOrderBy(saved.order_by(), type->fields()).status();
}

bool IsAdmin(Context& context, const rpc::Call& call) {
  const auto roles = context.roles.KnownRolesOn(call.caller.subject(),
                                                absl::StrCat("organizations/", call.organization));
  return roles.has_value() && roles->test(api::v1::ADMIN);
}

absl::Status NotTheOwner(const v1::SavedFilter& saved) {
  return status::Error(absl::StatusCode::kPermissionDenied, error::v1::PERMISSION_DENIED,
                       {"{resource} belongs to somebody else: save a copy under another name.",
                        "{resource} appartient à quelqu'un d'autre : enregistrez-en une copie sous "
                        "un autre nom."})
      .With("resource", saved.name());
}

}  // namespace

void AddSavedFilters(rpc::ServiceTable& table, Context& context) {
  resource::Hooks hooks;
  hooks.on_write = [&types = context.types](Session&, const rpc::Call& call, const Message* before,
                                            Message& after) -> absl::Status {
    auto& saved = static_cast<v1::SavedFilter&>(after);
    if (before == nullptr) saved.set_owner(call.caller.subject());
    if (saved.owner() != call.caller.subject()) return NotTheOwner(saved);
    return CheckQuery(types, saved);
  };
  hooks.on_delete = [&context](Session&, const rpc::Call& call, const Message& before,
                               bool) -> absl::Status {
    const auto& saved = static_cast<const v1::SavedFilter&>(before);
    const bool may = saved.owner() == call.caller.subject() || IsAdmin(context, call);
    return may ? absl::OkStatus() : NotTheOwner(saved);
  };
  resource::AddStandardMethods(table, context.store, context.cache, context.types.saved_filter,
                               "SavedFilters", resource::MethodSet::All(), std::move(hooks));
}

}  // namespace palier::registry
