// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/landscape/showcases.h"

#include <algorithm>

namespace palier::landscape {

bool IsShowcase(const v1::Project& project, const absl::flat_hash_set<std::string>& objectives) {
  if (project.stage() == v1::Project::STOPPED || project.stage() == v1::Project::RETIRED)
    return false;
  return std::none_of(project.objectives().begin(), project.objectives().end(),
                      [&](const std::string& name) { return objectives.contains(name); });
}

}  // namespace palier::landscape
