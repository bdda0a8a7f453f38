// SPDX-License-Identifier: Apache-2.0
// An organisation's map, read in one snapshot.
#ifndef PALIER_REGISTRY_API_LANDSCAPE_LOADING_H_
#define PALIER_REGISTRY_API_LANDSCAPE_LOADING_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "registry/api/context.h"
#include "registry/domain/landscape/landscape.h"

namespace palier::registry {

// `organization` is a resource name. Long texts are left out. RESOURCE_EXHAUSTED (LIMIT_EXCEEDED)
// when there is more than is evaluated.
absl::StatusOr<landscape::Landscape> LoadLandscape(const Context& context,
                                                   const std::string& organization,
                                                   absl::Time deadline);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_API_LANDSCAPE_LOADING_H_
