// SPDX-License-Identifier: Apache-2.0
// The stages of a project and the transitions between them.
#ifndef PALIER_REGISTRY_DOMAIN_STAGES_H_
#define PALIER_REGISTRY_DOMAIN_STAGES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "palier/registry/v1/project.pb.h"

namespace palier::registry {

using Stage = v1::Project::Stage;

// Whether a project may go from one stage to the other at all. An imported project of unknown stage
// may be placed anywhere once.
bool IsLegal(Stage from, Stage to);

// The stage a project usually goes to next; STAGE_UNSPECIFIED at the end, and where only a decision
// can tell.
Stage NextStage(Stage from);

// Whether the transition must be asked for by one principal and approved by another: all but those
// between IDEA and SCOPING.
bool NeedsRequest(Stage from, Stage to);

// Returns FAILED_PRECONDITION (ILLEGAL_TRANSITION), naming the stages that are possible.
absl::Status IllegalTransition(absl::string_view project, Stage from, Stage to);

// `POC`, as people write it.
std::string StageName(Stage stage);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_STAGES_H_
