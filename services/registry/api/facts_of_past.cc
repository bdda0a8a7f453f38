// SPDX-License-Identifier: Apache-2.0
#include "registry/api/facts_of_past.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/resource/read_all.h"
#include "common/status/macros.h"
#include "palier/registry/v1/decision.pb.h"
#include "registry/api/matching.h"
#include "registry/domain/past_overruns.h"

namespace palier::registry {
namespace {

using resource::Session;

constexpr char kDelivered[] = "stage = ROLLOUT OR stage = RUN OR stage = RETIRED";
constexpr char kStopped[] = "stage = STOPPED";

absl::StatusOr<std::vector<v1::Project>> NewestOf(Session& session, const Types& types,
                                                  absl::string_view organization,
                                                  absl::string_view filter) {
  resource::ListQuery query;
  query.organization = std::string(organization);
  query.parent = absl::StrCat("organizations/", organization);
  query.filter = std::string(filter);
  query.order_by = "stage_time desc";
  query.page_size = kPastProjects;
  ASSIGN_OR_RETURN(const resource::ListPage page, session.List(types.project, query));
  std::vector<v1::Project> projects;
  for (const std::string& bytes : page.resources)
    RETURN_IF_ERROR(ReadStored(types.project, bytes, projects.emplace_back()));
  return projects;
}

absl::StatusOr<bool> WasToBeIndustrialised(Session& session, const Types& types,
                                           const v1::Project& project) {
  // Before the end of a PoC nothing is decided.
  if (!project.has_poc_end_time()) return false;
  std::vector<v1::Decision> decisions;
  RETURN_IF_ERROR(ReadAll(session, types.decision, project.name(), decisions));
  return std::any_of(decisions.begin(), decisions.end(), [](const v1::Decision& one) {
    return one.state() == v1::Decision::ADOPTED &&
           one.direction().outcome() == v1::Direction::INDUSTRIALISE;
  });
}

absl::StatusOr<Delivery> DeliveryOf(Session& session, const Types& types, v1::Project project) {
  Delivery delivery;
  if (project.stage() == v1::Project::RUN && project.has_poc_start_time()) {
    v1::ProductionPlan plan;
    ASSIGN_OR_RETURN(const bool planned, session.Find(types.production_plan,
                                                      project.name() + "/productionPlan", &plan));
    if (planned) delivery.plan = std::move(plan);
  }
  RETURN_IF_ERROR(ForEachMatching(
      session, types.entry, project.name(), "kind = \"cost_line\" OR kind = \"integration\"",
      [&](absl::string_view bytes) {
        return ReadStored(types.entry, bytes, delivery.entries.emplace_back());
      }));
  delivery.project = std::move(project);
  return delivery;
}

}  // namespace

absl::StatusOr<std::vector<v1::PastOverrun>> PastOverrunsIn(Session& session, const Types& types,
                                                            absl::string_view organization,
                                                            absl::TimeZone zone) {
  std::vector<Delivery> deliveries;
  ASSIGN_OR_RETURN(std::vector<v1::Project> delivered,
                   NewestOf(session, types, organization, kDelivered));
  for (v1::Project& project : delivered) {
    ASSIGN_OR_RETURN(deliveries.emplace_back(), DeliveryOf(session, types, std::move(project)));
  }
  ASSIGN_OR_RETURN(std::vector<v1::Project> stopped,
                   NewestOf(session, types, organization, kStopped));
  for (v1::Project& project : stopped) {
    ASSIGN_OR_RETURN(const bool counts, WasToBeIndustrialised(session, types, project));
    if (!counts) continue;
    ASSIGN_OR_RETURN(deliveries.emplace_back(), DeliveryOf(session, types, std::move(project)));
  }
  return OverrunsOf(deliveries, absl::ToCivilDay(session.now(), zone), zone);
}

}  // namespace palier::registry
