// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/kpi_view.h"

#include "common/rpc/method_path.h"
#include "palier/kpi/v1/adoption_service.pb.h"
#include "palier/kpi/v1/survey_service.pb.h"
#include "rollout/api/dates.h"

namespace palier::rollout {
namespace {

template <typename Request>
absl::StatusOr<std::optional<kpi::v1::Adoption>> AdoptionOf(const rpc::Client& client,
                                                            absl::string_view method,
                                                            const std::string& project,
                                                            const rpc::CallOptions& options) {
  Request request;
  request.set_parent(project);
  request.set_period_count(kAdoptionPeriods);
  absl::StatusOr<kpi::v1::Adoption> adoption =
      client.Unary<kpi::v1::Adoption>(rpc::MethodPath(method, request), request, options);
  if (absl::IsNotFound(adoption.status())) return std::nullopt;
  if (!adoption.ok()) return adoption.status();
  return *std::move(adoption);
}

template <typename Response, typename Request>
absl::StatusOr<Response> Named(const rpc::Client& client, absl::string_view method,
                               const std::string& name, const rpc::CallOptions& options) {
  Request request;
  request.set_name(name);
  return client.Unary<Response>(rpc::MethodPath(method, request), request, options);
}

}  // namespace

absl::StatusOr<std::optional<kpi::v1::Adoption>> KpiView::FullAdoption(
    const rpc::Call& call, const std::string& project) const {
  return AdoptionOf<kpi::v1::QueryFullAdoptionRequest>(client_, "QueryFullAdoption", project,
                                                       rpc::CallOptions::AsService(call));
}

absl::StatusOr<std::optional<kpi::v1::Adoption>> KpiView::PublishedAdoption(
    const rpc::Call& call, const std::string& project) const {
  return AdoptionOf<kpi::v1::QueryAdoptionRequest>(client_, "QueryAdoption", project,
                                                   rpc::CallOptions::Within(call));
}

absl::StatusOr<kpi::v1::Kpi> KpiView::Kpi(const rpc::Call& call, const std::string& name) const {
  return Named<kpi::v1::Kpi, kpi::v1::GetKpiRequest>(client_, "GetKpi", name,
                                                     rpc::CallOptions::Within(call));
}

absl::StatusOr<kpi::v1::KpiStatus> KpiView::StatusOn(const rpc::Call& call, const std::string& name,
                                                     absl::CivilDay day) const {
  kpi::v1::GetKpiStatusRequest request;
  request.set_name(name);
  *request.mutable_as_of_date() = ToDate(day);
  return client_.Unary<kpi::v1::KpiStatus>(rpc::MethodPath("GetKpiStatus", request), request,
                                           rpc::CallOptions::Within(call));
}

absl::StatusOr<kpi::v1::Survey> KpiView::Survey(const rpc::Call& call,
                                                const std::string& name) const {
  return Named<kpi::v1::Survey, kpi::v1::GetSurveyRequest>(client_, "GetSurvey", name,
                                                           rpc::CallOptions::Within(call));
}

absl::StatusOr<kpi::v1::SurveyResults> KpiView::FullResults(const rpc::Call& call,
                                                            const std::string& survey) const {
  return Named<kpi::v1::SurveyResults, kpi::v1::QueryFullSurveyResultsRequest>(
      client_, "QueryFullSurveyResults", survey, rpc::CallOptions::AsService(call));
}

absl::StatusOr<kpi::v1::SurveyResults> KpiView::PublishedResults(const rpc::Call& call,
                                                                 const std::string& survey) const {
  return Named<kpi::v1::SurveyResults, kpi::v1::QuerySurveyResultsRequest>(
      client_, "QuerySurveyResults", survey, rpc::CallOptions::Within(call));
}

}  // namespace palier::rollout
