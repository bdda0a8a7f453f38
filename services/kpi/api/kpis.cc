// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "common/aip/etag.h"
#include "common/resource/standard_methods.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "kpi/api/context.h"
#include "kpi/api/definition.h"
#include "palier/kpi/v1/kpi_service.pb.h"

namespace palier::kpi {
namespace {

using google::protobuf::Message;
using resource::Session;

absl::Status OnWrite(Session& session, const v1::Kpi* before, v1::Kpi& after) {
  RETURN_IF_ERROR(Complete(before, after));
  if (before == nullptr || !ChangesMeaning(*before, after)) return absl::OkStatus();
  ASSIGN_OR_RETURN(const KpiKey key, ParseKpi(after.name()));
  ASSIGN_OR_RETURN(const bool measured, FactTable(session.sql(), key.project).HasAny(key.kpi));
  if (!measured) return absl::OkStatus();
  return status::InvalidField(
      before->decimals() != after.decimals() ? "decimals" : "semantics",
      {"This cannot change once there are measurements. Create another KPI.",
       "Ceci ne peut plus changer dès qu'il y a des mesures. Créez un autre KPI."});
}

absl::Status HasMeasurements(absl::string_view name) {
  return status::Error(
             absl::StatusCode::kFailedPrecondition, error::v1::RESOURCE_HAS_CHILDREN,
             {"{resource} has measurements. Set `force` to delete them too.",
              "{resource} contient des mesures. Mettez `force` pour les supprimer aussi."})
      .With("resource", name);
}

absl::Status OnDelete(Session& session, absl::string_view name) {
  ASSIGN_OR_RETURN(const KpiKey key, ParseKpi(name));
  ASSIGN_OR_RETURN(const bool measured, FactTable(session.sql(), key.project).HasAny(key.kpi));
  return measured ? HasMeasurements(name) : absl::OkStatus();
}

// Deletes the measurements first, under the conditions of the delete that follows. A measurement
// that comes in between makes that one refuse, so that none is lost without being asked for.
absl::Status RemoveMeasurements(Context& context, const rpc::Call& call,
                                const v1::DeleteKpiRequest& request) {
  ASSIGN_OR_RETURN(const KpiKey key, ParseKpi(request.name()));
  return context.store.Write(
      call.deadline, resource::Actor::Of(call), [&](Session& session) -> absl::Status {
        v1::Kpi kpi;
        ASSIGN_OR_RETURN(const bool exists, session.Find(context.types.kpi, request.name(), &kpi));
        if (!exists) return absl::OkStatus();
        RETURN_IF_ERROR(aip::CheckEtag(request.etag(), kpi.etag(), request.name()));
        return FactTable(session.sql(), key.project).RemoveKpi(key.kpi);
      });
}

// What a forced delete would do, without doing it.
absl::Status CheckDelete(Context& context, const rpc::Call& call,
                         const v1::DeleteKpiRequest& request) {
  return context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    v1::Kpi kpi;
    RETURN_IF_ERROR(session.Get(context.types.kpi, request.name(), &kpi));
    return aip::CheckEtag(request.etag(), kpi.etag(), request.name());
  });
}

rpc::UnaryFn CheckedCreate(Context& context, rpc::UnaryFn create) {
  return [&context, create = std::move(create)](const rpc::Call& call, const Message& request,
                                                Message* response) -> absl::Status {
    const auto& parent = static_cast<const v1::CreateKpiRequest&>(request).parent();
    RETURN_IF_ERROR(ParseProject(parent).status());
    RETURN_IF_ERROR(context.registry.CheckProject(call, parent));
    return create(call, request, response);
  };
}

rpc::UnaryFn ForcedDelete(Context& context, rpc::UnaryFn remove) {
  return [&context, remove = std::move(remove)](const rpc::Call& call, const Message& message,
                                                Message* response) -> absl::Status {
    const auto& request = static_cast<const v1::DeleteKpiRequest&>(message);
    if (request.force() && request.validate_only()) return CheckDelete(context, call, request);
    if (request.force()) RETURN_IF_ERROR(RemoveMeasurements(context, call, request));
    return remove(call, message, response);
  };
}

}  // namespace

void AddKpis(rpc::ServiceTable& table, Context& context) {
  resource::Hooks hooks;
  hooks.on_write = [](Session& session, const rpc::Call&, const Message* before, Message& after) {
    return OnWrite(session, static_cast<const v1::Kpi*>(before), static_cast<v1::Kpi&>(after));
  };
  hooks.on_delete = [](Session& session, const rpc::Call&, const Message& before) {
    return OnDelete(session, static_cast<const v1::Kpi&>(before).name());
  };
  // The standard methods are made aside, because two of them are asked something before.
  rpc::ServiceTable standard(table.descriptor()->full_name());
  resource::AddStandardMethods(standard, context.store, context.cache, context.types.kpi, "Kpis",
                               resource::MethodSet::All(), hooks);
  for (const rpc::MethodTable& method : standard.methods()) {
    const std::string& name = method.descriptor->name();
    rpc::UnaryFn handler = method.unary;
    if (name == "CreateKpi") handler = CheckedCreate(context, std::move(handler));
    if (name == "DeleteKpi") handler = ForcedDelete(context, std::move(handler));
    table.AddUnary(name, std::move(handler));
  }
}

}  // namespace palier::kpi
