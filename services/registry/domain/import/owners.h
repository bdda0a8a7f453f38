// SPDX-License-Identifier: Apache-2.0
// The owners that a register names, each under one name however it is spelled.
#ifndef PALIER_REGISTRY_DOMAIN_IMPORT_OWNERS_H_
#define PALIER_REGISTRY_DOMAIN_IMPORT_OWNERS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "registry/domain/import/draft.h"

namespace palier::registry {

struct RegisterOwner {
  // ProjectDraft::owner_key.
  std::string key;
  // The most frequent spelling; of equally frequent ones the first in byte order.
  std::string display_name;
  int64_t records = 0;
};

// Sets the owner of every draft to the most frequent spelling, and returns the owners ordered by
// key. Drafts without an owner are left out.
std::vector<RegisterOwner> UnifyOwners(std::vector<ProjectDraft>& drafts);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_IMPORT_OWNERS_H_
