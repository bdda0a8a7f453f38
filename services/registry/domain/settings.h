// SPDX-License-Identifier: Apache-2.0
// What an organisation sets, and what holds where it sets nothing.
#ifndef PALIER_REGISTRY_DOMAIN_SETTINGS_H_
#define PALIER_REGISTRY_DOMAIN_SETTINGS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "palier/registry/v1/organization.pb.h"

namespace palier::registry {

// Fills the `effective_` fields.
void FillEffective(v1::OrganizationSettings& settings);
// `sensitive` where nothing is set.
std::vector<std::string> SensitiveClasses(const v1::OrganizationSettings& settings);
// INVALID_ARGUMENT for a rule that does not exist or is tuned twice, a threshold where the rule has
// none, and days of the clock that are not in order.
absl::Status CheckSettings(const v1::OrganizationSettings& settings);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_SETTINGS_H_
