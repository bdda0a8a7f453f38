// SPDX-License-Identifier: Apache-2.0
// Where active projects compete for people, sponsors and teams (S0-15, S1-09).
#ifndef PALIER_REGISTRY_DOMAIN_CONFLICTS_H_
#define PALIER_REGISTRY_DOMAIN_CONFLICTS_H_

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/time/time.h"
#include "palier/registry/v1/conflict.pb.h"
#include "palier/registry/v1/project.pb.h"

namespace palier::registry {

// Takes people's time: from SCOPING to ROLLOUT. An imported project that nobody works on in Palier
// counts like any other.
bool IsActive(const v1::Project& project);

// Collects the claims of active projects. Not thread-safe.
class ConflictReport {
 public:
  // `sponsor_capacity`: active projects that one sponsor can carry. Days are counted in `zone`.
  ConflictReport(int sponsor_capacity, absl::TimeZone zone)
      : sponsor_capacity_(sponsor_capacity), zone_(zone) {}

  // Projects that are not active are passed over.
  void Add(const v1::Project& project);
  int active_count() const { return static_cast<int>(projects_.size()); }
  // Claims on one subject that overlap in time with another one on it; a sponsor only when more
  // than the capacity overlap on one day. Most projects first, then by kind and subject.
  std::vector<v1::PortfolioConflict> Conflicts() const;

 private:
  using Key = std::pair<v1::PortfolioConflict::Kind, std::string>;
  void Claim(v1::PortfolioConflict::Kind kind, const std::string& subject);

  const int sponsor_capacity_;
  const absl::TimeZone zone_;
  std::vector<v1::ContendingProject> projects_;
  // Indexes of projects_, without doubles.
  std::map<Key, std::set<size_t>> claims_;
};

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_CONFLICTS_H_
