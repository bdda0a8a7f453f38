// SPDX-License-Identifier: Apache-2.0
#include "registry/api/landscape_showcases.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "common/resource/read_all.h"
#include "common/resource/rows.h"
#include "common/status/macros.h"
#include "palier/registry/v1/entry.pb.h"
#include "palier/registry/v1/landscape.pb.h"
#include "registry/api/matching.h"
#include "registry/domain/landscape/amounts.h"
#include "registry/domain/landscape/showcases.h"

namespace palier::registry {
namespace {

using google::protobuf::RepeatedPtrField;
using resource::Session;

void Show(const landscape::Amounts& amounts, RepeatedPtrField<google::type::Money>& out) {
  for (const google::type::Money& amount : amounts.all()) *out.Add() = amount;
}

// Costs of a project's dossier.
struct Costs {
  landscape::Amounts single, monthly;
};

// The showcases of an organisation, and what each costs.
class ShowcaseReport {
 public:
  ShowcaseReport(Session& session, const Types& types, const std::string& organization)
      : session_(session), types_(types), organization_(organization) {}

  absl::StatusOr<v1::ReportShowcasesResponse> Run() {
    RETURN_IF_ERROR(LoadObjectives());
    RETURN_IF_ERROR(LoadProjects());
    RETURN_IF_ERROR(LoadCosts());
    Costs all;
    for (v1::Showcase& showcase : *response_.mutable_showcases()) {
      const Costs& costs = costs_[showcase.project()];
      Show(costs.single, *showcase.mutable_single_costs());
      Show(costs.monthly, *showcase.mutable_monthly_costs());
      all.single.Add(costs.single);
      all.monthly.Add(costs.monthly);
    }
    Show(all.single, *response_.mutable_single_costs());
    Show(all.monthly, *response_.mutable_monthly_costs());
    return std::move(response_);
  }

 private:
  absl::Status LoadObjectives() {
    return session_.ForEach(types_.objective, resource::OrganizationOf(organization_),
                            organization_, [&](absl::string_view bytes) -> absl::Status {
                              v1::Objective objective;
                              RETURN_IF_ERROR(ReadStored(types_.objective, bytes, objective));
                              objectives_.insert(objective.name());
                              return absl::OkStatus();
                            });
  }

  absl::Status LoadProjects() {
    int alive = 0;
    RETURN_IF_ERROR(session_.ForEach(types_.project, resource::OrganizationOf(organization_),
                                     organization_, [&](absl::string_view bytes) -> absl::Status {
                                       v1::Project project;
                                       RETURN_IF_ERROR(ReadStored(types_.project, bytes, project));
                                       alive += landscape::InitiativeOf(project).alive();
                                       if (landscape::IsShowcase(project, objectives_))
                                         AddShowcase(project);
                                       if (response_.showcases_size() > landscape::kMostNodes)
                                         return landscape::TooManyNodes();
                                       return absl::OkStatus();
                                     }));
    response_.set_projects(alive);
    return absl::OkStatus();
  }

  void AddShowcase(const v1::Project& project) {
    v1::Showcase& showcase = *response_.add_showcases();
    showcase.set_project(project.name());
    showcase.set_display_name(project.display_name());
    showcase.set_stage(project.stage());
    showcase.set_owner(project.owner());
    if (project.has_poc_budget()) *showcase.mutable_poc_budget() = project.poc_budget();
    if (project.has_production_budget())
      *showcase.mutable_production_budget() = project.production_budget();
    costs_.try_emplace(project.name());
  }

  absl::Status LoadCosts() {
    return ForEachMatching(
        session_, types_.entry, absl::StrCat(organization_, "/projects/-"), "kind = \"cost_line\"",
        [&](absl::string_view bytes) -> absl::Status {
          v1::Entry entry;
          RETURN_IF_ERROR(ReadStored(types_.entry, bytes, entry));
          const auto costs = costs_.find(resource::ParentOf(entry.name()));
          if (costs == costs_.end()) return absl::OkStatus();
          const v1::CostLine& line = entry.cost_line();
          (line.monthly() ? costs->second.monthly : costs->second.single).Add(line.amount());
          return absl::OkStatus();
        });
  }

  Session& session_;
  const Types& types_;
  const std::string& organization_;
  absl::flat_hash_set<std::string> objectives_;
  absl::flat_hash_map<std::string, Costs> costs_;
  v1::ReportShowcasesResponse response_;
};

}  // namespace

absl::StatusOr<v1::ReportShowcasesResponse> ShowcasesOf(Session& session, const Types& types,
                                                        const std::string& organization) {
  return ShowcaseReport(session, types, organization).Run();
}

}  // namespace palier::registry
