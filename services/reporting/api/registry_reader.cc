// SPDX-License-Identifier: Apache-2.0
#include "reporting/api/registry_reader.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/limit.h"
#include "common/status/macros.h"
#include "palier/registry/v1/assessment_service.pb.h"
#include "palier/registry/v1/organization_service.pb.h"
#include "palier/registry/v1/promise_service.pb.h"
#include "palier/registry/v1/registry_service.pb.h"

namespace palier::reporting {
namespace {

constexpr int kAssessmentPageSize = 500;
constexpr int kEntryPageSize = 1000;

absl::Status TooManyProjects() {
  return status::LimitExceeded(
      {"A report covers at most {limit} projects.", "Un rapport couvre au plus {limit} projets."},
      "projects", kMaxProjects);
}

}  // namespace

RegistryReader::RegistryReader(const rpc::Client& registry, const rpc::Call& call,
                               std::string organization)
    : registry_(registry, call, PeerClient::Account::kCaller),
      organization_(std::move(organization)) {}

absl::StatusOr<int> RegistryReader::PurgatoryDays() const {
  registry::v1::GetOrganizationSettingsRequest request;
  request.set_name(absl::StrCat(organization_, "/settings"));
  ASSIGN_OR_RETURN(const auto settings, registry_.Ask<registry::v1::OrganizationSettings>(
                                            "GetOrganizationSettings", request));
  return settings.effective_purgatory_days();
}

absl::StatusOr<absl::flat_hash_map<std::string, registry::v1::Assessment>>
RegistryReader::Assessments() const {
  absl::flat_hash_map<std::string, registry::v1::Assessment> assessments;
  registry::v1::ListAssessmentsRequest request;
  request.set_parent(organization_);
  request.set_filter("stage = IDEA OR stage = POC OR stage = POST_POC OR stage = LIMITED");
  RETURN_IF_ERROR(registry_.ForEachPage<registry::v1::ListAssessmentsResponse>(
      "ListAssessments", request, kAssessmentPageSize,
      [&](registry::v1::ListAssessmentsResponse& page) -> absl::Status {
        for (registry::v1::Assessment& assessment : *page.mutable_assessments()) {
          std::string project = assessment.project();
          assessments[std::move(project)] = std::move(assessment);
        }
        return assessments.size() > kMaxProjects ? TooManyProjects() : absl::OkStatus();
      }));
  return assessments;
}

absl::StatusOr<money::Sums> RegistryReader::OpenDebts(const std::string& project) const {
  money::Sums debts;
  registry::v1::ListEntriesRequest request;
  request.set_parent(project);
  request.set_filter("kind = \"debt\"");
  RETURN_IF_ERROR(registry_.ForEachPage<registry::v1::ListEntriesResponse>(
      "ListEntries", request, kEntryPageSize,
      [&debts](const registry::v1::ListEntriesResponse& page) -> absl::Status {
        for (const registry::v1::Entry& entry : page.entries())
          if (!entry.debt().removed()) debts.Add(entry.debt().cost());
        return absl::OkStatus();
      }));
  return debts;
}

absl::StatusOr<registry::v1::BusinessCase> RegistryReader::Case(const std::string& name) const {
  registry::v1::GetBusinessCaseRequest request;
  request.set_name(name);
  return registry_.Ask<registry::v1::BusinessCase>("GetBusinessCase", request);
}

}  // namespace palier::reporting
