// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/kpi_view.h"

#include "common/rpc/method_path.h"
#include "palier/kpi/v1/adoption_service.pb.h"
#include "palier/kpi/v1/kpi_service.pb.h"
#include "palier/kpi/v1/survey_service.pb.h"
#include "rollout/api/pages.h"
#include "rollout/storage/dates.h"

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

rpc::CallOptions OptionsFor(const rpc::Call& call, KpiView::Account account) {
  return account == KpiView::Account::kService ? rpc::CallOptions::AsService(call)
                                               : rpc::CallOptions::Within(call);
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

absl::StatusOr<std::set<std::string>> KpiView::RealUserKpis(const rpc::Call& call,
                                                            const std::string& project) const {
  kpi::v1::ListKpisRequest request;
  request.set_parent(project);
  request.set_filter("aggregation = DISTINCT_USERS");
  std::set<std::string> names;
  RETURN_IF_ERROR(ForEachPage<kpi::v1::ListKpisResponse>(
      client_, "ListKpis", std::move(request), rpc::CallOptions::Within(call),
      [&](const kpi::v1::ListKpisResponse& page) {
        for (const kpi::v1::Kpi& kpi : page.kpis()) {
          if (kpi.evidence_grade() == kpi::v1::Kpi::REAL) names.insert(kpi.name());
        }
        return true;
      }));
  return names;
}

absl::StatusOr<std::vector<kpi::v1::Survey>> KpiView::Surveys(const rpc::Call& call,
                                                              const std::string& project,
                                                              Account account) const {
  kpi::v1::ListSurveysRequest request;
  request.set_parent(project);
  std::vector<kpi::v1::Survey> surveys;
  RETURN_IF_ERROR(ForEachPage<kpi::v1::ListSurveysResponse>(
      client_, "ListSurveys", std::move(request), OptionsFor(call, account),
      [&](const kpi::v1::ListSurveysResponse& page) {
        surveys.insert(surveys.end(), page.surveys().begin(), page.surveys().end());
        return true;
      }));
  return surveys;
}

absl::StatusOr<std::vector<kpi::v1::SurveyFeedback>> KpiView::Feedback(const rpc::Call& call,
                                                                       const std::string& survey,
                                                                       Account account) const {
  kpi::v1::ListSurveyFeedbackRequest request;
  request.set_parent(survey);
  std::vector<kpi::v1::SurveyFeedback> feedback;
  RETURN_IF_ERROR(ForEachPage<kpi::v1::ListSurveyFeedbackResponse>(
      client_, "ListSurveyFeedback", std::move(request), OptionsFor(call, account),
      [&](const kpi::v1::ListSurveyFeedbackResponse& page) {
        feedback.insert(feedback.end(), page.feedback().begin(), page.feedback().end());
        return true;
      }));
  return feedback;
}

}  // namespace palier::rollout
