// SPDX-License-Identifier: Apache-2.0
// What this service asks the registry.
#ifndef PALIER_KPI_API_REGISTRY_VIEW_H_
#define PALIER_KPI_API_REGISTRY_VIEW_H_

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/rpc/call.h"
#include "common/rpc/client.h"
#include "kpi/domain/saved_time.h"
#include "palier/registry/v1/landscape.pb.h"
#include "palier/registry/v1/project.pb.h"

namespace palier::kpi {

// A team and where it stands in the organisation.
struct TeamPlace {
  // Resource names; no department for a team of none.
  std::string team;
  std::string department;
  // 0 when nobody counted its people.
  int64_t headcount = 0;
};

// Whether a project is in production (LIMITED or later, and not stopped or retired), and since when
// it is in its stage: InfinitePast when the registry does not know.
struct ProjectStage {
  bool in_production = false;
  absl::Time since = absl::InfinitePast();
};
ProjectStage StageIn(const registry::v1::Project& project);

// A project as its returns are told by it. Resource names.
struct PortfolioProject {
  std::string name;
  std::string display_name;
  std::string department;
  std::vector<std::string> applications;
  ProjectStage stage;
};

// The names under which somebody may appear in measurements.
using KnownAs = std::vector<std::string>;

// Thread-safe; blocks, at most until the deadline given.
class RegistryView {
 public:
  explicit RegistryView(const rpc::Client& registry) : registry_(registry) {}

  // FAILED_PRECONDITION (PARENT_NOT_USABLE) unless the caller sees the project and it is not
  // deleted.
  absl::Status CheckProject(const rpc::Call& call, const std::string& project) const;

  // The time zone of an organisation, asked at most once a minute; while the registry does not
  // answer, the last one known. UTC for a zone that this machine does not know.
  absl::StatusOr<absl::TimeZone> ZoneOf(const std::string& organization, absl::Time deadline);

  // NOT_FOUND when there is no such project.
  absl::StatusOr<ProjectStage> StageOf(const std::string& project, absl::Time deadline) const;

  // The projects of an organisation that are not deleted, by name; `filter` is the registry's.
  // RESOURCE_EXHAUSTED (LIMIT_EXCEEDED) past `limit`.
  absl::StatusOr<std::vector<PortfolioProject>> ProjectsOf(const std::string& organization,
                                                           const std::string& filter, size_t limit,
                                                           absl::Time deadline) const;
  // One of them. NOT_FOUND when there is no such project.
  absl::StatusOr<PortfolioProject> ProjectOf(const std::string& project, absl::Time deadline) const;
  // What the dossiers of projects say was paid once, by project; of one, or of `projects/-`.
  // RESOURCE_EXHAUSTED (LIMIT_EXCEEDED) past 100,000 lines.
  absl::StatusOr<std::map<std::string, Amounts>> SingleCostsOf(const std::string& projects,
                                                               absl::Time deadline) const;
  // The synergies of an organisation that name a KPI, by name, and how many name none; `filter` is
  // the registry's. RESOURCE_EXHAUSTED (LIMIT_EXCEEDED) past `limit` of the former.
  struct Synergies {
    std::vector<registry::v1::Synergy> measured;
    int unmeasured = 0;
  };
  absl::StatusOr<Synergies> SynergiesOf(const std::string& organization, const std::string& filter,
                                        size_t limit, absl::Time deadline) const;
  // NOT_FOUND when there is no such application.
  absl::Status CheckApplication(const std::string& application, absl::Time deadline) const;

  // The teams of an organisation, by name.
  absl::StatusOr<std::vector<TeamPlace>> TeamsOf(const std::string& organization,
                                                 absl::Time deadline) const;
  // The members of the executive committee: principal, e-mail address, resource name and id of
  // each.
  absl::StatusOr<std::vector<KnownAs>> LeadersOf(const std::string& organization,
                                                 absl::Time deadline) const;

 private:
  using Clock = std::chrono::steady_clock;
  struct Known {
    absl::TimeZone zone;
    Clock::time_point until;
  };
  static constexpr std::chrono::seconds kLife{60};

  const rpc::Client& registry_;
  absl::Mutex mutex_;
  absl::flat_hash_map<std::string, Known> zones_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_API_REGISTRY_VIEW_H_
