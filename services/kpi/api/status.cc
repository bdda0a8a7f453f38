// SPDX-License-Identifier: Apache-2.0
#include "kpi/api/status.h"

#include "common/status/error.h"
#include "common/status/macros.h"
#include "kpi/api/assessment.h"
#include "kpi/api/context.h"
#include "kpi/api/definition.h"
#include "kpi/api/small_groups_guard.h"
#include "palier/kpi/v1/kpi_service.pb.h"

namespace palier::kpi {
namespace {

const status::Text& NotQuantified() {
  static const auto* text = new status::Text{
      "Baseline, target and horizon are not all set, so nothing can be expected.",
      "Le point de départ, la cible et l'échéance ne sont pas tous fixés : rien ne peut être "
      "attendu."};
  return *text;
}

std::string ReasonName(UnknownReason reason) {
  switch (reason) {
    case UnknownReason::kNoRecentMeasure:
      return "NO_RECENT_MEASURE";
    case UnknownReason::kBeforeBaseline:
      return "BEFORE_BASELINE";
    case UnknownReason::kNone:
      break;
  }
  return "";
}

void FillStanding(const Standing& standing, const v1::Kpi& kpi, rpc::Language language,
                  v1::KpiStatus& response) {
  const int decimals = kpi.decimals();
  response.set_status(static_cast<v1::KpiStatus::Status>(standing.status));
  response.set_reason(ReasonName(standing.reason));
  response.set_explanation(rpc::In(language, standing.text));
  response.set_expected_value(FixedDouble(standing.expected, decimals));
  response.set_target_value(FixedDouble(standing.target, decimals));
  if (standing.status != TrajectoryStatus::kUnknown) {
    response.set_gap(FixedDouble(standing.gap, decimals));
  }
}

absl::StatusOr<v1::KpiStatus> GetKpiStatus(Context& context, const rpc::Call& call,
                                           const v1::GetKpiStatusRequest& request) {
  ASSIGN_OR_RETURN(const KpiKey key, ParseKpi(request.name()));
  ASSIGN_OR_RETURN(const absl::TimeZone zone,
                   context.registry.ZoneOf(key.project.organization, call.deadline));
  const absl::CivilDay today = absl::ToCivilDay(context.store.Now(), zone);
  absl::CivilDay date = today;
  if (request.has_as_of_date()) {
    ASSIGN_OR_RETURN(date, DayOf(request.as_of_date(), "as_of_date"));
  }
  v1::Kpi kpi;
  Assessment assessment;
  RETURN_IF_ERROR(
      context.store.Read(call.deadline, [&](resource::Session& session) -> absl::Status {
        RETURN_IF_ERROR(session.Get(context.types.kpi, request.name(), &kpi));
        ASSIGN_OR_RETURN(assessment,
                         Assess(session.sql(), key.project, key.kpi, kpi, AsOfDay(date, today)));
        if (CountsFew(kpi, assessment.latest)) return CheckTellsOfNobody(call, kpi);
        return absl::OkStatus();
      }));
  v1::KpiStatus response = StatusOf(kpi, assessment, date, call.language);
  if (CountsPeople(kpi) && !SeesSmallGroups(call)) response.clear_measurement_count();
  return response;
}

}  // namespace

v1::KpiStatus StatusOf(const v1::Kpi& kpi, const Assessment& assessment, absl::CivilDay date,
                       rpc::Language language) {
  v1::KpiStatus response;
  response.set_name(kpi.name());
  *response.mutable_as_of_date() = DateOf(date);
  response.set_definition_version(kpi.definition_version());
  response.set_measurement_count(assessment.measurement_count);
  if (assessment.latest) {
    response.set_actual_value(FixedDouble(assessment.latest->value, kpi.decimals()));
    *response.mutable_actual_date() = DateOf(assessment.latest->date);
  }
  if (assessment.standing) {
    FillStanding(*assessment.standing, kpi, language, response);
  } else {
    response.set_status(v1::KpiStatus::UNKNOWN);
    response.set_reason("NOT_QUANTIFIED");
    response.set_explanation(rpc::In(language, NotQuantified()));
  }
  return response;
}

void AddStatus(rpc::ServiceTable& table, Context& context) {
  table.Unary<v1::GetKpiStatusRequest, v1::KpiStatus>(
      "GetKpiStatus", [&context](const rpc::Call& call, const auto& request) {
        return GetKpiStatus(context, call, request);
      });
}

}  // namespace palier::kpi
