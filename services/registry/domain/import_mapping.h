// SPDX-License-Identifier: Apache-2.0
// From what a register says to a project of Palier.
#ifndef PALIER_REGISTRY_DOMAIN_IMPORT_MAPPING_H_
#define PALIER_REGISTRY_DOMAIN_IMPORT_MAPPING_H_

#include <string>

#include "absl/strings/string_view.h"
#include "palier/registry/v1/project.pb.h"
#include "registry/domain/import/draft.h"

namespace palier::registry {

// idea -> IDEA, build -> POC, pilot -> LIMITED, production -> RUN, retired -> RETIRED, closed
// without deployment -> STOPPED, unknown -> STAGE_UNKNOWN.
v1::Project::Stage StageOf(RegisterStage stage);

// `{profile}/{key}`: what finds the project again at the next import.
std::string ExternalIdOf(absl::string_view profile, const ProjectDraft& draft);

// Last part of the project's name: readable, and the same at every import of the record.
std::string ProjectIdOf(absl::string_view external_id, const ProjectDraft& draft);

// The project as the record describes it; `department` is a resource name. `stage_time` is the
// register's date of the stage at 00:00 UTC, unset when it gives none that can be read.
v1::Project ToProject(absl::string_view profile, absl::string_view department,
                      const ProjectDraft& draft);

// What a record's finding says, with its sentence in French or English.
v1::ImportFinding ToFinding(const Finding& finding, bool french);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_IMPORT_MAPPING_H_
