// SPDX-License-Identifier: Apache-2.0
// What the registry knows of the things that plans wait for and compete for.
#include "absl/strings/str_cat.h"
#include "common/rpc/method_path.h"
#include "common/status/macros.h"
#include "palier/registry/v1/authorisation_service.pb.h"
#include "palier/registry/v1/organization_service.pb.h"
#include "palier/registry/v1/promise_service.pb.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "rollout/api/pages.h"
#include "rollout/api/registry_view.h"

namespace palier::rollout {
namespace {

constexpr char kActive[] =
    "(stage = SCOPING OR stage = POC OR stage = POST_POC OR stage = LIMITED OR "
    "stage = INDUSTRIALISATION OR stage = ROLLOUT)";

template <typename Response, typename Request>
absl::StatusOr<Response> Ask(const rpc::Client& client, const rpc::Call& call,
                             absl::string_view method, const Request& request) {
  return client.Unary<Response>(rpc::MethodPath(method, request), request,
                                rpc::CallOptions::Within(call));
}

}  // namespace

absl::StatusOr<registry::v1::Entry> RegistryView::Entry(const rpc::Call& call,
                                                        const std::string& name) const {
  registry::v1::GetEntryRequest request;
  request.set_name(name);
  return Ask<registry::v1::Entry>(client_, call, "GetEntry", request);
}

absl::StatusOr<registry::v1::Decision> RegistryView::Decision(const rpc::Call& call,
                                                              const std::string& name) const {
  registry::v1::GetDecisionRequest request;
  request.set_name(name);
  return Ask<registry::v1::Decision>(client_, call, "GetDecision", request);
}

absl::StatusOr<std::set<std::string>> RegistryView::SponsoredProjects(
    const rpc::Call& call, const std::string& sponsor) const {
  registry::v1::ListProjectsRequest request;
  request.set_parent(absl::StrCat("organizations/", call.organization));
  request.set_filter(absl::StrCat("sponsor = \"", sponsor, "\" AND ", kActive));
  std::set<std::string> names;
  RETURN_IF_ERROR(ForEachPage<registry::v1::ListProjectsResponse>(
      client_, "ListProjects", std::move(request), rpc::CallOptions::Within(call),
      [&](const registry::v1::ListProjectsResponse& page) {
        for (const registry::v1::Project& project : page.projects()) names.insert(project.name());
        return true;
      }));
  return names;
}

absl::StatusOr<int> RegistryView::SponsorCapacity(const rpc::Call& call) const {
  registry::v1::GetOrganizationSettingsRequest request;
  request.set_name(absl::StrCat("organizations/", call.organization, "/settings"));
  ASSIGN_OR_RETURN(const auto settings, Ask<registry::v1::OrganizationSettings>(
                                            client_, call, "GetOrganizationSettings", request));
  return settings.effective_sponsor_capacity();
}

absl::StatusOr<std::string> RegistryView::WaiverInForce(const rpc::Call& call,
                                                        const std::string& project,
                                                        absl::string_view rule) const {
  registry::v1::ListWaiversRequest request;
  request.set_parent(absl::StrCat("organizations/", call.organization));
  request.set_filter(absl::StrCat("state = APPROVED AND subject = \"", project, "\""));
  std::string found;
  RETURN_IF_ERROR(ForEachPage<registry::v1::ListWaiversResponse>(
      client_, "ListWaivers", std::move(request), rpc::CallOptions::Within(call),
      [&](const registry::v1::ListWaiversResponse& page) {
        for (const registry::v1::Waiver& waiver : page.waivers()) {
          if (waiver.rule() == rule && waiver.in_force()) found = waiver.name();
        }
        return found.empty();
      }));
  return found;
}

}  // namespace palier::rollout
