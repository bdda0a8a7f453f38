// SPDX-License-Identifier: Apache-2.0
#include "kpi/api/registry_view.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "common/time/proto_time.h"
#include "kpi/api/context.h"
#include "palier/registry/v1/organization_service.pb.h"
#include "palier/registry/v1/registry_service.pb.h"

namespace palier::kpi {

absl::Status RegistryView::CheckProject(const rpc::Call& call, const std::string& project) const {
  registry::v1::GetProjectRequest request;
  request.set_name(project);
  const auto found = registry_.Unary<registry::v1::Project>(
      "palier.registry.v1.RegistryService/GetProject", request, rpc::CallOptions::Within(call));
  if (found.ok() && !found->has_delete_time()) return absl::OkStatus();
  const absl::StatusCode code = found.status().code();
  if (!found.ok() && code != absl::StatusCode::kNotFound &&
      code != absl::StatusCode::kPermissionDenied) {
    return found.status();
  }
  return status::Error(absl::StatusCode::kFailedPrecondition, error::v1::PARENT_NOT_USABLE,
                       {"There is no project {parent}, or it is deleted.",
                        "Le projet {parent} n'existe pas, ou il est supprimé."})
      .With("parent", project);
}

absl::StatusOr<absl::TimeZone> RegistryView::ZoneOf(const std::string& organization,
                                                    absl::Time deadline) {
  std::optional<absl::TimeZone> last;
  {
    absl::MutexLock lock(&mutex_);
    if (const auto found = zones_.find(organization); found != zones_.end()) {
      if (found->second.until > Clock::now()) return found->second.zone;
      last = found->second.zone;
    }
  }
  registry::v1::GetOrganizationRequest request;
  request.set_name(absl::StrCat("organizations/", organization));
  rpc::CallOptions options;
  options.deadline = deadline;
  const auto found = registry_.Unary<registry::v1::Organization>(
      "palier.registry.v1.OrganizationService/GetOrganization", request, options);
  if (!found.ok() && last) return *last;
  RETURN_IF_ERROR(found.status());
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(found->time_zone(), &zone)) zone = absl::UTCTimeZone();
  absl::MutexLock lock(&mutex_);
  zones_[organization] = {zone, Clock::now() + kLife};
  return zone;
}

ProjectStage StageIn(const registry::v1::Project& project) {
  using P = registry::v1::Project;
  ProjectStage stage;
  stage.in_production = project.stage() == P::LIMITED || project.stage() == P::INDUSTRIALISATION ||
                        project.stage() == P::ROLLOUT || project.stage() == P::RUN;
  if (project.has_stage_time()) stage.since = time::TimeOf(project.stage_time());
  return stage;
}

absl::StatusOr<ProjectStage> RegistryView::StageOf(const std::string& project,
                                                   absl::Time deadline) const {
  using P = registry::v1::Project;
  registry::v1::GetProjectRequest request;
  request.set_name(project);
  rpc::CallOptions options;
  options.deadline = deadline;
  ASSIGN_OR_RETURN(
      const P found,
      registry_.Unary<P>("palier.registry.v1.RegistryService/GetProject", request, options));
  return StageIn(found);
}

absl::StatusOr<std::vector<TeamPlace>> RegistryView::TeamsOf(const std::string& organization,
                                                             absl::Time deadline) const {
  std::vector<TeamPlace> teams;
  registry::v1::ListTeamsRequest request;
  request.set_parent(absl::StrCat("organizations/", organization));
  request.set_page_size(1000);
  rpc::CallOptions options;
  options.deadline = deadline;
  do {
    ASSIGN_OR_RETURN(const auto page,
                     registry_.Unary<registry::v1::ListTeamsResponse>(
                         "palier.registry.v1.OrganizationService/ListTeams", request, options));
    for (const registry::v1::Team& team : page.teams()) {
      teams.push_back({team.name(), team.department(), team.headcount()});
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return teams;
}

absl::StatusOr<std::vector<KnownAs>> RegistryView::LeadersOf(const std::string& organization,
                                                             absl::Time deadline) const {
  std::vector<KnownAs> leaders;
  registry::v1::ListPeopleRequest request;
  request.set_parent(absl::StrCat("organizations/", organization));
  request.set_page_size(1000);
  request.set_filter("executive_committee = true");
  rpc::CallOptions options;
  options.deadline = deadline;
  do {
    ASSIGN_OR_RETURN(const auto page,
                     registry_.Unary<registry::v1::ListPeopleResponse>(
                         "palier.registry.v1.OrganizationService/ListPeople", request, options));
    for (const registry::v1::Person& person : page.people()) {
      KnownAs& names = leaders.emplace_back();
      const std::string id = LastIdOf(person.name());
      for (const std::string& name : {person.principal(), person.email(), person.name(), id}) {
        if (!name.empty()) names.push_back(name);
      }
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return leaders;
}

}  // namespace palier::kpi
