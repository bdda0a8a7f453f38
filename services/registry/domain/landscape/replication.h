// SPDX-License-Identifier: Apache-2.0
// Where else a project's work could serve (S1-68, S4-15).
#ifndef PALIER_REGISTRY_DOMAIN_LANDSCAPE_REPLICATION_H_
#define PALIER_REGISTRY_DOMAIN_LANDSCAPE_REPLICATION_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "registry/domain/landscape/candidates.h"

namespace palier::landscape {

struct ReplicationTarget {
  absl::string_view department;
  int process;                                  // node, of that department
  std::vector<absl::string_view> ai_functions;  // that the process and the project share, ascending
};

// Departments by the processes they have. Looks into a graph that must outlive it.
class ReplicationMap {
 public:
  explicit ReplicationMap(const Graph& graph);

  // Processes of other departments that are called like one of the candidate's (without regard to
  // case and accents) and name an AI function of one of its applications as a help; by department
  // and process. Departments that have the project - it carries it, is meant by its population, has
  // one of its applications or of the processes it touches - are left out.
  std::vector<ReplicationTarget> Targets(const Candidate& candidate) const;

 private:
  std::set<absl::string_view> Functions(const Initiative& project) const;
  std::set<absl::string_view> DepartmentsWith(const Candidate& candidate) const;

  const Graph& graph_;
  std::vector<std::string> called_;                // folded name of each process, by node
  std::map<std::string, std::vector<int>> named_;  // folded name -> processes with a department
};

// Departments of targets, each once.
std::vector<std::string> DepartmentsOf(const std::vector<ReplicationTarget>& targets);

}  // namespace palier::landscape

#endif  // PALIER_REGISTRY_DOMAIN_LANDSCAPE_REPLICATION_H_
