// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/conflicts.h"

#include <algorithm>

#include "common/resource/read_all.h"
#include "common/resource/rows.h"
#include "common/status/limit.h"
#include "common/status/macros.h"
#include "palier/registry/v1/assessment_service.pb.h"
#include "registry/api/context.h"
#include "registry/api/facts_of.h"

namespace palier::registry {
namespace {

using resource::Session;

constexpr int kMostProjects = 100'000;
constexpr size_t kMostConflicts = 1000;

absl::Status AddProject(const resource::Type& type, absl::string_view bytes, int& read,
                        ConflictReport& report) {
  if (++read > kMostProjects) {
    return status::LimitExceeded({"More than {limit} projects.", "Plus de {limit} projets."},
                                 "projects", kMostProjects);
  }
  v1::Project project;
  RETURN_IF_ERROR(ReadStored(type, bytes, project));
  report.Add(project);
  return absl::OkStatus();
}

absl::StatusOr<v1::ReportConflictsResponse> ReportConflicts(
    Context& context, const rpc::Call& call, const v1::ReportConflictsRequest& request) {
  v1::ReportConflictsResponse response;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    response.Clear();
    ASSIGN_OR_RETURN(const CommonFacts common,
                     CommonFactsOf(session, context.types, call.organization));
    ConflictReport report(common.settings.effective_sponsor_capacity(), common.zone);
    int read = 0;
    RETURN_IF_ERROR(session.ForEach(context.types.project, call.organization, request.parent(),
                                    [&](absl::string_view bytes) {
                                      return AddProject(context.types.project, bytes, read, report);
                                    }));
    response.set_active_project_count(report.active_count());
    const std::vector<v1::PortfolioConflict> conflicts = report.Conflicts();
    response.set_total_count(static_cast<int>(conflicts.size()));
    for (size_t i = 0; i < std::min(conflicts.size(), kMostConflicts); ++i)
      *response.add_conflicts() = conflicts[i];
    return absl::OkStatus();
  }));
  return response;
}

}  // namespace

void AddConflicts(rpc::ServiceTable& table, Context& context) {
  table.Unary<v1::ReportConflictsRequest, v1::ReportConflictsResponse>(
      "ReportConflicts", [&context](const rpc::Call& call, const auto& request) {
        return ReportConflicts(context, call, request);
      });
}

}  // namespace palier::registry
