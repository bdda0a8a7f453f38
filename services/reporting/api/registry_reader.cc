// SPDX-License-Identifier: Apache-2.0
#include "reporting/api/registry_reader.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "common/status/limit.h"
#include "common/status/macros.h"
#include "palier/registry/v1/assessment_service.pb.h"
#include "palier/registry/v1/organization_service.pb.h"
#include "palier/registry/v1/promise_service.pb.h"
#include "palier/registry/v1/registry_service.pb.h"

namespace palier::reporting {
namespace {

namespace v1 = registry::v1;

constexpr int kPageSize = 1000;
constexpr int kAssessmentPageSize = 500;

rpc::CallOptions OptionsFor(const rpc::Call& call) {
  // A service on its own account acts for nobody; on behalf of itself it would lose its role.
  const bool for_itself = call.caller.is_service() && call.caller.on_behalf_of.empty();
  return for_itself ? rpc::CallOptions::AsService(call) : rpc::CallOptions::Within(call);
}

// A status without a reason was made by gRPC itself: nobody answered.
bool IsUnreachable(const absl::Status& status) {
  return status.code() == absl::StatusCode::kUnavailable &&
         status::ReasonOf(status) == error::v1::ERROR_REASON_UNSPECIFIED;
}

// Too large for one message, which no service of ours says by itself.
bool IsTooLarge(const absl::Status& status) {
  return status.code() == absl::StatusCode::kResourceExhausted &&
         status::ReasonOf(status) == error::v1::ERROR_REASON_UNSPECIFIED;
}

absl::Status Unreachable() {
  return status::Error(absl::StatusCode::kUnavailable, error::v1::PEER_UNAVAILABLE,
                       {"The service {service} does not answer. Try again later.",
                        "Le service {service} ne répond pas. Réessayez plus tard."})
      .With("service", "registry");
}

absl::Status TooManyProjects() {
  return status::LimitExceeded(
      {"A report covers at most {limit} projects.", "Un rapport couvre au plus {limit} projets."},
      "projects", kMaxProjects);
}

}  // namespace

RegistryReader::RegistryReader(const rpc::Client& registry, const rpc::Call& call,
                               std::string organization)
    : registry_(registry), options_(OptionsFor(call)), organization_(std::move(organization)) {}

template <typename Response>
absl::StatusOr<Response> RegistryReader::Ask(absl::string_view method,
                                             const google::protobuf::Message& request) const {
  absl::StatusOr<Response> response =
      registry_.Unary<Response>(absl::StrCat("palier.registry.v1.", method), request, options_);
  if (IsUnreachable(response.status())) return Unreachable();
  return response;
}

absl::StatusOr<absl::TimeZone> RegistryReader::TimeZone() const {
  v1::GetOrganizationRequest request;
  request.set_name(organization_);
  ASSIGN_OR_RETURN(const v1::Organization organization,
                   Ask<v1::Organization>("OrganizationService/GetOrganization", request));
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(organization.time_zone(), &zone)) {
    return status::Internal(
        absl::StrCat(organization_, " has an unknown time zone: ", organization.time_zone()));
  }
  return zone;
}

absl::StatusOr<int> RegistryReader::PurgatoryDays() const {
  v1::GetOrganizationSettingsRequest request;
  request.set_name(absl::StrCat(organization_, "/settings"));
  ASSIGN_OR_RETURN(
      const auto settings,
      Ask<v1::OrganizationSettings>("OrganizationService/GetOrganizationSettings", request));
  return settings.effective_purgatory_days();
}

absl::StatusOr<int64_t> RegistryReader::Cursor() const {
  v1::ListProjectsRequest request;
  request.set_parent(organization_);
  request.set_page_size(1);
  ASSIGN_OR_RETURN(const auto page,
                   Ask<v1::ListProjectsResponse>("RegistryService/ListProjects", request));
  return page.cursor();
}

absl::StatusOr<std::vector<ProjectFacts>> RegistryReader::Projects(
    const absl::TimeZone& zone) const {
  std::vector<ProjectFacts> projects;
  v1::ListProjectsRequest request;
  request.set_parent(organization_);
  request.set_page_size(kPageSize);
  while (true) {
    const auto page = Ask<v1::ListProjectsResponse>("RegistryService/ListProjects", request);
    if (IsTooLarge(page.status()) && request.page_size() > 1) {
      request.set_page_size(request.page_size() / 2);
      continue;
    }
    RETURN_IF_ERROR(page.status());
    for (const v1::Project& project : page->projects()) projects.push_back(ToFacts(project, zone));
    if (projects.size() > kMaxProjects) return TooManyProjects();
    request.set_page_token(page->next_page_token());
    if (page->next_page_token().empty()) return projects;
  }
}

absl::StatusOr<absl::flat_hash_map<std::string, v1::Assessment>> RegistryReader::Assessments()
    const {
  absl::flat_hash_map<std::string, v1::Assessment> assessments;
  v1::ListAssessmentsRequest request;
  request.set_parent(organization_);
  request.set_page_size(kAssessmentPageSize);
  request.set_filter("stage = IDEA OR stage = POC OR stage = POST_POC OR stage = LIMITED");
  do {
    ASSIGN_OR_RETURN(
        auto page, Ask<v1::ListAssessmentsResponse>("AssessmentService/ListAssessments", request));
    for (v1::Assessment& assessment : *page.mutable_assessments()) {
      std::string project = assessment.project();
      assessments[std::move(project)] = std::move(assessment);
    }
    if (assessments.size() > kMaxProjects) return TooManyProjects();
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return assessments;
}

absl::StatusOr<v1::BusinessCase> RegistryReader::Case(const std::string& name) const {
  v1::GetBusinessCaseRequest request;
  request.set_name(name);
  return Ask<v1::BusinessCase>("PromiseService/GetBusinessCase", request);
}

}  // namespace palier::reporting
