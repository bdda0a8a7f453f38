// SPDX-License-Identifier: Apache-2.0
// What an organisation's map begins with.
#ifndef PALIER_REGISTRY_API_LANDSCAPE_PRESETS_H_
#define PALIER_REGISTRY_API_LANDSCAPE_PRESETS_H_

#include "absl/status/status.h"
#include "common/resource/store.h"
#include "palier/registry/v1/organization.pb.h"
#include "registry/storage/types.h"

namespace palier::registry {

// Creates the three AI functions that are best to scale (S1-65), named in the organisation's
// language, for an organisation that is being created.
absl::Status InsertPresetFunctions(resource::Session& session, const Types& types,
                                   const v1::Organization& organization);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_API_LANDSCAPE_PRESETS_H_
