// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/landscape/replication.h"

#include <algorithm>

#include "common/aip/text.h"

namespace palier::landscape {

ReplicationMap::ReplicationMap(const Graph& graph) : graph_(graph), called_(graph.size()) {
  for (int node = 0; node < graph.size(); ++node) {
    const Node& process = graph.nodes()[node];
    if (process.kind != NodeKind::kProcess) continue;
    called_[node] = aip::FoldText(process.display_name);
    if (!process.department.empty()) named_[called_[node]].push_back(node);
  }
}

std::set<absl::string_view> ReplicationMap::Functions(const Initiative& project) const {
  std::set<absl::string_view> functions;
  for (const std::string& name : project.applications) {
    const int node = graph_.Find(name);
    if (node < 0 || graph_.nodes()[node].kind != NodeKind::kApplication) continue;
    const auto& of_application = graph_.application(node).ai_functions();
    functions.insert(of_application.begin(), of_application.end());
  }
  return functions;
}

std::set<absl::string_view> ReplicationMap::DepartmentsWith(const Candidate& candidate) const {
  const Initiative& project = graph_.project(candidate.node);
  std::set<absl::string_view> departments = {project.department};
  const auto& teams = graph_.landscape().team_departments;
  for (const std::string& team : project.teams) {
    const auto found = teams.find(team);
    if (found != teams.end()) departments.insert(found->second);
  }
  for (const std::string& application : project.applications) {
    const int node = graph_.Find(application);
    if (node >= 0) departments.insert(graph_.nodes()[node].department);
  }
  for (const int process : candidate.processes)
    departments.insert(graph_.nodes()[process].department);
  return departments;
}

std::vector<ReplicationTarget> ReplicationMap::Targets(const Candidate& candidate) const {
  const std::set<absl::string_view> functions = Functions(graph_.project(candidate.node));
  if (functions.empty()) return {};
  const std::set<absl::string_view> there = DepartmentsWith(candidate);
  std::set<absl::string_view> names;
  for (const int process : candidate.processes) names.insert(called_[process]);
  std::vector<ReplicationTarget> targets;
  for (const absl::string_view name : names) {
    const auto found = named_.find(std::string(name));
    if (found == named_.end()) continue;
    for (const int process : found->second) {
      const absl::string_view department = graph_.nodes()[process].department;
      if (there.contains(department)) continue;
      const auto& helped_by = graph_.process(process).ai_functions();
      std::set<absl::string_view> shared;
      for (const std::string& function : helped_by) {
        if (functions.contains(function)) shared.insert(function);
      }
      if (!shared.empty()) targets.push_back({department, process, {shared.begin(), shared.end()}});
    }
  }
  std::sort(targets.begin(), targets.end(), [](const auto& a, const auto& b) {
    return std::make_pair(a.department, a.process) < std::make_pair(b.department, b.process);
  });
  return targets;
}

std::vector<std::string> DepartmentsOf(const std::vector<ReplicationTarget>& targets) {
  std::vector<std::string> departments;
  for (const ReplicationTarget& target : targets) {
    if (departments.empty() || departments.back() != target.department)
      departments.emplace_back(target.department);
  }
  return departments;
}

}  // namespace palier::landscape
