// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/registry_view.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/rpc/method_path.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/registry/v1/catalogue_service.pb.h"
#include "palier/registry/v1/organization_service.pb.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "rollout/api/pages.h"
#include "rollout/storage/dates.h"

namespace palier::rollout {
namespace {

constexpr int kPageSize = 1000;
constexpr int kDrillPageSize = 50;
// Bounds what one planning may read.
constexpr int kMaxTeamPages = 20;

template <typename Response, typename Request>
absl::StatusOr<Response> Get(const rpc::Client& client, const rpc::Call& call,
                             absl::string_view method, const std::string& name) {
  Request request;
  request.set_name(name);
  return client.Unary<Response>(rpc::MethodPath(method, request), request,
                                rpc::CallOptions::Within(call));
}

bool IsPassedManualDrill(const registry::v1::Entry& entry) {
  return entry.has_fallback_drill() && entry.fallback_drill().passed() && entry.has_event_date() &&
         IsWholeDate(entry.event_date()) &&
         entry.fallback_drill().scenario() == registry::v1::FallbackDrill::MANUAL;
}

}  // namespace

absl::StatusOr<registry::v1::Organization> RegistryView::Organization(const rpc::Call& call) const {
  return Get<registry::v1::Organization, registry::v1::GetOrganizationRequest>(
      client_, call, "GetOrganization", absl::StrCat("organizations/", call.organization));
}

absl::StatusOr<absl::TimeZone> RegistryView::ZoneOfOrganization(const std::string& id,
                                                                absl::Time deadline) const {
  registry::v1::GetOrganizationRequest request;
  request.set_name(absl::StrCat("organizations/", id));
  rpc::CallOptions options;
  options.deadline = deadline;
  ASSIGN_OR_RETURN(const auto organization,
                   client_.Unary<registry::v1::Organization>(
                       rpc::MethodPath("GetOrganization", request), request, options));
  return ZoneOf(organization);
}

absl::StatusOr<registry::v1::Project> RegistryView::Project(const rpc::Call& call,
                                                            const std::string& name) const {
  return Get<registry::v1::Project, registry::v1::GetProjectRequest>(client_, call, "GetProject",
                                                                     name);
}

absl::Status RegistryView::CheckPerson(const rpc::Call& call, const std::string& name) const {
  return Get<registry::v1::Person, registry::v1::GetPersonRequest>(client_, call, "GetPerson", name)
      .status();
}

absl::Status RegistryView::CheckTeam(const rpc::Call& call, const std::string& name) const {
  return Get<registry::v1::Team, registry::v1::GetTeamRequest>(client_, call, "GetTeam", name)
      .status();
}

absl::StatusOr<std::vector<registry::v1::RuleResult>> RegistryView::RollOutRules(
    const rpc::Call& call, const std::string& project) const {
  registry::v1::EvaluateGateRequest request;
  request.set_name(project);
  request.set_target_stage(registry::v1::Project::ROLLOUT);
  ASSIGN_OR_RETURN(const auto gate, client_.Unary<registry::v1::EvaluateGateResponse>(
                                        rpc::MethodPath("EvaluateGate", request), request,
                                        rpc::CallOptions::Within(call)));
  return std::vector<registry::v1::RuleResult>(gate.results().begin(), gate.results().end());
}

absl::StatusOr<std::vector<registry::v1::Evidence>> RegistryView::KpiEvidence(
    const rpc::Call& call, const std::string& project) const {
  registry::v1::ListEvidenceRequest request;
  request.set_parent(project);
  request.set_filter("source = \"kpi\"");
  std::vector<registry::v1::Evidence> evidence;
  RETURN_IF_ERROR(ForEachPage<registry::v1::ListEvidenceResponse>(
      client_, "ListEvidence", request, rpc::CallOptions::Within(call),
      [&](const registry::v1::ListEvidenceResponse& page) {
        evidence.insert(evidence.end(), page.evidence().begin(), page.evidence().end());
        return true;
      }));
  return evidence;
}

absl::Status RegistryView::CheckApplication(const rpc::Call& call, const std::string& name) const {
  return Get<registry::v1::Application, registry::v1::GetApplicationRequest>(client_, call,
                                                                             "GetApplication", name)
      .status();
}

absl::StatusOr<registry::v1::CheckAuthorisationResponse> RegistryView::CheckAuthorisation(
    const rpc::Call& call, const registry::v1::CheckAuthorisationRequest& request,
    absl::Time deadline) const {
  rpc::CallOptions options = rpc::CallOptions::Within(call);
  options.deadline = std::min(options.deadline, deadline);
  return client_.Unary<registry::v1::CheckAuthorisationResponse>(
      rpc::MethodPath("CheckAuthorisation", request), request, options);
}

absl::StatusOr<std::map<std::string, registry::v1::Team>> RegistryView::Teams(
    const rpc::Call& call, const std::set<std::string>& names) const {
  std::map<std::string, registry::v1::Team> found;
  registry::v1::ListTeamsRequest request;
  request.set_parent(absl::StrCat("organizations/", call.organization));
  request.set_page_size(kPageSize);
  for (int page = 0; page < kMaxTeamPages && found.size() < names.size(); ++page) {
    ASSIGN_OR_RETURN(const auto response, client_.Unary<registry::v1::ListTeamsResponse>(
                                              rpc::MethodPath("ListTeams", request), request,
                                              rpc::CallOptions::Within(call)));
    for (const registry::v1::Team& team : response.teams()) {
      if (names.contains(team.name())) found[team.name()] = team;
    }
    if (response.next_page_token().empty()) break;
    request.set_page_token(response.next_page_token());
  }
  return found;
}

absl::StatusOr<std::optional<absl::CivilDay>> RegistryView::LastManualDrill(
    const rpc::Call& call, const std::string& project, absl::CivilDay today) const {
  registry::v1::ListEntriesRequest request;
  request.set_parent(project);
  request.set_filter(absl::StrCat("kind = \"fallback_drill\" AND event_date <= \"",
                                  absl::FormatCivilTime(today), "\""));
  // The first that counts is the last that was made.
  request.set_order_by("event_date desc");
  request.set_page_size(kDrillPageSize);
  std::optional<absl::CivilDay> last;
  RETURN_IF_ERROR(ForEachPage<registry::v1::ListEntriesResponse>(
      client_, "ListEntries", std::move(request), rpc::CallOptions::Within(call),
      [&](const registry::v1::ListEntriesResponse& page) {
        const auto drill =
            std::find_if(page.entries().begin(), page.entries().end(), IsPassedManualDrill);
        if (drill == page.entries().end()) return true;
        last = ToDay(drill->event_date());
        return false;
      }));
  return last;
}

absl::StatusOr<std::vector<registry::v1::Entry>> RegistryView::Entries(
    const rpc::Call& call, const std::string& project, absl::string_view kind) const {
  registry::v1::ListEntriesRequest request;
  request.set_parent(project);
  request.set_filter(absl::StrCat("kind = \"", kind, "\""));
  std::vector<registry::v1::Entry> entries;
  RETURN_IF_ERROR(ForEachPage<registry::v1::ListEntriesResponse>(
      client_, "ListEntries", std::move(request), rpc::CallOptions::Within(call),
      [&](const registry::v1::ListEntriesResponse& page) {
        entries.insert(entries.end(), page.entries().begin(), page.entries().end());
        return true;
      }));
  return entries;
}

absl::StatusOr<bool> RegistryView::HasMeasured(const rpc::Call& call, const std::string& project,
                                               const std::set<std::string>& kpis) const {
  if (kpis.empty()) return false;
  registry::v1::ListEvidenceRequest request;
  request.set_parent(project);
  request.set_filter("grade = REAL");
  bool measured = false;
  RETURN_IF_ERROR(ForEachPage<registry::v1::ListEvidenceResponse>(
      client_, "ListEvidence", std::move(request), rpc::CallOptions::Within(call),
      [&](const registry::v1::ListEvidenceResponse& page) {
        for (const registry::v1::Evidence& one : page.evidence()) {
          measured =
              measured || (one.kpi().measurement_count() > 0 && kpis.contains(one.subject()));
        }
        return !measured;
      }));
  return measured;
}

absl::StatusOr<absl::TimeZone> ZoneOf(const registry::v1::Organization& organization) {
  const std::string name =
      organization.time_zone().empty() ? "Europe/Paris" : organization.time_zone();
  absl::TimeZone zone;
  if (absl::LoadTimeZone(name, &zone)) return zone;
  return status::Error(absl::StatusCode::kFailedPrecondition, error::v1::PARENT_NOT_USABLE,
                       {"The time zone {time_zone} of {parent} is not known here.",
                        "Le fuseau horaire {time_zone} de {parent} n'est pas connu ici."})
      .With("parent", organization.name())
      .With("time_zone", name);
}

}  // namespace palier::rollout
