// SPDX-License-Identifier: Apache-2.0
// What must hold of a dossier entry, beyond the bounds of its fields.
#ifndef PALIER_REGISTRY_DOMAIN_ENTRY_RULES_H_
#define PALIER_REGISTRY_DOMAIN_ENTRY_RULES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "palier/registry/v1/entry.pb.h"

namespace palier::registry {

// INVALID_ARGUMENT (INVALID_FIELDS) naming each field that is wrong, for example a refused
// expectation without a reply. `entry` has a kind.
absl::Status CheckEntry(const v1::Entry& entry);

// The kinds there are, for people: `integration, involvement, ...`.
std::string EntryKinds();

// What a field of an entry names, and of what kind it must be.
enum class Named { kPerson, kTeam, kDepartment };
struct EntryReference {
  std::string path;  // `entry.concern.team`
  std::string name;
  Named kind;
};
// The names in the fields of the entry's kind, unset ones left out.
std::vector<EntryReference> ReferencesOf(const v1::Entry& entry);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_ENTRY_RULES_H_
