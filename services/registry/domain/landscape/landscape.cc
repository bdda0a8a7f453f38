// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/landscape/landscape.h"

#include "common/status/limit.h"

namespace palier::landscape {

Initiative InitiativeOf(const v1::Project& project) {
  Initiative initiative;
  initiative.name = project.name();
  initiative.display_name = project.display_name();
  initiative.department = project.department();
  initiative.owner = project.owner();
  initiative.stage = project.stage();
  initiative.applications.assign(project.applications().begin(), project.applications().end());
  initiative.frictions.assign(project.frictions().begin(), project.frictions().end());
  initiative.objectives.assign(project.objectives().begin(), project.objectives().end());
  initiative.teams.assign(project.population().teams().begin(), project.population().teams().end());
  if (project.has_scalability()) initiative.scalability = project.scalability();
  return initiative;
}

absl::Status TooManyNodes() {
  return status::LimitExceeded({"The map has more than {limit} nodes; it is not evaluated.",
                                "La carte a plus de {limit} nœuds ; elle n'est pas évaluée."},
                               "nodes", kMostNodes);
}

absl::Status TooManyEdges() {
  return status::LimitExceeded({"The map has more than {limit} edges; it is not evaluated.",
                                "La carte a plus de {limit} liens ; elle n'est pas évaluée."},
                               "edges", kMostEdges);
}

}  // namespace palier::landscape
