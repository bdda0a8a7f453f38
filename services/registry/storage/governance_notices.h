// SPDX-License-Identifier: Apache-2.0
// The notices of an organisation's governance that are due and were not sent yet.
#ifndef PALIER_REGISTRY_STORAGE_GOVERNANCE_NOTICES_H_
#define PALIER_REGISTRY_STORAGE_GOVERNANCE_NOTICES_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/resource/store.h"
#include "palier/registry/v1/notice.pb.h"
#include "palier/registry/v1/organization.pb.h"
#include "registry/storage/types.h"

namespace palier::registry {

// Appends them to `to`, oldest first, under names that are the same for the same event. `settings`
// with its effective values; `zone` is that in which the organisation counts its days.
absl::Status CollectGovernanceNotices(resource::Session& session, const Types& types,
                                      absl::string_view organization,
                                      const v1::OrganizationSettings& settings, absl::TimeZone zone,
                                      std::vector<v1::Notice>& to);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_STORAGE_GOVERNANCE_NOTICES_H_
