// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/project_standing.h"

#include "absl/strings/str_cat.h"
#include "common/resource/rows.h"
#include "common/resource/type.h"
#include "common/rpc/method_path.h"
#include "common/status/macros.h"
#include "palier/registry/v1/organization_service.pb.h"
#include "palier/registry/v1/promise_service.pb.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "rollout/api/registry_view.h"
#include "rollout/storage/dates.h"

namespace palier::rollout {
namespace {

using registry::v1::Decision;
using registry::v1::Direction;
using registry::v1::Project;

constexpr int kPageSize = 1000;

template <typename Response, typename Request>
absl::StatusOr<Response> Ask(const rpc::Client& registry, absl::string_view method,
                             const Request& request, const rpc::CallOptions& options) {
  return registry.Unary<Response>(rpc::MethodPath(method, request), request, options);
}

// The frame that was adopted last; a project that is LIMITED has one, unless it came from a
// register.
absl::StatusOr<std::optional<registry::v1::LimitedFrame>> ReadFrame(
    const rpc::Client& registry, const std::string& project, const rpc::CallOptions& options) {
  registry::v1::ListDecisionsRequest request;
  request.set_parent(project);
  request.set_page_size(kPageSize);
  request.set_filter("state = ADOPTED");
  ASSIGN_OR_RETURN(const auto answer, Ask<registry::v1::ListDecisionsResponse>(
                                          registry, "ListDecisions", request, options));
  const Decision* last = nullptr;
  for (const Decision& decision : answer.decisions()) {
    if (decision.direction().outcome() != Direction::LIMIT) continue;
    const bool newer = last == nullptr || resource::StandardTime(decision, "close_time") >
                                              resource::StandardTime(*last, "close_time");
    if (newer) last = &decision;
  }
  if (last == nullptr) return std::nullopt;
  return last->direction().frame();
}

v1::AccessFrame FrameOf(const registry::v1::LimitedFrame& limited, absl::TimeZone zone) {
  v1::AccessFrame frame;
  *frame.mutable_teams() = limited.population().teams();
  *frame.mutable_data_classes() = limited.data_classes();
  frame.set_volume_cap(limited.volume_cap());
  // The last day counts whole.
  if (IsWholeDate(limited.end_date())) {
    resource::SetStandardTime(frame, "end_time",
                              absl::FromCivil(ToDay(limited.end_date()) + 1, zone));
  }
  return frame;
}

}  // namespace

absl::StatusOr<v1::ProjectStanding> ReadStanding(const rpc::Client& registry,
                                                 const std::string& name,
                                                 const rpc::CallOptions& options) {
  v1::ProjectStanding standing;
  standing.set_project(name);
  registry::v1::GetOrganizationRequest of_organization;
  of_organization.set_name(absl::StrCat("organizations/", resource::OrganizationOf(name)));
  ASSIGN_OR_RETURN(
      const auto organization,
      Ask<registry::v1::Organization>(registry, "GetOrganization", of_organization, options));
  ASSIGN_OR_RETURN(const absl::TimeZone zone, ZoneOf(organization));
  standing.set_time_zone(zone.name());
  registry::v1::GetProjectRequest request;
  request.set_name(name);
  const absl::StatusOr<Project> project = Ask<Project>(registry, "GetProject", request, options);
  if (!project.ok() && !absl::IsNotFound(project.status())) return project.status();
  standing.set_ended(!project.ok() || project->has_delete_time() ||
                     project->stage() == Project::STOPPED || project->stage() == Project::RETIRED);
  if (!project.ok()) return standing;
  *standing.mutable_applications() = project->applications();
  standing.set_manual_way(project->fallback_promise());
  if (project->stage() != Project::LIMITED) return standing;
  ASSIGN_OR_RETURN(const auto limited, ReadFrame(registry, name, options));
  if (limited) *standing.mutable_frame() = FrameOf(*limited, zone);
  return standing;
}

}  // namespace palier::rollout
