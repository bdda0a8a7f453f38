// SPDX-License-Identifier: Apache-2.0
// What makes a record of a register the same record in the next edition of that register.
#ifndef PALIER_REGISTRY_DOMAIN_IMPORT_KEYS_H_
#define PALIER_REGISTRY_DOMAIN_IMPORT_KEYS_H_

#include <vector>

#include "registry/domain/import/draft.h"

namespace palier::registry {

// Gives every draft its external_id, and marks those that resemble another.
//
// The base of the key is the identifier the register gave (external_id as it is), else a digest of
// owner, sub-unit and name, folded. Several records may have the same base: they are all kept. They
// are ordered by their descriptions, then by their whole content, and the second is called
// "base~2", the third "base~3": the order of the file does not matter, and where the descriptions
// differ, nor does a change of stage or dates. When one of them is reworded or leaves the register,
// others may take its place, which is why each but the first is doubtful: it resembles its exact
// duplicate if there is one, else the first. Ids are unique.
void AssignKeys(std::vector<ProjectDraft>& drafts);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_IMPORT_KEYS_H_
