// SPDX-License-Identifier: Apache-2.0
// Projects that serve no objective, with what they cost.
#ifndef PALIER_REGISTRY_API_LANDSCAPE_SHOWCASES_H_
#define PALIER_REGISTRY_API_LANDSCAPE_SHOWCASES_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/resource/store.h"
#include "palier/registry/v1/synergy_map_service.pb.h"
#include "registry/storage/types.h"

namespace palier::registry {

// The showcases of an organisation (a resource name), by name, each with the cost lines of its
// dossier (S4-02). RESOURCE_EXHAUSTED (LIMIT_EXCEEDED) beyond landscape::kMostNodes.
absl::StatusOr<v1::ReportShowcasesResponse> ShowcasesOf(resource::Session& session,
                                                        const Types& types,
                                                        const std::string& organization);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_API_LANDSCAPE_SHOWCASES_H_
