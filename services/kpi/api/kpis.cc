// SPDX-License-Identifier: Apache-2.0
#include "common/resource/standard_methods.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "kpi/api/context.h"
#include "kpi/api/definition.h"
#include "kpi/storage/ingest.h"
#include "palier/kpi/v1/kpi_service.pb.h"

namespace palier::kpi {
namespace {

using google::protobuf::Message;
using resource::Session;

absl::Status OnWrite(Session& session, const v1::Kpi* before, v1::Kpi& after) {
  RETURN_IF_ERROR(Complete(before, after));
  if (before == nullptr || ChangedMeaning(*before, after).empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const KpiKey key, ParseKpi(after.name()));
  ASSIGN_OR_RETURN(const bool measured, FactTable(session.sql(), key.project).HasAny(key.kpi));
  if (!measured) return absl::OkStatus();
  return status::InvalidField(
      ChangedMeaning(*before, after),
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

absl::Status OnDelete(Session& session, absl::string_view name, bool force) {
  ASSIGN_OR_RETURN(const KpiKey key, ParseKpi(name));
  FactTable facts(session.sql(), key.project);
  if (force) {
    // What was told of people stays told: another KPI of theirs cannot tell the same days again.
    // What another KPI has under an identity of this one may stand again.
    std::vector<Hash128> shared;
    RETURN_IF_ERROR(facts.FindShared(
        key.kpi, [&](const Version& version) { shared.push_back(version.identity); }));
    RETURN_IF_ERROR(facts.RemoveKpi(key.kpi));
    return Rejudge(session, key.project, shared);
  }
  ASSIGN_OR_RETURN(const bool measured, facts.HasAny(key.kpi));
  return measured ? HasMeasurements(name) : absl::OkStatus();
}

}  // namespace

void AddKpis(rpc::ServiceTable& table, Context& context) {
  resource::Hooks hooks;
  hooks.before_create = [&context](const rpc::Call& call, const Message& request) -> absl::Status {
    const auto& parent = static_cast<const v1::CreateKpiRequest&>(request).parent();
    RETURN_IF_ERROR(ParseProject(parent).status());
    return context.registry.CheckProject(call, parent);
  };
  hooks.on_write = [](Session& session, const rpc::Call&, const Message* before, Message& after) {
    return OnWrite(session, static_cast<const v1::Kpi*>(before), static_cast<v1::Kpi&>(after));
  };
  hooks.on_delete = [](Session& session, const rpc::Call&, const Message& before, bool force) {
    return OnDelete(session, static_cast<const v1::Kpi&>(before).name(), force);
  };
  resource::AddStandardMethods(table, context.store, context.cache, context.types.kpi, "Kpis",
                               resource::MethodSet::All(), hooks);
}

}  // namespace palier::kpi
