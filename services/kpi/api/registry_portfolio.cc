// SPDX-License-Identifier: Apache-2.0
// What the registry says of all projects of an organisation.
#include "absl/strings/str_cat.h"
#include "common/money/money.h"
#include "common/resource/rows.h"
#include "common/status/error.h"
#include "common/status/limit.h"
#include "common/status/macros.h"
#include "kpi/api/registry_view.h"
#include "palier/registry/v1/catalogue_service.pb.h"
#include "palier/registry/v1/landscape_service.pb.h"
#include "palier/registry/v1/registry_service.pb.h"

namespace palier::kpi {
namespace {

constexpr int kPage = 1000;
constexpr int64_t kMaxCostLines = 100'000;

rpc::CallOptions Until(absl::Time deadline) {
  rpc::CallOptions options;
  options.deadline = deadline;
  return options;
}

PortfolioProject Seen(const registry::v1::Project& project) {
  return {project.name(),
          project.display_name(),
          project.department(),
          {project.applications().begin(), project.applications().end()},
          StageIn(project)};
}

}  // namespace

absl::StatusOr<std::vector<PortfolioProject>> RegistryView::ProjectsOf(
    const std::string& organization, const std::string& filter, size_t limit,
    absl::Time deadline) const {
  std::vector<PortfolioProject> projects;
  registry::v1::ListProjectsRequest request;
  request.set_parent(absl::StrCat("organizations/", organization));
  request.set_page_size(kPage);
  request.set_filter(filter);
  do {
    ASSIGN_OR_RETURN(const auto page, registry_.Unary<registry::v1::ListProjectsResponse>(
                                          "palier.registry.v1.RegistryService/ListProjects",
                                          request, Until(deadline)));
    for (const registry::v1::Project& project : page.projects()) projects.push_back(Seen(project));
    if (projects.size() > limit) {
      return status::LimitExceeded(
          {"There are more than {limit} projects. Ask for some of them with a filter.",
           "Il y a plus de {limit} projets. Demandez-en une partie avec un filtre."},
          "projects", limit);
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return projects;
}

absl::StatusOr<PortfolioProject> RegistryView::ProjectOf(const std::string& project,
                                                         absl::Time deadline) const {
  registry::v1::GetProjectRequest request;
  request.set_name(project);
  ASSIGN_OR_RETURN(const auto found,
                   registry_.Unary<registry::v1::Project>(
                       "palier.registry.v1.RegistryService/GetProject", request, Until(deadline)));
  return Seen(found);
}

absl::StatusOr<std::map<std::string, Amounts>> RegistryView::SingleCostsOf(
    const std::string& projects, absl::Time deadline) const {
  std::map<std::string, Amounts> costs;
  int64_t lines = 0;
  registry::v1::ListEntriesRequest request;
  request.set_parent(projects);
  request.set_page_size(kPage);
  request.set_filter("kind = \"cost_line\"");
  do {
    ASSIGN_OR_RETURN(const auto page, registry_.Unary<registry::v1::ListEntriesResponse>(
                                          "palier.registry.v1.RegistryService/ListEntries", request,
                                          Until(deadline)));
    for (const registry::v1::Entry& entry : page.entries()) {
      if (entry.cost_line().monthly()) continue;
      const google::type::Money& amount = entry.cost_line().amount();
      costs[resource::ParentOf(entry.name())][amount.currency_code()] += money::NanosOf(amount);
    }
    lines += page.entries_size();
    if (lines > kMaxCostLines) {
      return status::LimitExceeded({"The dossiers have more than {limit} cost lines.",
                                    "Les dossiers ont plus de {limit} lignes de coûts."},
                                   "cost lines", kMaxCostLines);
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return costs;
}

absl::StatusOr<RegistryView::Synergies> RegistryView::SynergiesOf(const std::string& organization,
                                                                  const std::string& filter,
                                                                  size_t limit,
                                                                  absl::Time deadline) const {
  Synergies synergies;
  registry::v1::ListSynergiesRequest request;
  request.set_parent(absl::StrCat("organizations/", organization));
  request.set_page_size(kPage);
  request.set_filter(filter);
  do {
    ASSIGN_OR_RETURN(const auto page, registry_.Unary<registry::v1::ListSynergiesResponse>(
                                          "palier.registry.v1.LandscapeService/ListSynergies",
                                          request, Until(deadline)));
    for (const registry::v1::Synergy& synergy : page.synergies()) {
      if (synergy.kpi().empty()) {
        ++synergies.unmeasured;
      } else {
        synergies.measured.push_back(synergy);
      }
    }
    if (synergies.measured.size() > limit) {
      return status::LimitExceeded(
          {"More than {limit} synergies name a KPI. Ask for some of them with a filter.",
           "Plus de {limit} synergies nomment un KPI. Demandez-en une partie avec un "
           "filtre."},
          "synergies", limit);
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return synergies;
}

absl::Status RegistryView::CheckApplication(const std::string& application,
                                            absl::Time deadline) const {
  registry::v1::GetApplicationRequest request;
  request.set_name(application);
  return registry_
      .Unary<registry::v1::Application>("palier.registry.v1.CatalogueService/GetApplication",
                                        request, Until(deadline))
      .status();
}

}  // namespace palier::kpi
