// SPDX-License-Identifier: Apache-2.0
#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "palier/registry/v1/assessment_service.pb.h"
#include "registry/testing/ready_facts.h"
#include "tests/bench/registry_benches.h"

namespace palier::bench {
namespace {

constexpr int kPage = 1000;

class Portfolio : public RegistryBench {
 public:
  Portfolio(int projects, int entries) : projects_(projects), entries_(entries) {}

  absl::Status Prepare(RegistrySeed& seed) override {
    return SeedFewAndMany(seed, projects_, entries_);
  }

  absl::Status Measure(const Servers& servers) override {
    const auto client = Caller(servers);
    // The first pass fills what stays: statements, pages of the store.
    RETURN_IF_ERROR(SecondsOf(*client, servers, "few", projects_ / 10).status());
    ASSIGN_OR_RETURN(const double few, SecondsOf(*client, servers, "few", projects_ / 10));
    ASSIGN_OR_RETURN(const double many, SecondsOf(*client, servers, "many", projects_));
    Tell("ListAssessments, entries of each project", entries_, "");
    Tell(absl::StrCat("ListAssessments of ", projects_ / 10, " projects, CPU"), few, "s");
    Tell(absl::StrCat("ListAssessments of ", projects_, " projects, CPU"), many, "s", "< 5");
    Tell("ListAssessments, CPU of a project among many over among few", many / few / 10, "x",
         "<= 1.2");
    return absl::OkStatus();
  }

 private:
  // One organisation, page by page.
  static absl::StatusOr<double> SecondsOf(const rpc::Client& client, const Servers& servers,
                                          const std::string& organization, int count) {
    registry::v1::ListAssessmentsRequest request;
    request.set_parent("organizations/" + organization);
    request.set_page_size(kPage);
    int seen = 0;
    ASSIGN_OR_RETURN(const absl::Duration used, CpuOf(servers, [&]() -> absl::Status {
                       do {
                         ASSIGN_OR_RETURN(
                             const auto page,
                             client.Unary<registry::v1::ListAssessmentsResponse>(
                                 "palier.registry.v1.AssessmentService/ListAssessments", request));
                         seen += page.assessments_size();
                         request.set_page_token(page.next_page_token());
                       } while (!request.page_token().empty());
                       return absl::OkStatus();
                     }));
    if (seen != count) return absl::InternalError(absl::StrCat(seen, " assessments of ", count));
    return absl::ToDoubleSeconds(used);
  }

  const int projects_, entries_;
};

}  // namespace

absl::Status SeedFewAndMany(RegistrySeed& seed, int projects, int entries) {
  const registry::Facts facts = registry::ReadyFacts(registry::v1::Project::POC);
  std::vector<registry::v1::Entry> dossier = facts.entries;
  dossier.resize(static_cast<size_t>(entries), dossier.front());
  registry::v1::Project project = facts.project;
  project.clear_seal();
  for (const auto& [organization, count] : {std::pair("few", projects / 10), {"many", projects}}) {
    RETURN_IF_ERROR(seed.AddOrganization(organization));
    RETURN_IF_ERROR(seed.AddProjects(
        organization, count, [&](int) { return project; }, dossier));
  }
  return absl::OkStatus();
}

std::unique_ptr<RegistryBench> PortfolioBench(int projects, int entries) {
  return std::make_unique<Portfolio>(projects, entries);
}

}  // namespace palier::bench
