// SPDX-License-Identifier: Apache-2.0
// What a record of the map is still named by when it is to be deleted.
#ifndef PALIER_REGISTRY_API_LANDSCAPE_REMOVAL_H_
#define PALIER_REGISTRY_API_LANDSCAPE_REMOVAL_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/resource/store.h"
#include "registry/storage/types.h"

namespace palier::registry {

// Each returns FAILED_PRECONDITION (RESOURCE_HAS_CHILDREN) when something names the record and
// `force` is not set; with `force` ...

// ... the synergies that join the application, data source or process are deleted.
absl::Status ReleaseNode(resource::Session& session, const Types& types, absl::string_view name,
                         bool force);
// ... applications and processes lose the AI function.
absl::Status ReleaseFunction(resource::Session& session, const Types& types, absl::string_view name,
                             bool force);
// ... applications lose the vendor.
absl::Status ReleaseVendor(resource::Session& session, const Types& types, absl::string_view name,
                           bool force);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_API_LANDSCAPE_REMOVAL_H_
