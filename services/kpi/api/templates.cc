// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/templates.h"

#include "common/status/error.h"
#include "common/status/macros.h"
#include "common/time/months.h"
#include "kpi/api/context.h"
#include "kpi/api/definition.h"
#include "palier/kpi/v1/kpi_service.pb.h"

namespace palier::kpi {
namespace {

absl::StatusOr<v1::QueryKpiTemplatesResponse> List(const rpc::Call& call) {
  v1::QueryKpiTemplatesResponse response;
  for (const KpiTemplate& one : KpiTemplates()) {
    v1::KpiTemplate& shown = *response.add_templates();
    shown.set_template_id(one.id);
    shown.set_display_name(rpc::In(call.language, one.name));
    shown.set_unit(one.unit);
    shown.set_direction(static_cast<v1::Kpi::Direction>(one.direction));
    shown.set_category(static_cast<v1::Kpi::Category>(one.category));
    shown.set_relative_percent(one.relative_percent);
    shown.set_horizon_months(one.horizon_months);
  }
  return response;
}

absl::Status UnknownTemplate() {
  return status::InvalidField("template_id",
                              {"There is no such template; QueryKpiTemplates tells them.",
                               "Ce modèle n'existe pas ; QueryKpiTemplates les donne."});
}

absl::StatusOr<v1::KpiTarget> AskedTarget(const v1::CreateKpiFromTemplateRequest& request,
                                          const KpiTemplate& from) {
  if (request.has_target()) return request.target();
  if (from.relative_percent == 0) {
    return status::InvalidField("target", {"This template names no target: say how far to go.",
                                           "Ce modèle ne donne pas de cible : dites jusqu'où "
                                           "aller."});
  }
  v1::KpiTarget target;
  target.set_relative_percent(from.relative_percent);
  return target;
}

absl::StatusOr<google::type::Date> HorizonOf(const v1::CreateKpiFromTemplateRequest& request,
                                             const KpiTemplate& from) {
  if (request.has_horizon_date()) return request.horizon_date();
  if (from.horizon_months == 0) {
    return status::InvalidField("horizon_date",
                                {"This template names no horizon: say by when.",
                                 "Ce modèle ne donne pas d'horizon : dites pour quand."});
  }
  ASSIGN_OR_RETURN(const absl::CivilDay day, DayOf(request.baseline().date(), "baseline.date"));
  return DateOf(time::MonthsAfter(day, from.horizon_months));
}

absl::StatusOr<v1::CreateKpiRequest> Filled(const rpc::Call& call,
                                            const v1::CreateKpiFromTemplateRequest& request) {
  const KpiTemplate* from = FindKpiTemplate(request.template_id());
  if (from == nullptr) return UnknownTemplate();
  v1::CreateKpiRequest create;
  create.set_parent(request.parent());
  create.set_kpi_id(request.kpi_id().empty() ? from->id : request.kpi_id());
  create.set_request_id(request.request_id());
  create.set_validate_only(request.validate_only());
  v1::Kpi& kpi = *create.mutable_kpi();
  kpi.set_display_name(rpc::In(call.language, from->name));
  kpi.set_unit(from->unit);
  kpi.set_decimals(from->decimals);
  kpi.set_direction(static_cast<v1::Kpi::Direction>(from->direction));
  kpi.set_category(static_cast<v1::Kpi::Category>(from->category));
  kpi.set_owner(request.owner());
  kpi.set_source(request.source());
  *kpi.mutable_baseline() = request.baseline();
  ASSIGN_OR_RETURN(*kpi.mutable_target(), AskedTarget(request, *from));
  ASSIGN_OR_RETURN(*kpi.mutable_horizon_date(), HorizonOf(request, *from));
  return create;
}

}  // namespace

void AddTemplates(rpc::ServiceTable& table, Context&) {
  table.Unary<v1::QueryKpiTemplatesRequest, v1::QueryKpiTemplatesResponse>(
      "QueryKpiTemplates", [](const rpc::Call& call, const auto&) { return List(call); });
  // Made as any other is.
  table.Unary<v1::CreateKpiFromTemplateRequest, v1::Kpi>(
      "CreateKpiFromTemplate",
      [create = table.HandlerOf("CreateKpi")](const rpc::Call& call,
                                              const auto& request) -> absl::StatusOr<v1::Kpi> {
        ASSIGN_OR_RETURN(const v1::CreateKpiRequest filled, Filled(call, request));
        v1::Kpi kpi;
        RETURN_IF_ERROR(create(call, filled, &kpi));
        return kpi;
      });
}

}  // namespace palier::kpi
