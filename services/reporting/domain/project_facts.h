// SPDX-License-Identifier: Apache-2.0
// What a report needs to know of a project.
#ifndef PALIER_REPORTING_DOMAIN_PROJECT_FACTS_H_
#define PALIER_REPORTING_DOMAIN_PROJECT_FACTS_H_

#include <optional>
#include <string>

#include "absl/time/civil_time.h"
#include "palier/registry/v1/project.pb.h"

namespace palier::reporting {

using Stage = registry::v1::Project::Stage;

// What the register that a project came from said of it.
struct RegisterFacts {
  // As written there.
  std::string raw_stage;
  // The stage that the import gave the project.
  Stage stage = registry::v1::Project::STAGE_UNSPECIFIED;
  // Set when the register's dates could be read.
  std::optional<absl::CivilDay> initiated;
  std::optional<absl::CivilDay> implemented;
};

struct ProjectFacts {
  // Resource name.
  std::string name;
  std::string display_name;
  // Resource name; may be empty.
  std::string department;
  Stage stage = registry::v1::Project::STAGE_UNSPECIFIED;
  // Day in the organisation's time zone on which it came into the stage; unset when nobody knows.
  std::optional<absl::CivilDay> stage_since;
  // Its PoC was begun and is over.
  bool poc_ended = false;
  // Set for a project that came from a register.
  std::optional<RegisterFacts> imported;
};

// Whether its stage is still the one the register gave: nobody has moved it in Palier since.
inline bool IsAsImported(const ProjectFacts& project) {
  return project.imported.has_value() && project.imported->stage == project.stage;
}

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_DOMAIN_PROJECT_FACTS_H_
