// SPDX-License-Identifier: Apache-2.0
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/aip/etag.h"
#include "common/aip/field_behavior.h"
#include "common/aip/field_mask.h"
#include "common/aip/page_token.h"
#include "common/aip/resource_name.h"
#include "common/resource/queries.h"
#include "common/resource/rows.h"
#include "common/resource/standard_methods.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/registry/v1/organization_service.pb.h"
#include "registry/api/context.h"
#include "registry/api/landscape_presets.h"
#include "registry/domain/settings.h"

namespace palier::registry {
namespace {

using resource::Session;

absl::Status Complete(v1::Organization& organization) {
  if (organization.time_zone().empty()) organization.set_time_zone("Europe/Paris");
  if (organization.language_code().empty()) organization.set_language_code("fr");
  if (organization.currency_code().empty()) organization.set_currency_code("EUR");
  status::FieldErrors errors;
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(organization.time_zone(), &zone)) {
    errors.Add("organization.time_zone", {"no such IANA time zone; for example Europe/Paris",
                                          "fuseau IANA inconnu ; par exemple Europe/Paris"});
  }
  if (organization.language_code() != "fr" && organization.language_code() != "en") {
    errors.Add("organization.language_code", {"expected fr or en", "attendu : fr ou en"});
  }
  if (organization.currency_code().size() != 3) {
    errors.Add("organization.currency_code",
               {"expected three letters, such as EUR", "trois lettres attendues, comme EUR"});
  }
  return errors.ToStatus();
}

// The creator's first rights; everything else is granted by bindings that an ADMIN makes.
absl::Status BindCreator(Session& session, const Types& types, const std::string& organization,
                         const std::string& principal) {
  for (const api::v1::Role role : {api::v1::ADMIN, api::v1::MANAGER, api::v1::APPROVER}) {
    v1::RoleBinding binding;
    binding.set_name(absl::StrCat(organization, "/roleBindings/founder-",
                                  aip::MakeId(api::v1::Role_Name(role))));
    binding.set_principal(principal);
    binding.set_role(role);
    RETURN_IF_ERROR(session.Insert(types.role_binding, binding));
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::Organization> CreateOrganization(Context& context, const rpc::Call& call,
                                                    const v1::CreateOrganizationRequest& request) {
  RETURN_IF_ERROR(aip::ValidateId(request.organization_id(), "organization_id"));
  v1::Organization organization = request.organization();
  RETURN_IF_ERROR(Complete(organization));
  aip::ClearOutputOnly(organization);
  organization.set_name(absl::StrCat("organizations/", request.organization_id()));
  if (request.validate_only()) return organization;
  v1::Organization made;
  RETURN_IF_ERROR(context.store.Write(
      call.deadline, resource::Actor::Of(call), [&](Session& session) -> absl::Status {
        made = organization;
        ASSIGN_OR_RETURN(const auto earlier, session.Replayed(request.organization_id(),
                                                              request.request_id(), request));
        if (earlier.has_value()) return session.Get(context.types.organization, *earlier, &made);
        RETURN_IF_ERROR(session.Insert(context.types.organization, made));
        v1::OrganizationSettings settings;
        settings.set_name(made.name() + "/settings");
        RETURN_IF_ERROR(session.Insert(context.types.settings, settings));
        RETURN_IF_ERROR(InsertPresetFunctions(session, context.types, made));
        RETURN_IF_ERROR(BindCreator(session, context.types, made.name(), call.caller.subject()));
        return session.Remember(request.organization_id(), request.request_id(), request,
                                made.name());
      }));
  return made;
}

// A service holds its role in all of them.
absl::StatusOr<std::vector<std::string>> OrganizationsOf(Context& context, const rpc::Call& call) {
  if (!call.caller.is_service() || !call.caller.on_behalf_of.empty())
    return context.roles.OrganizationsOf(call.caller.subject(), call.deadline);
  std::vector<std::string> ids;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    ids.clear();
    ASSIGN_OR_RETURN(const auto names, resource::AllNames(session, context.types.organization));
    for (const std::string& name : names) ids.push_back(resource::IdOf(name));
    return absl::OkStatus();
  }));
  return ids;
}

absl::StatusOr<v1::ListOrganizationsResponse> ListOrganizations(
    Context& context, const rpc::Call& call, const v1::ListOrganizationsRequest& request) {
  ASSIGN_OR_RETURN(const int page_size, aip::EffectivePageSize(request.page_size()));
  const uint64_t checksum = aip::RequestChecksum(request, call.caller.subject());
  std::string after;
  if (!request.page_token().empty()) {
    ASSIGN_OR_RETURN(const auto values, aip::ReadPageToken(request.page_token(), checksum));
    if (!values.empty()) after = values[0];
  }
  ASSIGN_OR_RETURN(const std::vector<std::string> ids, OrganizationsOf(context, call));
  v1::ListOrganizationsResponse response;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    response.Clear();
    for (const std::string& id : ids) {
      if (id <= after) continue;
      if (response.organizations_size() == page_size) {
        ASSIGN_OR_RETURN(*response.mutable_next_page_token(),
                         aip::MakePageToken({after}, checksum));
        return absl::OkStatus();
      }
      after = id;
      RETURN_IF_ERROR(session.Get(context.types.organization, absl::StrCat("organizations/", id),
                                  response.add_organizations()));
    }
    return absl::OkStatus();
  }));
  return response;
}

}  // namespace

void AddOrganizations(rpc::ServiceTable& table, Context& context) {
  table.Unary<v1::CreateOrganizationRequest, v1::Organization>(
      "CreateOrganization", [&context](const rpc::Call& call, const auto& request) {
        return CreateOrganization(context, call, request);
      });
  table.Unary<v1::ListOrganizationsRequest, v1::ListOrganizationsResponse>(
      "ListOrganizations", [&context](const rpc::Call& call, const auto& request) {
        return ListOrganizations(context, call, request);
      });

  resource::Hooks organizations;
  organizations.on_write = [](Session&, const rpc::Call&, const google::protobuf::Message*,
                              google::protobuf::Message& after) {
    return Complete(static_cast<v1::Organization&>(after));
  };
  resource::AddStandardMethods(table, context.store, context.cache, context.types.organization, "",
                               resource::MethodSet{.get = true, .update = true}, organizations);
  resource::Hooks settings;
  settings.on_read = [](const rpc::Call&, google::protobuf::Message& message) {
    FillEffective(static_cast<v1::OrganizationSettings&>(message));
  };
  settings.on_write = [](Session&, const rpc::Call&, const google::protobuf::Message*,
                         google::protobuf::Message& after) {
    return CheckSettings(static_cast<const v1::OrganizationSettings&>(after));
  };
  resource::AddStandardMethods(table, context.store, context.cache, context.types.settings, "",
                               resource::MethodSet{.get = true, .update = true}, settings);
}

}  // namespace palier::registry
