// SPDX-License-Identifier: Apache-2.0
// What an organisation works with, as the evaluations of its map see it.
#ifndef PALIER_REGISTRY_DOMAIN_LANDSCAPE_LANDSCAPE_H_
#define PALIER_REGISTRY_DOMAIN_LANDSCAPE_LANDSCAPE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "palier/registry/v1/landscape.pb.h"
#include "palier/registry/v1/project.pb.h"

namespace palier::landscape {

namespace v1 = registry::v1;

// What one evaluation looks at.
inline constexpr int kMostEdges = 50'000;
inline constexpr int kMostNodes = 100'000;

// A project, as far as its place on the map matters. Texts without a comment are resource names.
struct Initiative {
  std::string name;
  std::string display_name;  // text for people
  std::string department;
  std::string owner;
  v1::Project::Stage stage = v1::Project::STAGE_UNSPECIFIED;
  std::vector<std::string> applications;
  std::vector<std::string> frictions;
  std::vector<std::string> objectives;
  std::vector<std::string> teams;  // whom it is for
  std::optional<v1::Scalability> scalability;

  // Neither stopped nor retired.
  bool alive() const { return stage != v1::Project::STOPPED && stage != v1::Project::RETIRED; }
};

Initiative InitiativeOf(const v1::Project& project);

// Records of one organisation, none of them deleted. What they name may be missing, and is then
// ignored.
struct Landscape {
  std::string currency;  // of the organisation
  std::vector<v1::Application> applications;
  std::vector<v1::DataSource> data_sources;
  std::vector<v1::Process> processes;
  std::vector<v1::Synergy> synergies;
  std::vector<Initiative> projects;
  absl::flat_hash_map<std::string, std::string> friction_processes;  // friction -> its process
  absl::flat_hash_map<std::string, std::string> team_departments;    // team -> its department
  absl::flat_hash_map<std::string, std::string> function_titles;     // AI function -> its title
};

// RESOURCE_EXHAUSTED (LIMIT_EXCEEDED): the map has more nodes, or edges, than are evaluated.
absl::Status TooManyNodes();
absl::Status TooManyEdges();

}  // namespace palier::landscape

#endif  // PALIER_REGISTRY_DOMAIN_LANDSCAPE_LANDSCAPE_H_
