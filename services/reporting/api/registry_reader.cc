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

// Unset while the rules cannot tell.
std::optional<bool> ValueProven(const v1::Assessment& assessment) {
  for (const v1::RuleGroup& outcome : assessment.outcomes()) {
    if (outcome.group() != "VALUE_PROVEN") continue;
    if (outcome.verdict() == v1::RuleResult::MET) return true;
    if (outcome.verdict() == v1::RuleResult::UNMET) return false;
  }
  return std::nullopt;
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

absl::Status RegistryReader::ForEachAssessment(
    const std::string& filter, const std::function<void(v1::Assessment&&)>& see) const {
  v1::ListAssessmentsRequest request;
  request.set_parent(organization_);
  request.set_page_size(kAssessmentPageSize);
  request.set_filter(filter);
  int seen = 0;
  do {
    ASSIGN_OR_RETURN(
        auto page, Ask<v1::ListAssessmentsResponse>("AssessmentService/ListAssessments", request));
    seen += page.assessments_size();
    if (seen > kMaxProjects) return TooManyProjects();
    for (v1::Assessment& assessment : *page.mutable_assessments()) see(std::move(assessment));
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

absl::StatusOr<absl::flat_hash_map<std::string, v1::Assessment>> RegistryReader::Assessments()
    const {
  absl::flat_hash_map<std::string, v1::Assessment> assessments;
  RETURN_IF_ERROR(
      ForEachAssessment("stage = IDEA OR stage = POC OR stage = POST_POC OR stage = LIMITED",
                        [&](v1::Assessment&& assessment) {
                          std::string project = assessment.project();
                          assessments[std::move(project)] = std::move(assessment);
                        }));
  return assessments;
}

absl::StatusOr<Judgements> RegistryReader::PostPocJudgements() const {
  Judgements judgements;
  RETURN_IF_ERROR(ForEachAssessment(
      "stage = POST_POC OR stage = LIMITED OR stage = INDUSTRIALISATION OR stage = ROLLOUT OR "
      "stage = RUN",
      [&](v1::Assessment&& assessment) {
        Judgement& judgement = judgements[assessment.project()];
        judgement.in_purgatory = assessment.purgatory().state() == v1::Purgatory::IN_PURGATORY;
        judgement.zombie = assessment.zombie();
        judgement.value_proven = ValueProven(assessment);
      }));
  v1::ListEntriesRequest request;
  request.set_parent(absl::StrCat(organization_, "/projects/-"));
  request.set_filter("kind = \"healthy_stop\"");
  request.set_page_size(kPageSize);
  do {
    ASSIGN_OR_RETURN(const auto page,
                     Ask<v1::ListEntriesResponse>("RegistryService/ListEntries", request));
    for (const v1::Entry& entry : page.entries())
      judgements[entry.name().substr(0, entry.name().rfind("/entries/"))].healthy_stop = true;
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return judgements;
}

absl::StatusOr<v1::BusinessCase> RegistryReader::Case(const std::string& name) const {
  v1::GetBusinessCaseRequest request;
  request.set_name(name);
  return Ask<v1::BusinessCase>("PromiseService/GetBusinessCase", request);
}

}  // namespace palier::reporting
