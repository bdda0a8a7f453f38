// SPDX-License-Identifier: Apache-2.0
// Projects that serve no objective.
#ifndef PALIER_REGISTRY_DOMAIN_LANDSCAPE_SHOWCASES_H_
#define PALIER_REGISTRY_DOMAIN_LANDSCAPE_SHOWCASES_H_

#include "absl/container/flat_hash_set.h"
#include "registry/domain/landscape/landscape.h"

namespace palier::landscape {

// Neither stopped nor retired, and cites none of the objectives that exist (S4-02).
bool IsShowcase(const v1::Project& project, const absl::flat_hash_set<std::string>& objectives);

}  // namespace palier::landscape

#endif  // PALIER_REGISTRY_DOMAIN_LANDSCAPE_SHOWCASES_H_
